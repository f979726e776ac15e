import type { Mutation } from '../core/activity.ts';
import { failureOf, type Json, KunrenError } from '../core/failure.ts';
import type { OwnedResource } from '../core/resource.ts';
import type { Ledger } from './ledger.ts';
import { type PerformPorts, performUndo, type Task } from './perform-activity.ts';
import type { KnownActivity } from './replay.ts';

export interface CleanUp {
  readonly ledger: Ledger;
  readonly ports: PerformPorts;
  readonly activities: readonly KnownActivity[];
  /** Activities whose resource is settled already. */
  readonly settled: ReadonlySet<string>;
  readonly alreadyStarted: boolean;
  undoOf(name: string): Mutation<Json, Json, Json, unknown> | undefined;
  task(known: KnownActivity): Task;
}

/**
 * Removes, newest first, whatever this run has put a durable intent for, and proves each removal.
 * An intent without a known effect is looked up too: the effect may have come after the crash.
 * @returns how many resources could not be removed.
 */
export async function cleanUp(work: CleanUp): Promise<number> {
  const { ledger, ports } = work;
  const { keep, environment } = ledger.state;
  const owned = work.activities
    .filter((known) => known.intended && work.undoOf(known.name)?.undo)
    .map((known) => ({ known, resource: resourceOf(work, known, environment.region) }))
    .reverse();
  if (!work.alreadyStarted) {
    ports.record({
      type: 'cleanup.started',
      data: {
        resources: owned.map(({ known, resource }) => ({ ...resource, activity: known.activity })),
        keep,
      },
    });
  }
  for (const { known, resource } of owned) {
    if (work.settled.has(known.activity)) continue;
    await settle(work, known, resource, keep);
  }
  const count = (status: string) =>
    ledger.state.resources.filter((resource) => resource.status === status).length;
  const leaked = count('leaked');
  ports.record({
    type: 'cleanup.finished',
    data: { released: count('released'), kept: count('kept'), leaked },
  });
  return leaked;
}

async function settle(
  work: CleanUp,
  known: KnownActivity,
  resource: OwnedResource,
  keep: boolean,
): Promise<void> {
  const { ports } = work;
  const { activity } = known;
  if (keep) {
    ports.record({ type: 'resource.kept', data: { activity, resource } });
    return;
  }
  const undo = work.undoOf(known.name)?.undo;
  if (!undo) return;
  const task = work.task(known);
  try {
    const proof = await performUndo(ports, task, undo);
    ports.record({ type: 'resource.released', data: { activity, resource, proof } });
  } catch (error) {
    task.cancel.throwIfAborted();
    if (error instanceof KunrenError && error.code === 'JOURNAL_BROKEN') throw error;
    ports.record({
      type: 'resource.leaked',
      data: { activity, resource, failure: failureOf(error) },
    });
  }
}

/** What is undone without being a thing of its own (a changed record, say) is named after its activity. */
function resourceOf(work: CleanUp, known: KnownActivity, region: string): OwnedResource {
  return work.task(known).owns ?? { type: known.name, id: known.activity, region };
}
