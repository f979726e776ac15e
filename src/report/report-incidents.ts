import { commandText } from '../core/command-text.ts';
import type { Failure } from '../core/failure.ts';
import type { JournalRecord } from '../core/record.ts';
import { CLEANUP_STEP } from '../core/run-state.ts';
import type { Timeline } from '../core/timeline.ts';
import type { ReportModel } from './schema.ts';

type Incident = ReportModel['incidents'][number];
type Told = Pick<Incident, 'kind'> & Partial<Incident>;

/** Everything that was not plain sailing, and every word of an operator, oldest first. */
export function reportIncidents(records: readonly JournalRecord[], timeline: Timeline): Incident[] {
  return records.flatMap((record) => {
    const told = tell(record, timeline);
    if (!told) return [];
    const nothing = { step: null, ms: null, code: null, detail: null };
    return [{ at: record.at, offsetMs: timeline.offset(record.seq), ...nothing, ...told }];
  });
}

function tell(record: JournalRecord, timeline: Timeline): Told | undefined {
  switch (record.type) {
    case 'attempt.failed': {
      const { activity, phase, failure, retryAt } = record.data;
      // The last attempt is told by the step's own failure, or by the leak.
      if (retryAt === undefined) return undefined;
      const step = phase === 'undo' ? CLEANUP_STEP : activity;
      return { kind: 'retry', step, ms: between(record.at, retryAt), ...why(failure) };
    }
    case 'activity.failed':
      return { kind: 'step-failed', step: record.data.activity, ...why(record.data.failure) };
    case 'activity.cancelled':
      return { kind: 'step-cancelled', step: record.data.activity, detail: record.data.reason };
    case 'run.paused':
      return { kind: 'paused', step: record.data.activity, ...why(record.data.failure) };
    case 'run.unpaused':
      return { kind: 'unpaused', step: record.data.activity };
    case 'run.resumed': {
      const { pid, host } = record.data.process;
      const ms = timeline.offset(record.seq) - timeline.offset(record.seq - 1);
      return { kind: 'resumed', ms, detail: `${host}, pid ${pid}` };
    }
    case 'clock.jumped':
      return { kind: 'clock-jumped', ms: record.data.byMs };
    case 'operator.commanded': {
      const { command, by, accepted, reason } = record.data;
      const told = `${by}: ${commandText(command)}`;
      return accepted
        ? { kind: 'command', detail: told }
        : { kind: 'command-refused', detail: reason === undefined ? told : `${told} (${reason})` };
    }
    case 'resource.leaked': {
      const { resource, failure } = record.data;
      const detail = `${resource.type} ${resource.id}: ${failure.message}`;
      return { kind: 'leaked', step: CLEANUP_STEP, code: failure.code, detail };
    }
    default:
      return undefined;
  }
}

function why(failure: Failure): Pick<Incident, 'code' | 'detail'> {
  return { code: failure.code, detail: failure.message };
}

function between(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
