import type { ActivityContext, Poll, PollPolicy, Progress } from '../core/activity.ts';
import type { Ms } from '../core/ports.ts';
import { call, type Patience, type PerformPorts, persist, type Task } from './attempt.ts';

const DEFAULT_POLL: PollPolicy = { initialMs: 1000, maxMs: 15_000, factor: 1.5 };

export interface Look<T> {
  readonly phase: 'poll' | 'undo';
  readonly patience: Patience;
  look(context: ActivityContext): Promise<Poll<T>>;
}

/** The answer that ended the looking. */
export interface Seen<T> {
  readonly done: Poll<T> & { readonly status: 'done' };
  readonly polls: number;
  /** Time since the last look that said "not yet": the error of the end. */
  readonly intervalMs: Ms;
}

/**
 * Looks until the answer is there.
 * @param stopAt on the monotonic clock: stop looking then, with `undefined`. @default never
 */
export async function pollUntilDone<T>(
  ports: PerformPorts,
  task: Task,
  { phase, patience, look }: Look<T>,
  stopAt?: Ms,
): Promise<Seen<T> | undefined> {
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
    const answer = await persist(ports, task, patience, () => {
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
    const leftMs = (stopAt ?? Number.POSITIVE_INFINITY) - ports.clock.monotonic();
    if (leftMs < interval) {
      await ports.clock.sleep(Math.max(0, leftMs), task.cancel);
      return undefined;
    }
    await ports.clock.sleep(interval, task.cancel);
    interval = Math.min(policy.maxMs, interval * policy.factor);
  }
}
