import { formatDuration } from '../core/duration.ts';
import type { Ms } from '../core/ports.ts';

/** A declared duration, without the zeros that nobody typed: `4 h`, not `4 h 00 min`. */
export function formatObjective(ms: Ms): string {
  return formatDuration(ms).replace(/ 00 (s|min|h)$/, '');
}

/** A measured duration and its error: `4 min 12 s ± 5.0 s`. */
export function formatMeasured(ms: Ms, errorMs: Ms): string {
  return errorMs > 0 ? `${formatDuration(ms)} ± ${formatDuration(errorMs)}` : formatDuration(ms);
}
