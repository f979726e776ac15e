import type { Tone } from '../core/narrate.ts';
import type { RunState } from '../core/run-state.ts';

/** An outage that is over was to be expected; one that is not, or writes that are gone, are what to look at. */
export function outageTone({ outage, lostWrites }: RunState): Tone {
  const isOver = outage?.firstFailureAt === undefined || outage.recoveredAt !== undefined;
  if (!isOver) return 'bad';
  if ((lostWrites?.lost ?? 0) > 0) return 'warn';
  return outage !== undefined && outage.failed === 0 && outage.sent > 0 ? 'good' : 'info';
}
