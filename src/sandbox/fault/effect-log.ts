import type { Instant } from '../../core/ports.ts';

/** A mutating call that took effect. Two of them for one intent would be the bug that the crash tests look for. */
export interface Effect {
  /** 1, 2, 3, … without a gap, also across restarts. */
  readonly seq: number;
  readonly at: Instant;
  /** e.g. `rds:RestoreDBInstanceFromDBSnapshot` */
  readonly operation: string;
  /** ARN. */
  readonly resource: string;
  readonly requestId: string;
  /** The run's tag on the resource, where it has one. */
  readonly run?: string;
}

/** The newest this many are kept. */
const KEPT = 2000;

export class EffectLog {
  readonly #effects: Effect[];

  constructor(effects: Effect[]) {
    this.#effects = effects;
  }

  list(): readonly Effect[] {
    return this.#effects;
  }

  add(effect: Omit<Effect, 'seq'>): void {
    const seq = (this.#effects.at(-1)?.seq ?? 0) + 1;
    this.#effects.push({ seq, ...effect });
    if (this.#effects.length > KEPT) this.#effects.shift();
  }
}
