import { KunrenError } from '../core/failure.ts';
import type { RunState } from '../core/run-state.ts';
import { cleanUp } from './clean-up.ts';
import type { EngineOptions } from './engine-options.ts';
import { Workbench } from './workbench.ts';

/**
 * Removes what a finished run has kept or could not remove, and adds the proof to its journal.
 * @throws KunrenError `RUN_NOT_FINISHED`: a run that can go on cleans up by itself.
 */
export async function cleanAfterRun(options: EngineOptions): Promise<RunState> {
  let broken: unknown;
  const bench = new Workbench(options, (error) => {
    broken = error;
  });
  const { run, resources } = bench.ledger.state;
  if (!bench.state.finished) {
    throw new KunrenError({
      code: 'RUN_NOT_FINISHED',
      message: `The run ${run} has not ended; resuming or aborting it cleans up.`,
      class: 'input',
      details: { run },
    });
  }
  const released = resources.filter(({ status }) => status === 'released');
  await cleanUp(bench, {
    keep: false,
    settled: new Set(released.map(({ activity }) => activity)),
  });
  if (broken) throw broken;
  await bench.ledger.durable();
  return bench.ledger.state;
}
