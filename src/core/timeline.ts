import type { MilestoneId } from './milestone.ts';
import type { Ms } from './ports.ts';
import type { JournalRecord } from './record.ts';
import { CLEANUP_STEP, type RunState } from './run-state.ts';

/** A moment of the run: its record, and its time since the origin with jumps of the clock taken out. */
export interface Moment {
  readonly seq: number;
  readonly ms: Ms;
}

/** One stay in a step. */
export interface StepSpan {
  readonly step: string;
  readonly start: Moment;
  /** `undefined`: the journal ends inside the step. */
  readonly end: Moment | undefined;
  readonly outcome: 'ended' | 'cancelled' | 'open';
}

export interface Stretch {
  readonly startMs: Ms;
  readonly endMs: Ms;
}

/** When everything happened, in milliseconds since T0 (or since the start of a run without a T0). */
export interface Timeline {
  readonly origin: 'T0' | 'start';
  readonly originAt: string;
  readonly opened: Moment;
  readonly last: Moment;
  /** Where recovering ended and clean-up began, or the journal's end. */
  readonly recoveryEnd: Moment;
  readonly spans: readonly StepSpan[];
  readonly marks: ReadonlyMap<MilestoneId, Moment>;
  readonly pauses: readonly (Stretch & { readonly step: string })[];
  /** No process drove the run. */
  readonly away: readonly Stretch[];
  /** Offset of a record, by its `seq`. */
  offset(seq: number): Ms;
}

/** Reads off the journal when everything happened. */
export function readTimeline(records: readonly JournalRecord[], state: RunState): Timeline {
  const times = steadyTimes(records);
  const impact = state.milestones.T0;
  const marksAt = milestoneTimes(records);
  const originMs = marksAt.get('T0')?.ms ?? Date.parse(state.openedAt);
  const offset = (seq: number) => (times[seq - 1] ?? originMs) - originMs;
  const moment = (record: JournalRecord): Moment => ({ seq: record.seq, ms: offset(record.seq) });
  const { seq: lastSeq } = records.findLast(({ type }) => !isAfterthought(type)) ?? { seq: 1 };
  const last: Moment = { seq: lastSeq, ms: offset(lastSeq) };
  const cleanup = records.find(({ type }) => type === 'cleanup.started');
  return {
    origin: impact ? 'T0' : 'start',
    originAt: impact?.instant ?? state.openedAt,
    opened: { seq: 1, ms: offset(1) },
    last,
    recoveryEnd: cleanup ? moment(cleanup) : { seq: last.seq + 1, ms: last.ms },
    spans: readSpans(records, gates(state), moment),
    marks: new Map([...marksAt].map(([id, { seq, ms }]) => [id, { seq, ms: ms - originMs }])),
    pauses: readPauses(records, last, offset),
    away: records
      .filter(({ type }) => type === 'run.resumed')
      .map(({ seq }) => ({ startMs: offset(seq - 1), endMs: offset(seq) })),
    offset,
  };
}

/** What people add after the end may come weeks later; the run was over. */
function isAfterthought(type: JournalRecord['type']): boolean {
  return type === 'run.signed-off' || type === 'follow-up.changed' || type === 'lesson.noted';
}

/** Wall-clock time of each record without the jumps before it. */
function steadyTimes(records: readonly JournalRecord[]): readonly Ms[] {
  let jumped = 0;
  return records.map((record) => {
    if (record.type === 'clock.jumped') jumped += record.data.byMs;
    return Date.parse(record.at) - jumped;
  });
}

function milestoneTimes(records: readonly JournalRecord[]): Map<MilestoneId, Moment> {
  const marks = new Map<MilestoneId, Moment>();
  const openedAt = Date.parse(records[0]?.at ?? '');
  let jumped = 0;
  for (const record of records) {
    if (record.type === 'clock.jumped') jumped += record.data.byMs;
    if (record.type !== 'milestone.reached') continue;
    const instant = Date.parse(record.data.instant);
    // An instant declared for the time before the run knows nothing of jumps during it.
    marks.set(record.data.id, {
      seq: record.seq,
      ms: instant < openedAt ? instant : instant - jumped,
    });
  }
  return marks;
}

function gates(state: RunState): ReadonlySet<string> {
  return new Set(state.steps.filter(({ kind }) => kind === 'gate').map(({ id }) => id));
}

function readSpans(
  records: readonly JournalRecord[],
  gateIds: ReadonlySet<string>,
  moment: (record: JournalRecord) => Moment,
): StepSpan[] {
  const spans: StepSpan[] = [];
  const open = new Map<string, Moment>();
  const end = (step: string, record: JournalRecord, outcome: 'ended' | 'cancelled') => {
    const start = open.get(step);
    if (!start) return;
    open.delete(step);
    spans.push({ step, start, end: moment(record), outcome });
  };
  const begin = (step: string, record: JournalRecord) => {
    end(step, record, 'cancelled');
    open.set(step, moment(record));
  };
  for (const record of records) {
    switch (record.type) {
      case 'activity.scheduled':
        begin(record.data.activity, record);
        break;
      case 'activity.succeeded':
      case 'activity.failed':
        end(record.data.activity, record, 'ended');
        break;
      case 'activity.cancelled':
        end(record.data.activity, record, 'cancelled');
        break;
      case 'state.changed':
        for (const id of record.data.exited) if (gateIds.has(id)) end(id, record, 'ended');
        for (const id of record.data.entered) if (gateIds.has(id)) begin(id, record);
        break;
      case 'cleanup.started':
        if (!open.has(CLEANUP_STEP)) begin(CLEANUP_STEP, record);
        break;
      case 'cleanup.finished':
        end(CLEANUP_STEP, record, 'ended');
        break;
      default:
        break;
    }
  }
  for (const [step, start] of open) spans.push({ step, start, end: undefined, outcome: 'open' });
  return spans.sort((a, b) => a.start.seq - b.start.seq);
}

function readPauses(
  records: readonly JournalRecord[],
  last: Moment,
  offset: (seq: number) => Ms,
): (Stretch & { step: string })[] {
  const pauses: (Stretch & { step: string })[] = [];
  let since: { step: string; startMs: Ms } | undefined;
  for (const record of records) {
    if (record.type === 'run.paused') {
      since = { step: record.data.activity, startMs: offset(record.seq) };
    } else if (since && endsPause(record, since.step)) {
      pauses.push({ ...since, endMs: offset(record.seq) });
      since = undefined;
    }
  }
  if (since) pauses.push({ ...since, endMs: last.ms });
  return pauses;
}

function endsPause(record: JournalRecord, step: string): boolean {
  switch (record.type) {
    case 'run.unpaused':
      return true;
    case 'activity.succeeded':
    case 'activity.failed':
    case 'activity.cancelled':
      return record.data.activity === step;
    default:
      return false;
  }
}
