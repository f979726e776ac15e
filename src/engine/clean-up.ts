import { failureOf } from '../core/failure.ts';
import { type RemovalProof, resourceKey } from '../core/resource.ts';
import { call } from './attempt.ts';
import type { Intent } from './books.ts';
import { performUndo } from './perform-undo.ts';
import { isBroken } from './run-errors.ts';
import type { Workbench } from './workbench.ts';

/** What a clean-up has to leave alone. */
export interface CleanUpScope {
  /** Leave everything where it is, and say so. */
  readonly keep: boolean;
  /** The runbook reached its end; what it was for stays. */
  readonly completed: boolean;
  /** Keys of resources that are settled already. */
  readonly settled: ReadonlySet<string>;
}

/**
 * Removes, newest first, whatever this run has put a durable intent for, and proves each removal.
 * An intent without a known effect is looked up too: the effect may have come after the crash.
 * @returns how many resources could not be removed.
 */
export async function cleanUp(
  bench: Workbench,
  { keep, completed, settled }: CleanUpScope,
): Promise<number> {
  const left = bench.books.intents
    .filter(({ name, owns }) => bench.mutation(name)?.undo && !settled.has(resourceKey(owns)))
    .reverse();
  if (!bench.books.cleaningUp || bench.books.finished) {
    const resources = left.map(({ activity, owns }) => ({ ...owns, activity }));
    bench.append({ type: 'cleanup.started', data: { resources, keep } });
  }
  for (const intent of left) {
    const { activity, owns } = intent;
    if (completed && bench.mutation(intent.name)?.undo?.when === 'unless-completed') {
      await handOver(bench, intent);
    } else if (keep) bench.append({ type: 'resource.kept', data: { activity, resource: owns } });
    else await remove(bench, intent);
  }
  const count = (status: string) =>
    bench.ledger.state.resources.filter((resource) => resource.status === status).length;
  const leaked = count('leaked');
  bench.append({
    type: 'cleanup.finished',
    data: { released: count('released'), kept: count('kept'), leaked },
  });
  return leaked;
}

/** What a completed run was for stays with production; what the runbook has removed itself is told as gone. */
async function handOver(bench: Workbench, intent: Intent): Promise<void> {
  const { activity, owns: resource } = intent;
  const proof = await lookWhetherGone(bench, intent);
  if (proof) bench.append({ type: 'resource.released', data: { activity, resource, proof } });
  else bench.append({ type: 'resource.handed-over', data: { activity, resource } });
}

/** One look; whatever else it meets, the thing is not known to be gone. */
async function lookWhetherGone(
  bench: Workbench,
  intent: Intent,
): Promise<RemovalProof | undefined> {
  const task = bench.undoTask(intent);
  const undo = bench.mutation(intent.name)?.undo;
  try {
    const answer = await call(bench.ports, task, async (context) =>
      undo?.poll(context, task.input, task.receipt),
    );
    return answer?.status === 'done' ? answer.output : undefined;
  } catch (error) {
    bench.leaving.signal.throwIfAborted();
    if (isBroken(error)) throw error;
    return undefined;
  }
}

async function remove(bench: Workbench, intent: Intent): Promise<void> {
  const { activity, name, owns: resource } = intent;
  const mutation = bench.mutation(name);
  if (!mutation?.undo) return;
  const settledAt = Date.parse(intent.startedAt) + (mutation.settlesWithinMs ?? 0);
  try {
    const task = bench.undoTask(intent);
    const visibleFrom = new Date(settledAt).toISOString();
    const proof = await performUndo(bench.ports, task, mutation.undo, visibleFrom);
    bench.append({ type: 'resource.released', data: { activity, resource, proof } });
  } catch (error) {
    bench.leaving.signal.throwIfAborted();
    if (isBroken(error)) throw error;
    bench.append({
      type: 'resource.leaked',
      data: { activity, resource, failure: failureOf(error) },
    });
  }
}
