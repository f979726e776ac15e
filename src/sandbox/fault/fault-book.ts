import { type Fault, type FaultKind, type FaultRequest, isLasting } from './fault.ts';

/** The faults in force. Works on the array it is given, which is part of the saved state. */
export class FaultBook {
  readonly #faults: Fault[];
  readonly #listeners: (() => void)[] = [];

  constructor(faults: Fault[]) {
    this.#faults = faults;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  add(request: FaultRequest): Fault {
    const used = this.#faults.map((fault) => Number(fault.id));
    const fault = { ...request, id: String(Math.max(0, ...used) + 1), struck: 0 };
    this.#faults.push(fault);
    this.#tell();
    return fault;
  }

  /** Whether what the operation leads to goes wrong in this way at the moment. */
  has(kind: FaultKind, operation: string): boolean {
    return this.#faults.some((fault) => fault.kind === kind && fault.operation === operation);
  }

  /** The listener is called when a fault has come or gone. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Removes one fault, or all. @returns how many. */
  clear(id?: string): number {
    const kept = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
    const removed = this.#faults.length - kept.length;
    this.#faults.splice(0, this.#faults.length, ...kept);
    this.#tell();
    return removed;
  }

  /**
   * The faults that strike this call, oldest first; counts them as used.
   * A delay goes together with the next one; of the others only the first strikes.
   */
  draw(service: string, operation: string, mutating: boolean): Fault[] {
    const struck: Fault[] = [];
    for (const fault of [...this.#faults]) {
      if (!matches(fault, service, operation) || isLasting(fault.kind)) continue;
      if (fault.kind === 'stale' && mutating) continue;
      if (fault.skip) {
        fault.skip -= 1;
        continue;
      }
      fault.struck += 1;
      if (fault.count !== undefined) {
        fault.count -= 1;
        if (fault.count === 0) this.clear(fault.id);
      }
      struck.push({ ...fault });
      if (fault.kind !== 'delay') break;
    }
    return struck;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function matches(fault: Fault, service: string, operation: string): boolean {
  return ['*', `${service}:*`, `${service}:${operation}`].includes(fault.operation);
}
