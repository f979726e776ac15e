import type { Json } from '../core/failure.ts';
import type { Instant } from '../core/ports.ts';
import type { JournalRecord, RecordBody } from '../core/record.ts';
import { type OwnedResource, resourceKey } from '../core/resource.ts';
import { sameJson } from './same-json.ts';

/** The newest invocation of an activity, as far as the journal knows it. */
export interface KnownActivity {
  readonly activity: string;
  readonly name: string;
  readonly input: Json;
  status: 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** Attempts made under this id, earlier invocations included: a number never stands for two attempts. */
  attempts: number;
  /** The first attempt that belongs to this invocation. */
  readonly firstAttempt: number;
  polls: number;
  /** The journal holds an intent to start it. */
  intended: boolean;
  inDoubt: boolean;
  /** A person was asked in this invocation. */
  asked: boolean;
  receipt?: Json;
}

/** A durable intent to make something: what a clean-up goes by. Outlives the invocation that wrote it. */
export interface Intent {
  readonly activity: string;
  readonly name: string;
  readonly input: Json;
  readonly owns: OwnedResource;
  /** The last attempt to start it, and when. */
  attempt: number;
  startedAt: Instant;
  inDoubt: boolean;
  receipt?: Json;
}

/** What the journal says about activities, intents, timers and phases; no machine is needed to keep it. */
export interface Books {
  readonly activities: Map<string, KnownActivity>;
  /** In the order in which they were written. */
  readonly intents: Intent[];
  readonly timers: Map<string, { readonly event: string; readonly deadline: Instant }>;
  /** Keys of the resources that are released, kept or leaked; see `resourceKey`. */
  readonly settled: Set<string>;
  /** Derived records that a crash kept from being written; to be appended before anything else. */
  readonly missing: RecordBody[];
  aborted: boolean;
  cleaningUp: boolean;
  finished: boolean;
}

export function newBooks(): Books {
  return {
    activities: new Map(),
    intents: [],
    timers: new Map(),
    settled: new Set(),
    missing: [],
    aborted: false,
    cleaningUp: false,
    finished: false,
  };
}

/** Names of the activities that are running, for `deriveRecords`. */
export function runningActivities(books: Books): Pick<Set<string>, 'has'> {
  return { has: (activity) => books.activities.get(activity)?.status === 'running' };
}

/** Enters one record; the same function serves the replay and the live run. */
export function note(books: Books, record: JournalRecord): void {
  switch (record.type) {
    case 'activity.scheduled':
      schedule(books, record.data);
      break;
    case 'attempt.started':
      startAttempt(books, record);
      break;
    case 'attempt.failed': {
      const { activity, attempt, phase, failure } = record.data;
      if (phase === 'start') settleDoubt(books, activity, attempt, failure.ambiguous);
      break;
    }
    case 'receipt.received': {
      const { activity, attempt, receipt } = record.data;
      settleDoubt(books, activity, attempt, false);
      const known = knownOf(books, activity, attempt);
      if (known) known.receipt = receipt;
      const intent = intentOf(books, activity, attempt);
      if (intent) intent.receipt = receipt;
      break;
    }
    case 'poll.observed': {
      const known = books.activities.get(record.data.activity);
      if (known) known.polls = record.data.polls;
      break;
    }
    case 'activity.succeeded':
      end(books, record.data.activity, 'succeeded');
      break;
    case 'activity.failed':
      end(books, record.data.activity, 'failed');
      break;
    case 'activity.cancelled':
      end(books, record.data.activity, 'cancelled');
      break;
    case 'task.opened': {
      const known = books.activities.get(record.data.activity);
      if (known) known.asked = true;
      break;
    }
    case 'timer.armed': {
      const { timer, event, deadline } = record.data;
      books.timers.set(timer, { event, deadline });
      break;
    }
    case 'timer.fired':
    case 'timer.cancelled':
      books.timers.delete(record.data.timer);
      break;
    case 'operator.commanded':
      if (record.data.accepted && record.data.command.type === 'abort') books.aborted = true;
      break;
    case 'cleanup.started':
      books.cleaningUp = true;
      break;
    case 'resource.released':
    case 'resource.kept':
    case 'resource.handed-over':
    case 'resource.leaked':
      books.settled.add(resourceKey(record.data.resource));
      break;
    case 'run.finished':
      books.finished = true;
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
    case 'run.signed-off':
    case 'follow-up.changed':
    case 'lesson.noted':
      break;
  }
}

function schedule(
  books: Books,
  { activity, name, input }: { activity: string; name: string; input: Json },
): void {
  const before = books.activities.get(activity);
  const attempts = before?.attempts ?? 0;
  books.activities.set(activity, {
    activity,
    name,
    input,
    status: 'running',
    attempts,
    firstAttempt: attempts + 1,
    polls: 0,
    intended: false,
    // The same thing was tried before: whether it is there has to be looked up first.
    inDoubt: before?.intended === true && sameJson(before.input, input),
    asked: false,
  });
}

function startAttempt(books: Books, record: JournalRecord & { type: 'attempt.started' }): void {
  const { activity, attempt, phase, owns } = record.data;
  const known = books.activities.get(activity);
  if (!known) return;
  known.attempts = Math.max(known.attempts, attempt);
  if (phase !== 'start') return;
  known.intended = true;
  known.inDoubt = true;
  if (!owns) return;
  const key = resourceKey(owns);
  const intent = books.intents.find((one) => resourceKey(one.owns) === key);
  if (intent) {
    Object.assign(intent, { attempt, startedAt: record.at, inDoubt: true });
    return;
  }
  const { name, input } = known;
  books.intents.push({ activity, name, input, owns, attempt, startedAt: record.at, inDoubt: true });
}

function settleDoubt(books: Books, activity: string, attempt: number, inDoubt: boolean): void {
  const known = knownOf(books, activity, attempt);
  if (known) known.inDoubt = inDoubt;
  const intent = intentOf(books, activity, attempt);
  if (intent) intent.inDoubt = inDoubt;
}

/** The newest invocation, when the attempt is one of its own and not an earlier one's. */
function knownOf(books: Books, activity: string, attempt: number): KnownActivity | undefined {
  const known = books.activities.get(activity);
  return known && attempt >= known.firstAttempt ? known : undefined;
}

function intentOf(books: Books, activity: string, attempt: number): Intent | undefined {
  return books.intents.findLast((one) => one.activity === activity && one.attempt <= attempt);
}

function end(books: Books, activity: string, status: KnownActivity['status']): void {
  const known = books.activities.get(activity);
  if (known) known.status = status;
}
