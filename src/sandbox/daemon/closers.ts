/** What has been opened, to be closed in reverse order. */
export class Closers {
  readonly #open: (() => Promise<void>)[] = [];

  add(close: () => Promise<void>): void {
    this.#open.push(close);
  }

  /** Closes everything, whatever fails on the way. @throws the first error. */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (let close = this.#open.pop(); close; close = this.#open.pop()) {
      await close().catch((error) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }
}
