import type {
  ActivityContext,
  AnyActivity,
  Evidence,
  Mutation,
  Poll,
  PollPolicy,
  Probe,
  Progress,
  RetryPolicy,
  Undo,
} from '../core/activity.ts';
import { type Failure, failureOf, type Json, KunrenError } from '../core/failure.ts';
import type { Clock, Ms, Random } from '../core/ports.ts';
import type { AttemptPhase, JournalRecord, RecordBody } from '../core/record.ts';
import type { OwnedResource, RemovalProof } from '../core/resource.ts';
import { retryDelay } from './retry-delay.ts';

/** What performing needs from the run it belongs to. */
export interface PerformPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly credentialsPollMs: Ms;
  readonly cleanupAttempts: number;
  /** Ends every call, those included that are let finish when an activity is cancelled. */
  readonly dropped: AbortSignal;
  record(body: RecordBody): JournalRecord;
  durable(): Promise<void>;
  context(activity: string, signal: AbortSignal): ActivityContext;
}

/** The engine does not know an activity's types. */
type ErasedMutation = Mutation<Json, Json, Json, unknown>;

/** What is known of an activity from the journal when it starts or goes on. */
export interface Task {
  readonly activity: string;
  readonly definition: AnyActivity;
  readonly input: Json;
  /** Attempts made so far. */
  attempts: number;
  receipt?: Json;
  /** A `start` may have taken effect without its receipt being noted. */
  inDoubt: boolean;
  /** What the current attempt does. */
  phase: AttemptPhase;
  polls: number;
  readonly owns?: OwnedResource;
  /** Ends the waiting; its reason says why. A `start` on its way is let finish. */
  readonly cancel: AbortSignal;
}

/** What came out of an activity. */
export interface Outcome extends Evidence {
  readonly output: Json;
  readonly polls: number;
  readonly pollIntervalMs: Ms;
}

const DEFAULT_POLL: PollPolicy = { initialMs: 1000, maxMs: 15_000, factor: 1.5 };
const DEFAULT_TIMEOUT_MS: Ms = 30_000;
const BASE_RETRY = { baseMs: 500, capMs: 20_000 };

/**
 * Performs an activity to its end: a probe until it has its answer, a mutation from its intent to its proof.
 * Every attempt is journaled; a mutating call is made only after its intent is on disk.
 * @throws KunrenError the failure that ended it.
 * @throws the reason of `task.cancel` when that fired.
 */
export async function performActivity(ports: PerformPorts, task: Task): Promise<Outcome> {
  const { definition } = task;
  if (definition.kind === 'mutation' && task.receipt === undefined) {
    await obtainReceipt(ports, task, definition);
  }
  const { receipt } = task;
  const answer = await pollUntilDone<Json>(ports, task, {
    phase: 'poll',
    retry: retryOf(definition),
    look: (context) => lookOnce(definition, context, task.input, receipt),
  });
  const { output, checks, bounds, facts } = answer.done;
  return {
    output: output === undefined ? null : output,
    polls: answer.polls,
    pollIntervalMs: answer.intervalMs,
    ...(checks && { checks }),
    ...(bounds && { bounds }),
    ...(facts && { facts }),
  };
}

function lookOnce(
  definition: ErasedMutation | Probe<Json, Json, unknown>,
  context: ActivityContext,
  input: Json,
  receipt: Json | undefined,
): Promise<Poll<Json>> {
  return definition.kind === 'mutation'
    ? definition.poll(context, input, receipt ?? null)
    : definition.poll(context, input);
}

/** Removes what an activity made, and returns the proof that it is gone. */
export async function performUndo(
  ports: PerformPorts,
  task: Task,
  undo: Undo<Json, unknown>,
): Promise<RemovalProof> {
  const retry: RetryPolicy = { ...BASE_RETRY, attempts: ports.cleanupAttempts };
  task.phase = 'undo';
  await persist(ports, task, retry, async () => {
    task.attempts += 1;
    const { activity, attempts } = task;
    ports.record({
      type: 'attempt.started',
      data: { activity, attempt: attempts, phase: 'undo' },
    });
    await ports.durable();
    await call(ports, task, (context) => undo.start(context, task.input));
  });
  const { done } = await pollUntilDone(ports, task, {
    phase: 'undo',
    retry,
    look: (context) => undo.poll(context, task.input),
  });
  return done.output;
}

/** Starts a mutation, or finds that it was started before. Leaves the receipt in the task. */
async function obtainReceipt(
  ports: PerformPorts,
  task: Task,
  definition: ErasedMutation,
): Promise<void> {
  const { activity } = task;
  await persist(ports, task, retryOf(definition), async () => {
    if (task.inDoubt) {
      task.phase = 'adopt';
      task.attempts += 1;
      ports.record({
        type: 'attempt.started',
        data: { activity, attempt: task.attempts, phase: 'adopt' },
      });
      const found = await call(ports, task, (context) => definition.adopt(context, task.input));
      if (found !== undefined) return receive(ports, task, found, true);
      task.inDoubt = false;
    }
    task.phase = 'start';
    task.attempts += 1;
    ports.record({
      type: 'attempt.started',
      data: {
        activity,
        attempt: task.attempts,
        phase: 'start',
        ...(task.owns && { owns: task.owns }),
      },
    });
    await ports.durable();
    task.inDoubt = true;
    try {
      const receipt = await call(ports, task, (context) => definition.start(context, task.input));
      receive(ports, task, receipt, false);
    } catch (error) {
      task.inDoubt = failureOf(error).ambiguous;
      throw error;
    }
  });
}

