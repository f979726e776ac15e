import type { Ms } from '../../core/ports.ts';
import type { RunSummary } from '../../core/run-summary.ts';
import type { Io } from '../io.ts';

/** Tells of runs from a time that has not come yet, which are left out. */
export function tellAhead(io: Io, runs: readonly RunSummary[], now: Ms): void {
  for (const { run, openedAt } of runs) {
    io.err(
      `drill: ${run} is left out: it was opened on ${openedAt}, and the clock here says ` +
        `${new Date(now).toISOString()}. One of the two is wrong.`,
    );
  }
}
