import type { Clock, Ms } from '../../src/core/ports.ts';

/** A clock that stands still until a test moves it, and tells who waits for a short time. */
export class StoppedClock implements Clock {
  #now = Date.parse('2026-11-24T01:00:00.000Z');
  readonly #sleepers = new Set<{
    readonly at: number;
    readonly ms: Ms;
    readonly wake: () => void;
  }>();

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(ms: Ms, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = {
        at: this.#now + ms,
        ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  /** How many sleeps end within `ms` from now. */
  sleeping(ms: Ms): number {
    return [...this.#sleepers].filter(({ at }) => at <= this.#now + ms).length;
  }

  /** How many sleeps are of this length. */
  sleepingFor(ms: Ms): number {
    return [...this.#sleepers].filter((sleeper) => sleeper.ms === ms).length;
  }

  /** Moves time on and wakes whose time has come. */
  advance(ms: Ms): void {
    this.#now += ms;
    for (const sleeper of [...this.#sleepers].sort((a, b) => a.at - b.at)) {
      if (sleeper.at <= this.#now) sleeper.wake();
    }
  }
}
