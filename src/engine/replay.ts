import type { AnyMachineSnapshot } from 'xstate';
import { DERIVED_RECORDS, deriveRecords, machineEvent } from '../core/derive-records.ts';
import { type Json, KunrenError } from '../core/failure.ts';
import { identifyRunbook } from '../core/identify-runbook.ts';
import type { Instant } from '../core/ports.ts';
import type { JournalRecord, RecordBody } from '../core/record.ts';
import { CLEANUP_STEP } from '../core/run-state.ts';
import type { Runbook } from '../core/runbook.ts';
import { advanceRunbook, beginRunbook } from '../core/runbook-step.ts';

/** An activity as far as the journal knows it. */
export interface KnownActivity {
  readonly activity: string;
  readonly name: string;
  readonly input: Json;
  status: 'running' | 'succeeded' | 'failed' | 'cancelled';
  attempts: number;
  polls: number;
  /** The journal holds an intent to start it. */
  intended: boolean;
  inDoubt: boolean;
  receipt?: Json;
}

/** Where a run stands after its journal, and what the journal still lacks. */
export interface Replayed {
  snapshot: AnyMachineSnapshot;
  readonly activities: Map<string, KnownActivity>;
  readonly timers: Map<string, { readonly event: string; readonly deadline: Instant }>;
  /** Derived records that a crash kept from being written; to be appended before anything else. */
  readonly missing: RecordBody[];
  aborted: boolean;
  cleaningUp: boolean;
  finished: boolean;
  /** Activities whose resource is settled (released, kept or leaked). */
  readonly settled: Set<string>;
}

/**
 * Folds a journal through its runbook.
 * @throws KunrenError `RUNBOOK_CHANGED` when the journal was written under another version or definition;
 * `REPLAY_DIVERGED` when the same runbook no longer gives the journal's records.
 */
export function replay(runbook: Runbook, records: readonly JournalRecord[]): Replayed {
  const opened = records[0];
  if (opened?.type !== 'run.opened') {
    throw new KunrenError({
      code: 'JOURNAL_MALFORMED',
      message: 'The journal does not begin with run.opened.',
      class: 'input',
    });
  }
  refuseOtherRunbook(runbook, opened.data.runbook);
  const { drill, run, environment } = opened.data;
  const first = beginRunbook(
    runbook.machine,
    runbook.input(drill, {
      run,
      environment: environment.kind,
      region: environment.region,
      accountId: environment.accountId,
      openedAt: opened.at,
    }),
  );
  const state: Replayed = {
    snapshot: first.snapshot,
    activities: new Map(),
    timers: new Map(),
    missing: deriveRecords(first, opened, new Set()),
    aborted: false,
    cleaningUp: false,
    finished: false,
    settled: new Set(),
  };
  for (const record of records.slice(1)) {
    expectDerived(runbook, state, record);
    note(state, record);
    const event = state.aborted ? undefined : machineEvent(record);
    if (event) {
      const step = advanceRunbook(runbook.machine, state.snapshot, event);
      state.snapshot = step.snapshot;
      state.missing.push(...deriveRecords(step, record, runningActivities(state)));
    }
  }
  return state;
}

/** Names of the activities that are running, for `deriveRecords`. */
export function runningActivities(state: Pick<Replayed, 'activities'>): Pick<Set<string>, 'has'> {
  return { has: (activity) => state.activities.get(activity)?.status === 'running' };
}

function refuseOtherRunbook(runbook: Runbook, journal: { version: string; hash: string }): void {
  const now = identifyRunbook(runbook);
  if (now.hash === journal.hash) return;
  const short = (hash: string) => hash.slice(0, 12);
  throw new KunrenError({
    code: 'RUNBOOK_CHANGED',
    message:
      `The run was started under runbook ${runbook.id} ${journal.version} (${short(journal.hash)}), ` +
      `but this is ${now.version} (${short(now.hash)}). A run goes on only under the runbook it began with.`,
    class: 'input',
    details: { journal: { ...journal }, present: { version: now.version, hash: now.hash } },
  });
}

