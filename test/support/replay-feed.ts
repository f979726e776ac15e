import { foldRecord } from '../../src/core/fold-record.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import type { RunFeed, RunView } from '../../src/core/run-feed.ts';
import type { RunState } from '../../src/core/run-state.ts';

/** A feed that plays a finished journal as if it were being written. */
export class ReplayFeed implements RunFeed {
  readonly #records: readonly JournalRecord[];
  readonly #listeners = new Set<() => void>();
  #view: RunView;

  /** @param played how many records are there from the start; at least the first. */
  constructor(records: readonly JournalRecord[], played = 1) {
    this.#records = records;
    const shown = records.slice(0, Math.max(1, played));
    let state: RunState | undefined;
    for (const record of shown) state = foldRecord(state, record);
    if (!state) throw new Error('A replay needs at least one record.');
    this.#view = { state, records: shown };
  }

  get = (): RunView => this.#view;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The record that would be played next. */
  get upcoming(): JournalRecord | undefined {
    return this.#records[this.#view.records.length];
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Plays so many records more; each is its own change. */
  play(count = Number.POSITIVE_INFINITY): void {
    for (let played = 0; played < count; played += 1) {
      const record = this.upcoming;
      if (!record) return;
      this.push(record);
    }
  }

  /** Plays up to and with the first record that fits. */
  playUntil(fits: (record: JournalRecord) => boolean): void {
    let record = this.upcoming;
    while (record) {
      this.push(record);
      if (fits(record)) return;
      record = this.upcoming;
    }
  }

  /** Adds a record that may stand in no journal. */
  push(record: JournalRecord): void {
    const { state, records } = this.#view;
    this.#view = { state: foldRecord(state, record), records: [...records, record] };
    for (const listener of this.#listeners) listener();
  }
}
