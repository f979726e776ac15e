import { formatDuration } from './duration.ts';
import type { Failure } from './failure.ts';
import type { Ms } from './ports.ts';

/**
 * How a run fails whose time for recovery is over.
 * @param before what had not come about by then, e.g. `the service was verified`
 */
export function rtoExceeded(rtoMs: Ms, before: string): Failure {
  return {
    code: 'RTO_EXCEEDED',
    message: `The RTO budget of ${formatDuration(rtoMs)} ran out before ${before}.`,
    class: 'environment',
    retryable: false,
    ambiguous: false,
  };
}
