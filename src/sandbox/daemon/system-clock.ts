import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Ms } from '../../core/ports.ts';

/** Timers hold at most this; a longer one would fire at once. */
const LONGEST_TIMER_MS: Ms = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  sleep: async (ms, signal) => {
    for (let left = ms; left >= 0; left -= LONGEST_TIMER_MS) {
      try {
        await wait(Math.min(left, LONGEST_TIMER_MS), undefined, signal && { signal });
      } catch (error) {
        throw signal?.aborted ? signal.reason : error;
      }
    }
  },
};