function expectDerived(runbook: Runbook, state: Replayed, record: JournalRecord): void {
  if (!DERIVED_RECORDS.has(record.type)) return;
  if (state.aborted && record.type === 'activity.cancelled') return;
  const expected = state.missing.shift();
  // Key order must not matter, and `undefined` is absent in a file.
  const same =
    expected?.type === record.type &&
    sameJson(expected.data as Json, record.data as unknown as Json);
  if (same) return;
  throw new KunrenError({
    code: 'REPLAY_DIVERGED',
    message:
      `Record ${record.seq} (${record.type}) is not what runbook ${runbook.id} ${runbook.version} gives ` +
      `at this point (${expected?.type ?? 'nothing'}).`,
    class: 'bug',
    details: { seq: record.seq, journal: record.type, expected: expected?.type ?? null },
  });
}

function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  // What was taken out at the journal's door cannot be compared any more.
  if (b === '[redacted]') return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  const left = a as { readonly [key: string]: Json | undefined };
  const right = b as { readonly [key: string]: Json | undefined };
  return [...keys].every((key) => sameJson(left[key], right[key]));
}

/** Keeps the books on activities, timers and phases; the same function serves the live run. */
export function note(state: Replayed, record: JournalRecord): void {
  switch (record.type) {
    case 'activity.scheduled': {
      const { activity, name, input } = record.data;
      state.activities.set(activity, {
        activity,
        name,
        input,
        status: 'running',
        attempts: 0,
        polls: 0,
        intended: false,
        inDoubt: false,
      });
      break;
    }
    case 'attempt.started': {
      const known = state.activities.get(record.data.activity);
      if (!known) break;
      known.attempts = record.data.attempt;
      if (record.data.phase === 'start') {
        known.intended = true;
        known.inDoubt = true;
      }
      break;
    }
    case 'attempt.failed': {
      const known = state.activities.get(record.data.activity);
      if (known && record.data.phase === 'start' && !record.data.failure.ambiguous) {
        known.inDoubt = false;
      }
      break;
    }
    case 'receipt.received': {
      const known = state.activities.get(record.data.activity);
      if (!known) break;
      known.inDoubt = false;
      known.receipt = record.data.receipt;
      break;
    }
    case 'poll.observed': {
      const known = state.activities.get(record.data.activity);
      if (known) known.polls = record.data.polls;
      break;
    }
    case 'activity.succeeded':
      end(state, record.data.activity, 'succeeded');
      break;
    case 'activity.failed':
      end(state, record.data.activity, 'failed');
      break;
    case 'activity.cancelled':
      end(state, record.data.activity, 'cancelled');
      break;
    case 'timer.armed': {
      const { timer, event, deadline } = record.data;
      state.timers.set(timer, { event, deadline });
      break;
    }
    case 'timer.fired':
    case 'timer.cancelled':
      state.timers.delete(record.data.timer);
      break;
    case 'operator.commanded':
      if (record.data.accepted && record.data.command.type === 'abort') state.aborted = true;
      break;
    case 'cleanup.started':
      state.cleaningUp = true;
      break;
    case 'resource.released':
    case 'resource.kept':
    case 'resource.leaked':
      state.settled.add(record.data.activity);
      break;
    case 'run.finished':
      state.finished = true;
      break;
    case 'run.opened':
    case 'run.resumed':
    case 'run.paused':
    case 'run.unpaused':
    case 'state.changed':
    case 'milestone.reached':
    case 'call.completed':
    case 'cleanup.finished':
    case 'clock.jumped':
      break;
  }
}

function end(state: Replayed, activity: string, status: KnownActivity['status']): void {
  if (activity === CLEANUP_STEP) return;
  const known = state.activities.get(activity);
  if (known) known.status = status;
}
