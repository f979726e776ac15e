import { formatDuration } from '../core/duration.ts';
import type { Ms } from '../core/ports.ts';

/** A measured duration and its error: `4 min 12 s ± 5.0 s`. */
export function formatMeasured(ms: Ms, errorMs: Ms): string {
  return errorMs > 0 ? `${formatDuration(ms)} ± ${formatDuration(errorMs)}` : formatDuration(ms);
}
