import type { Clock, Ms } from '../core/ports.ts';

/** Node's timers hold 2^31 − 1 ms at most (24.8 days); longer sleeps go in pieces. */
const LONGEST_TIMER_MS: Ms = 2 ** 31 - 1;

/** The machine's own clocks. `monotonic` counts from boot on Linux and macOS, so processes can compare. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint() / 1000n) / 1000,
  // Not node:timers/promises: each abort there makes an error with a stack, and every call that is made in time aborts one.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      let timer: NodeJS.Timeout;
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const wait = (left: Ms) => {
        if (left > LONGEST_TIMER_MS) {
          timer = setTimeout(() => wait(left - LONGEST_TIMER_MS), LONGEST_TIMER_MS);
          return;
        }
        timer = setTimeout(() => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        }, left);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      wait(ms);
    }),
};
