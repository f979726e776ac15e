import { KunrenError } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import type { Outage, OutageRequest } from './outage.ts';

/** Gets to know of every change; the change is complete when all listeners are done. */
export type OutageListener = () => void | Promise<void>;

export interface OutagesParts {
  /** In force; part of the saved state. */
  readonly state: Outage[];
  /** The Availability Zones of each Region. */
  readonly zones: ReadonlyMap<string, readonly string[]>;
  readonly clock: Clock;
}

/** Which Regions and Availability Zones have no power. */
export class Outages {
  readonly #parts: OutagesParts;
  readonly #listeners: OutageListener[] = [];
  /** How often each Region lost its power since the sandbox was opened. */
  readonly #losses = new Map<string, number>();
  /** Changes one after another; done when the listeners of the last are. */
  #changing: Promise<void> = Promise.resolve();

  constructor(parts: OutagesParts) {
    this.#parts = parts;
  }

  /** Oldest first. */
  list(): readonly Outage[] {
    return this.#parts.state;
  }

  isRegionDown(region: string): boolean {
    return this.#has('region', region);
  }

  /** Whether a zone has no power, by itself or with its Region. */
  isZoneDown(zone: string): boolean {
    const region = [...this.#parts.zones].find(([, zones]) => zones.includes(zone))?.[0];
    return this.#has('az', zone) || (region !== undefined && this.isRegionDown(region));
  }

  /** The listener is called after each change, one change at a time. */
  onChange(listener: OutageListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Takes the power away; there already being no power is no error. Resolves when everything there is dead.
   * @throws KunrenError `OUTAGE_PLACE_UNKNOWN`
   */
  async start({ kind, name }: OutageRequest): Promise<Outage> {
    this.#check(kind, name);
    const present = this.#parts.state.find((each) => each.kind === kind && each.name === name);
    if (present) return present;
    const outage: Outage = { kind, name, since: new Date(this.#parts.clock.now()).toISOString() };
    this.#parts.state.push(outage);
    if (kind === 'region') this.#losses.set(name, this.#lossesOf(name) + 1);
    await this.#tell();
    return outage;
  }

  /**
   * Gives the power back, to one place or to all. Resolves when the servers there have been started again.
   * @returns the outages that are over
   * @throws KunrenError `OUTAGE_NOT_FOUND` when the place has power
   */
  async end(name?: string): Promise<readonly Outage[]> {
    const { state } = this.#parts;
    const over = state.filter((each) => name === undefined || each.name === name);
    if (name !== undefined && over.length === 0) {
      const message = `There is no outage of "${name}". ${this.#tellOutages()}`;
      throw new KunrenError({ code: 'OUTAGE_NOT_FOUND', message, class: 'input' });
    }
    state.splice(0, state.length, ...state.filter((each) => !over.includes(each)));
    if (over.length > 0) await this.#tell();
    return over;
  }

  /**
   * Does something that a Region's power is needed for: waits while there is none, and does it again when it went
   * away in the middle.
   * @param act gets whether it is done again
   * @throws the signal's reason, when it fires while there is no power; else what `act` throws
   */
  async whilePowered<Result>(
    region: string,
    signal: AbortSignal,
    act: (again: boolean) => Promise<Result>,
  ): Promise<Result> {
    for (let again = false; ; again = true) {
      await this.#untilPowered(region, signal);
      const losses = this.#lossesOf(region);
      const [outcome] = await Promise.allSettled([act(again)]);
      if (this.#lossesOf(region) !== losses) continue;
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    }
  }

  /** Also waits for the servers that are being started again. */
  async #untilPowered(region: string, signal: AbortSignal): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      do {
        signal.throwIfAborted();
        const next = this.isRegionDown(region) ? this.#nextChange() : this.#changing;
        await Promise.race([next, promise]);
      } while (this.isRegionDown(region));
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #waiting: (() => void)[] = [];

  #nextChange(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #tell(): Promise<void> {
    this.#changing = this.#changing.then(async () => {
      await Promise.allSettled(this.#listeners.map(async (listener) => listener()));
      for (const resolve of this.#waiting.splice(0)) resolve();
    });
    return this.#changing;
  }

  #has(kind: Outage['kind'], name: string): boolean {
    return this.#parts.state.some((each) => each.kind === kind && each.name === name);
  }

  #lossesOf(region: string): number {
    return this.#losses.get(region) ?? 0;
  }

  #check(kind: Outage['kind'], name: string): void {
    const { zones } = this.#parts;
    const known = kind === 'region' ? [...zones.keys()] : [...zones.values()].flat();
    if (known.includes(name)) return;
    const what = kind === 'region' ? 'Region' : 'Availability Zone';
    throw new KunrenError({
      code: 'OUTAGE_PLACE_UNKNOWN',
      message: `"${name}" is no ${what} of the sandbox. There is: ${known.join(', ')}.`,
      class: 'input',
    });
  }

  #tellOutages(): string {
    const names = this.#parts.state.map((each) => each.name);
    return names.length === 0 ? 'Everything has power.' : `Without power: ${names.join(', ')}.`;
  }
}
