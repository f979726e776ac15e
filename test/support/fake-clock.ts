import type { Clock, Ms } from '../../src/core/ports.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A clock whose time moves only when everything else waits: a sleep jumps straight to its end.
 * For code without real I/O; with it, use the system clock.
 */
export class FakeClock implements Clock {
  #wall: number;
  #mono = 1000;
  readonly #sleepers: Sleeper[] = [];
  #pumping = false;

  constructor(start = '2026-11-24T01:00:00.000Z') {
    this.#wall = Date.parse(start);
  }

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#mono;
  }

  /** Sets the wall clock forward or back without monotonic time passing. */
  jump(ms: Ms): void {
    this.#wall += ms;
  }

  /** Lets time pass without waking anybody: work that takes a while. */
  pass(ms: Ms): void {
    this.#wall += ms;
    this.#mono += ms;
  }

  sleep(ms: Ms, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = {
        at: this.#mono + ms,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = () => {
        const index = this.#sleepers.indexOf(sleeper);
        if (index >= 0) this.#sleepers.splice(index, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      const next = this.#sleepers.reduce<Sleeper | undefined>(
        (least, one) => (!least || one.at < least.at ? one : least),
        undefined,
      );
      if (!next) return;
      this.#sleepers.splice(this.#sleepers.indexOf(next), 1);
      if (next.at > this.#mono) this.pass(next.at - this.#mono);
      next.wake();
      if (this.#sleepers.length > 0) this.#pump();
    });
  }
}
