/** How many changed records are remembered. */
const KEPT = 200;

/**
 * What each record was before its last change, for reads that are told to be stale.
 * Held in memory only: after a restart nothing is stale.
 */
export class History<Record extends object> {
  readonly #before = new Map<string, Record | undefined>();
  readonly #keyOf: (record: Record) => string;

  /** @param keyOf names a record for good. */
  constructor(keyOf: (record: Record) => string) {
    this.#keyOf = keyOf;
  }

  /** Called just before a change. */
  changing(record: Record): void {
    this.#remember(this.#keyOf(record), structuredClone(record));
  }

  /** Called when a record comes into being. */
  appearing(record: Record): void {
    this.#remember(this.#keyOf(record), undefined);
  }

  /** The list as it was before the last change of each record. */
  stale(current: readonly Record[]): Record[] {
    const keys = new Set(current.map(this.#keyOf));
    const gone = [...this.#before].filter(([key]) => !keys.has(key)).map(([, before]) => before);
    const seen = current.map((record) => {
      const key = this.#keyOf(record);
      return this.#before.has(key) ? this.#before.get(key) : record;
    });
    return [...seen, ...gone].filter((record) => record !== undefined);
  }

  #remember(key: string, before: Record | undefined): void {
    this.#before.delete(key);
    this.#before.set(key, before);
    const [oldest] = this.#before.keys();
    if (oldest !== undefined && this.#before.size > KEPT) this.#before.delete(oldest);
  }
}
