import type { Clock, Instant, Ms } from '../core/ports.ts';

/** A machine that sleeps loses no more than this. */
const LOOK_EVERY_MS: Ms = 30_000;

/**
 * Deadlines of people, by name. They hold by the wall clock, which goes on while the machine sleeps or the process is
 * gone; a timer of the runbook measures a stretch of time instead.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #onOver: (name: string) => void;
  readonly #set = new Map<string, AbortController>();

  constructor(clock: Clock, onOver: (name: string) => void) {
    this.#clock = clock;
    this.#onOver = onOver;
  }

  set(name: string, deadline: Instant): void {
    this.cancel(name);
    const controller = new AbortController();
    this.#set.set(name, controller);
    this.#await(deadline, controller.signal).then(
      () => {
        if (this.#set.get(name) !== controller) return;
        this.#set.delete(name);
        this.#onOver(name);
      },
      () => undefined,
    );
  }

  cancel(name: string): void {
    this.#set.get(name)?.abort();
    this.#set.delete(name);
  }

  cancelAll(): void {
    for (const name of [...this.#set.keys()]) this.cancel(name);
  }

  async #await(deadline: Instant, signal: AbortSignal): Promise<void> {
    for (;;) {
      // An answer that comes at the deadline itself still counts.
      const left = Date.parse(deadline) - this.#clock.now() + 1;
      await this.#clock.sleep(Math.max(0, Math.min(left, LOOK_EVERY_MS)), signal);
      if (this.#clock.now() > Date.parse(deadline)) return;
    }
  }
}
