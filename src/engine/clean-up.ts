import { failureOf, KunrenError } from '../core/failure.ts';
import type { OwnedResource } from '../core/resource.ts';
import { performUndo } from './perform-activity.ts';
import type { KnownActivity } from './replay.ts';
import type { Workbench } from './workbench.ts';

/** What a clean-up has to leave alone. */
export interface CleanUpScope {
  /** Leave everything where it is, and say so. */
  readonly keep: boolean;
  /** Activities whose resource is settled already. */
  readonly settled: ReadonlySet<string>;
}

/**
 * Removes, newest first, whatever this run has put a durable intent for, and proves each removal.
 * An intent without a known effect is looked up too: the effect may have come after the crash.
 * @returns how many resources could not be removed.
 */
export async function cleanUp(bench: Workbench, { keep, settled }: CleanUpScope): Promise<number> {
  const owned = [...bench.state.activities.values()]
    .filter(({ intended, name }) => intended && bench.mutation(name)?.undo)
    .map((known) => ({ known, resource: resourceOf(bench, known) }))
    .reverse();
  const left = owned.filter(({ known }) => !settled.has(known.activity));
  if (!bench.state.cleaningUp || bench.state.finished) {
    const resources = left.map(({ known, resource }) => ({
      ...resource,
      activity: known.activity,
    }));
    bench.append({ type: 'cleanup.started', data: { resources, keep } });
  }
  for (const { known, resource } of left) {
    if (keep) {
      bench.append({ type: 'resource.kept', data: { activity: known.activity, resource } });
    } else {
      await remove(bench, known, resource);
    }
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

async function remove(
  bench: Workbench,
  known: KnownActivity,
  resource: OwnedResource,
): Promise<void> {
  const undo = bench.mutation(known.name)?.undo;
  if (!undo) return;
  const { activity } = known;
  try {
    const task = bench.task(known, bench.leaving.signal);
    const proof = await performUndo(bench.ports, task, undo);
    bench.append({ type: 'resource.released', data: { activity, resource, proof } });
  } catch (error) {
    bench.leaving.signal.throwIfAborted();
    if (error instanceof KunrenError && error.code === 'JOURNAL_BROKEN') throw error;
    bench.append({
      type: 'resource.leaked',
      data: { activity, resource, failure: failureOf(error) },
    });
  }
}

/** What is undone without being a thing of its own (a changed record, say) is named after its activity. */
function resourceOf(bench: Workbench, known: KnownActivity): OwnedResource {
  const { region } = bench.ledger.state.environment;
  const { owns } = bench.task(known, bench.leaving.signal);
  return owns ?? { type: known.name, id: known.activity, region };
}
