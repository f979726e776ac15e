/** How many changed records are remembered. */
const KEPT = 200;

/**
 * What each record was before its last change, for reads that are told to be stale.
 * Held in memory only: after a restart nothing is stale.
 */
export class History<Record extends { readonly id: string }> {
  readonly #before = new Map<string, Record | undefined>();

  /** Called just before a change. */
  changing(record: Record): void {
    this.#remember(record.id, structuredClone(record));
  }

  /** Called when a record comes into being. */
  appearing(id: string): void {
    this.#remember(id, undefined);
  }

  /** The list as it was before the last change of each record. */
  stale(current: readonly Record[]): Record[] {
    const ids = new Set(current.map((record) => record.id));
    const gone = [...this.#before].filter(([id]) => !ids.has(id)).map(([, before]) => before);
    const seen = current.map((record) =>
      this.#before.has(record.id) ? this.#before.get(record.id) : record,
    );
    return [...seen, ...gone].filter((record) => record !== undefined);
  }

  #remember(id: string, before: Record | undefined): void {
    this.#before.delete(id);
    this.#before.set(id, before);
    const [oldest] = this.#before.keys();
    if (oldest !== undefined && this.#before.size > KEPT) this.#before.delete(oldest);
  }
}
