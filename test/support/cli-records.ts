import type { AttemptPhase, JournalRecord, RecordType } from '../../src/core/record.ts';

/** Accepts the record with which an attempt begins. */
export function attempt(activity: string, phase: AttemptPhase) {
  return (record: JournalRecord): boolean =>
    record.type === 'attempt.started' &&
    record.data.activity === activity &&
    record.data.phase === phase;
}

/** Accepts a record of that type, of that activity where one is given. */
export function recorded(type: RecordType, activity?: string) {
  return ({ type: found, data }: JournalRecord): boolean =>
    found === type &&
    (activity === undefined || ('activity' in data && data.activity === activity));
}
