import { formatDuration } from './duration.ts';
import type { Ms } from './ports.ts';
import type { RunState } from './run-state.ts';

/** How long something took in earlier runs. */
export interface UsualDuration {
  /** How many runs it is taken from. */
  readonly runs: number;
  /** Half of them took no longer. */
  readonly p50Ms: Ms;
  /** Nine of ten took no longer. */
  readonly p90Ms: Ms;
}

/** Fewer runs than these show no trend. */
const ENOUGH_RUNS = 5;

/** Short steps differ by as much from one run to the next, for no reason. */
const NOISE_MS: Ms = 5000;

/**
 * How long each step took in runs of the same drill in the same environment, by its id. Only steps that were done
 * count: what failed or was cancelled took another way.
 */
export function usualStepDurations(runs: readonly RunState[]): {
  readonly [step: string]: UsualDuration;
} {
  const durations = new Map<string, Ms[]>();
  for (const { steps } of runs) {
    for (const { id, status, durationMs } of steps) {
      if (status !== 'done' || durationMs === undefined) continue;
      durations.set(id, [...(durations.get(id) ?? []), durationMs]);
    }
  }
  const usual: { [step: string]: UsualDuration } = {};
  for (const [step, taken] of durations) {
    const duration = usualDuration(taken);
    if (duration) usual[step] = duration;
  }
  return usual;
}

/** @returns `undefined` where nothing was measured yet. */
export function usualDuration(taken: readonly Ms[]): UsualDuration | undefined {
  const sorted = taken.toSorted((a, b) => a - b);
  const p50Ms = nearestRank(sorted, 0.5);
  const p90Ms = nearestRank(sorted, 0.9);
  if (p50Ms === undefined || p90Ms === undefined) return undefined;
  return { runs: sorted.length, p50Ms, p90Ms };
}

/** A value that was really measured, not one between two. */
function nearestRank(sorted: readonly Ms[], share: number): Ms | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** e.g. `usually 6 min 10 s ± 40 s`; the second is how much longer one of ten takes at least. */
export function tellUsual({ p50Ms, p90Ms }: UsualDuration): string {
  const spread = p90Ms > p50Ms ? ` ± ${formatDuration(p90Ms - p50Ms)}` : '';
  return `usually ${formatDuration(p50Ms)}${spread}`;
}

/** Whether something has become slower: clearly longer than nine of ten earlier runs, of which there are enough. */
export function isSlowerThan(durationMs: Ms, { runs, p90Ms }: UsualDuration): boolean {
  return runs >= ENOUGH_RUNS && durationMs > p90Ms * 1.25 + NOISE_MS;
}