function receive(ports: PerformPorts, task: Task, receipt: Json, adopted: boolean): void {
  const { activity, attempts } = task;
  // As journaled, so that the live run and a resumed one work with the same bytes.
  const record = ports.record({
    type: 'receipt.received',
    data: { activity, attempt: attempts, receipt, adopted },
  });
  task.inDoubt = false;
  task.receipt = record.type === 'receipt.received' ? record.data.receipt : receipt;
}

interface Look<T> {
  readonly phase: 'poll' | 'undo';
  readonly retry: RetryPolicy;
  look(context: ActivityContext): Promise<Poll<T>>;
}

async function pollUntilDone<T>(
  ports: PerformPorts,
  task: Task,
  { phase, retry, look }: Look<T>,
): Promise<{ done: Poll<T> & { status: 'done' }; polls: number; intervalMs: Ms }> {
  const policy = { ...DEFAULT_POLL, ...task.definition.pollEvery };
  let interval = policy.initialMs;
  let previousLook: Ms | undefined;
  let shown: Progress | undefined;
  task.phase = phase;
  if (phase === 'poll' && task.definition.kind === 'probe') {
    task.attempts += 1;
    ports.record({
      type: 'attempt.started',
      data: { activity: task.activity, attempt: task.attempts, phase },
    });
  }
  for (;;) {
    let lookedAt = 0;
    const answer = await persist(ports, task, retry, () => {
      lookedAt = ports.clock.monotonic();
      return call(ports, task, look, task.cancel);
    });
    task.polls += 1;
    if (answer.status === 'done') {
      // The error is the time that really went by unseen, not the interval asked for.
      const unseen = previousLook === undefined ? 0 : ports.clock.monotonic() - previousLook;
      return { done: answer, polls: task.polls, intervalMs: Math.round(unseen) };
    }
    previousLook = lookedAt;
    const { progress } = answer;
    if (progress.message !== shown?.message || progress.percent !== shown.percent) {
      shown = progress;
      ports.record({
        type: 'poll.observed',
        data: { activity: task.activity, polls: task.polls, progress },
      });
    }
    await ports.clock.sleep(interval, task.cancel);
    interval = Math.min(policy.maxMs, interval * policy.factor);
  }
}

/** Calls until there is an answer, or a failure that no further attempt can mend. */
async function persist<T>(
  ports: PerformPorts,
  task: Task,
  retry: RetryPolicy,
  attempt: () => Promise<T>,
): Promise<T> {
  const { activity } = task;
  let failures = 0;
  let paused = false;
  for (;;) {
    task.cancel.throwIfAborted();
    try {
      const answer = await attempt();
      if (paused) ports.record({ type: 'run.unpaused', data: { activity } });
      return answer;
    } catch (error) {
      if (task.cancel.aborted) throw task.cancel.reason;
      const failure = failureOf(error);
      if (failure.class === 'credentials') {
        if (!paused) ports.record({ type: 'run.paused', data: { activity, failure } });
        paused = true;
        await ports.clock.sleep(ports.credentialsPollMs, task.cancel);
        continue;
      }
      failures += 1;
      const again = failure.retryable && failures < retry.attempts;
      const delay = again ? retryDelay(retry, failures, failure, ports.random) : 0;
      ports.record({
        type: 'attempt.failed',
        data: {
          activity,
          attempt: task.attempts,
          phase: task.phase,
          failure,
          ...(again && { retryAt: new Date(ports.clock.now() + delay).toISOString() }),
        },
      });
      if (!again) throw error;
      await ports.clock.sleep(delay, task.cancel);
    }
  }
}

/** A reason that costs nothing: without one each abort makes an error with a stack. */
const ANSWERED = 'answered';

/** One call with its time limit. */
async function call<T>(
  ports: PerformPorts,
  task: Task,
  work: (context: ActivityContext) => Promise<T>,
  cancel?: AbortSignal,
): Promise<T> {
  const limit = task.definition.attemptTimeoutMs ?? DEFAULT_TIMEOUT_MS;
  const controller = new AbortController();
  const stopClock = new AbortController();
  const onCancel = () => controller.abort(cancel?.reason);
  const onDropped = () => controller.abort(ports.dropped.reason);
  cancel?.addEventListener('abort', onCancel);
  ports.dropped.addEventListener('abort', onDropped);
  const timedOut = ports.clock.sleep(limit, stopClock.signal).then(
    () => controller.abort(timeout(limit)),
    () => undefined,
  );
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  try {
    const context = ports.context(task.activity, controller.signal);
    return await Promise.race([work(context), aborted]);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    stopClock.abort(ANSWERED);
    cancel?.removeEventListener('abort', onCancel);
    ports.dropped.removeEventListener('abort', onDropped);
    await timedOut;
  }
}

function timeout(limit: Ms): KunrenError {
  const failure: Failure = {
    code: 'ATTEMPT_TIMED_OUT',
    message: `There was no answer within ${limit} ms.`,
    class: 'environment',
    retryable: true,
    ambiguous: true,
  };
  return new KunrenError(failure);
}

/** A mutation is pressed until the runbook's own deadline ends it; a probe gives up after some minutes. */
function retryOf(definition: AnyActivity): RetryPolicy {
  const attempts = definition.kind === 'mutation' ? Number.POSITIVE_INFINITY : 10;
  return { ...BASE_RETRY, attempts, ...definition.retry };
}
