import type { Undo } from '../core/activity.ts';
import { type Json, KunrenError } from '../core/failure.ts';
import type { Instant, Ms } from '../core/ports.ts';
import type { RemovalProof } from '../core/resource.ts';
import { call, type Patience, type PerformPorts, persist, type Task } from './attempt.ts';
import { pollUntilDone } from './poll-until-done.ts';

/** A removal that does not show is asked for again after this time: the answer that said "gone" may have been stale. */
const ASK_AGAIN_MS: Ms = 60_000;
/** Between two looks while an effect may still appear. */
const LOOK_AGAIN_MS: Ms = 5000;

/**
 * Removes what an activity made, and returns the proof that it is gone.
 * @param visibleFrom while the answer of `start` is missing, "not there" counts only from this instant on, or once the
 *   thing has been seen
 * @throws KunrenError `REMOVAL_TIMED_OUT`, or the failure that ended it.
 */
export async function performUndo(
  ports: PerformPorts,
  task: Task,
  undo: Undo<Json, unknown>,
  visibleFrom: Instant,
): Promise<RemovalProof> {
  const { clock } = ports;
  const giveUpAt = clock.monotonic() + ports.cleanupWithinMs;
  const patience: Patience = {
    attempts: Number.POSITIVE_INFINITY,
    baseMs: 500,
    capMs: 20_000,
    until: giveUpAt,
  };
  let wasSeen = false;
  do {
    await persist(ports, task, patience, () => ask(ports, task, undo));
    const stopAt = Math.min(giveUpAt, clock.monotonic() + ASK_AGAIN_MS);
    const seen = await pollUntilDone(
      ports,
      task,
      {
        phase: 'undo',
        patience,
        look: async (context) => {
          const answer = await undo.poll(context, task.input, task.receipt);
          wasSeen ||= answer.status === 'pending';
          return answer;
        },
      },
      stopAt,
    );
    const hiddenMs = task.inDoubt && !wasSeen ? Date.parse(visibleFrom) - clock.now() : 0;
    if (seen && hiddenMs <= 0) return seen.done.output;
    if (seen) await clock.sleep(Math.min(hiddenMs, LOOK_AGAIN_MS), task.cancel);
  } while (clock.monotonic() < giveUpAt);
  throw new KunrenError({
    code: 'REMOVAL_TIMED_OUT',
    message: `It was not seen to be gone within ${ports.cleanupWithinMs / 60_000} minutes.`,
  });
}

async function ask(ports: PerformPorts, task: Task, undo: Undo<Json, unknown>): Promise<void> {
  task.phase = 'undo';
  task.attempts += 1;
  const { activity, attempts: attempt } = task;
  ports.record({ type: 'attempt.started', data: { activity, attempt, phase: 'undo' } });
  await ports.durable();
  await call(ports, task, (context) => undo.start(context, task.input, task.receipt));
}
