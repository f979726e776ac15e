import type { Clock, Ms } from '../../src/core/ports.ts';

/** The machine's clock, running faster: what sleeps wakes early, and the time shown has passed all the same. */
export function scaledClock(factor: number): Clock {
  const wall = Date.now();
  const start = performance.now();
  const passed = () => (performance.now() - start) * factor;
  return {
    now: () => wall + passed(),
    monotonic: () => start + passed(),
    sleep: (ms: Ms, signal?: AbortSignal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = () => {
          clearTimeout(timer);
          reject(signal?.reason);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        }, ms / factor);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
