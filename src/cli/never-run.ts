import { KunrenError } from '../core/failure.ts';
import type { RunSeries } from '../core/run-series.ts';

/** That a drill was never run here, or is not called so. */
export function neverRun(drill: string, all: readonly RunSeries[]): KunrenError {
  const known = [...new Set(all.map((one) => one.drill))].join(', ');
  return new KunrenError({
    code: 'DRILL_NEVER_RUN',
    message: `There is no run of "${drill}" here.${known === '' ? '' : ` There are runs of: ${known}.`}`,
    class: 'input',
  });
}
