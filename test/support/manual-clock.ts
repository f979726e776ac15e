import type { Clock, Ms } from '../../src/core/ports.ts';

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  readonly #start: number;
  #passed = 0;
  #sleepers: Sleeper[] = [];

  constructor(start: string) {
    this.#start = Date.parse(start);
  }

  now(): number {
    return this.#start + this.#passed;
  }

  monotonic(): number {
    return this.#passed;
  }

  /** How many wait for time to pass. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(ms: Ms, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper: Sleeper = { at: this.#passed + ms, wake: () => resolve() };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Lets time pass and wakes who has slept enough. */
  advance(ms: Ms): void {
    this.#passed += ms;
    const due = this.#sleepers.filter(({ at }) => at <= this.#passed);
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#passed);
    for (const { wake } of due) wake();
  }

  advanceTo(instant: string): void {
    this.advance(Date.parse(instant) - this.now());
  }
}
