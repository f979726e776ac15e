import type { ActivityContext, AnyActivity, RetryPolicy } from '../core/activity.ts';
import { type Failure, failureOf, type Json, KunrenError } from '../core/failure.ts';
import type { Clock, Ms, Random } from '../core/ports.ts';
import type { AttemptPhase, JournalRecord, RecordBody } from '../core/record.ts';
import type { OwnedResource } from '../core/resource.ts';
import { retryDelay } from './retry-delay.ts';

/** What performing needs from the run it belongs to. */
export interface PerformPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly credentialsPollMs: Ms;
  /** How long a clean-up tries to remove one resource. */
  readonly cleanupWithinMs: Ms;
  /** Ends every call, those included that are let finish when an activity is cancelled. */
  readonly dropped: AbortSignal;
  /** Whether there is anything to wait for: a run that has done nothing yet fails rather than pauses. */
  mayPause(): boolean;
  record(body: RecordBody): JournalRecord;
  durable(): Promise<void>;
  context(activity: string, signal: AbortSignal): ActivityContext;
}

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

/** How long to go on trying. */
export interface Patience extends RetryPolicy {
  /** On the monotonic clock. @default for ever */
  readonly until?: Ms;
}

const DEFAULT_TIMEOUT_MS: Ms = 30_000;

/** Calls until there is an answer, or a failure that no further attempt can mend. */
export async function persist<T>(
  ports: PerformPorts,
  task: Task,
  patience: Patience,
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
      if (failure.class === 'credentials' && (paused || ports.mayPause())) {
        if (!paused) ports.record({ type: 'run.paused', data: { activity, failure } });
        paused = true;
        await ports.clock.sleep(ports.credentialsPollMs, task.cancel);
        continue;
      }
      failures += 1;
      const delay = retryDelay(patience, failures, failure, ports.random);
      const inTime = ports.clock.monotonic() + delay < (patience.until ?? Number.POSITIVE_INFINITY);
      const again = failure.retryable && failures < patience.attempts && inTime;
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
export async function call<T>(
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
