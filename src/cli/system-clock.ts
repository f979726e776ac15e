import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Ms } from '../core/ports.ts';

/** Node's timers hold 2^31 − 1 ms at most (24.8 days); longer sleeps go in pieces. */
const LONGEST_TIMER_MS: Ms = 2 ** 31 - 1;

/** The machine's own clocks. `monotonic` counts from boot on Linux and macOS, so processes can compare. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint() / 1000n) / 1000,
  async sleep(ms, signal) {
    const options = signal ? { signal } : {};
    for (let left = ms; left > 0 || left === ms; left -= LONGEST_TIMER_MS) {
      try {
        await delay(Math.min(Math.max(left, 0), LONGEST_TIMER_MS), undefined, options);
      } catch (error) {
        throw signal?.aborted ? signal.reason : error;
      }
      if (left <= 0) return;
    }
  },
};
