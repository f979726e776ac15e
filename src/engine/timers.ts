import type { Clock, Instant } from '../core/ports.ts';

/** Timers by name; each fires once. A deadline is absolute, so it survives a restart. */
export class Timers {
  readonly #clock: Clock;
  readonly #onFire: (timer: string, event: string) => void;
  readonly #armed = new Map<string, AbortController>();

  constructor(clock: Clock, onFire: (timer: string, event: string) => void) {
    this.#clock = clock;
    this.#onFire = onFire;
  }

  arm(timer: string, event: string, deadline: Instant): void {
    this.cancel(timer);
    const controller = new AbortController();
    this.#armed.set(timer, controller);
    // Counted on the monotonic clock from here on: a wall clock that jumps must not end a budget.
    const left = Math.max(0, Date.parse(deadline) - this.#clock.now());
    this.#clock.sleep(left, controller.signal).then(
      () => {
        if (this.#armed.get(timer) !== controller) return;
        this.#armed.delete(timer);
        this.#onFire(timer, event);
      },
      () => undefined,
    );
  }

  cancel(timer: string): void {
    this.#armed.get(timer)?.abort();
    this.#armed.delete(timer);
  }

  cancelAll(): void {
    for (const timer of [...this.#armed.keys()]) this.cancel(timer);
  }
}
