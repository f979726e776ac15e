import { KunrenError } from '../core/failure.ts';
import { resourceKey } from '../core/resource.ts';
import type { RunState } from '../core/run-state.ts';
import { cleanUp } from './clean-up.ts';
import type { EngineOptions } from './engine-options.ts';
import { Workbench } from './workbench.ts';

/**
 * Removes what a finished run has kept or could not remove, and adds the proof to its journal.
 * @param seen ids of resources that are there now, whatever the journal says: a call that was on its way when a process
 *   died may take effect after the clean-up has looked
 * @throws KunrenError `RUN_NOT_FINISHED`: a run that can go on cleans up by itself.
 */
export async function cleanAfterRun(
  options: EngineOptions,
  seen: ReadonlySet<string> = new Set(),
): Promise<RunState> {
  let broken: unknown;
  const bench = new Workbench(options, 'books', (error) => {
    broken = error;
  });
  const { run, resources } = bench.ledger.state;
  if (!bench.books.finished) {
    throw new KunrenError({
      code: 'RUN_NOT_FINISHED',
      message: `The run ${run} has not ended; resuming or aborting it cleans up.`,
      class: 'input',
      details: { run },
    });
  }
  const settled = resources.filter(
    ({ status, resource }) =>
      status === 'handed-over' || (status === 'released' && !seen.has(resource.id)),
  );
  await cleanUp(bench, {
    keep: false,
    completed: false,
    settled: new Set(settled.map(({ resource }) => resourceKey(resource))),
  });
  if (broken) throw broken;
  await bench.ledger.durable();
  return bench.ledger.state;
}
