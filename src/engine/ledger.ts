import { foldRecord, foldRecords } from '../core/fold-record.ts';
import type { JournalWriter } from '../core/journal.ts';
import type { Clock, Ms } from '../core/ports.ts';
import type { JournalRecord, RecordBody } from '../core/record.ts';
import type { RunFeed, RunView } from '../core/run-feed.ts';
import type { RunState } from '../core/run-state.ts';
import type { AttachedFile } from '../core/task.ts';

/** Wall clock and monotonic clock may drift apart by this much before it is noted as a jump. */
const JUMP_MS: Ms = 2000;

/** The journal together with its fold: every record that is appended is folded and shown at once. */
export class Ledger implements RunFeed {
  readonly #journal: JournalWriter;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #records: JournalRecord[];
  #state: RunState;
  #view: RunView | undefined;
  #wallMinusMono: Ms;

  /** @param parts.boot of the machine now: the clocks of an earlier process of the same boot are compared with ours */
  constructor(parts: {
    readonly journal: JournalWriter;
    readonly clock: Clock;
    readonly records: readonly JournalRecord[];
    readonly boot: string;
  }) {
    const { journal, clock, records, boot } = parts;
    this.#journal = journal;
    this.#clock = clock;
    this.#records = [...records];
    this.#state = foldRecords(records);
    const last = records.at(-1);
    const sameBoot = this.#state.processes.at(-1)?.boot === boot;
    this.#wallMinusMono =
      last && sameBoot ? Date.parse(last.at) - last.mono : clock.now() - clock.monotonic();
  }

  get state(): RunState {
    return this.#state;
  }

  /** @returns the record as it stands in the journal, redacted. */
  append(body: RecordBody): JournalRecord {
    this.#noteClockJump();
    return this.#write(body);
  }

  keepFile(file: AttachedFile, content: Uint8Array): void {
    this.#journal.keepFile(file, content);
  }

  durable(): Promise<void> {
    return this.#journal.durable();
  }

  get(): RunView {
    this.#view ??= { state: this.#state, records: this.#records };
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #write(body: RecordBody): JournalRecord {
    const record = this.#journal.append(body);
    this.#records.push(record);
    this.#state = foldRecord(this.#state, record);
    this.#view = undefined;
    for (const listener of this.#listeners) this.#tell(listener);
    return record;
  }

  /** Whoever watches must not be able to end the run. */
  #tell(listener: () => void): void {
    try {
      listener();
    } catch {
      this.#listeners.delete(listener);
    }
  }

  #noteClockJump(): void {
    const difference = this.#clock.now() - this.#clock.monotonic();
    const byMs = Math.round(difference - this.#wallMinusMono);
    if (Math.abs(byMs) < JUMP_MS) return;
    this.#wallMinusMono = difference;
    this.#write({ type: 'clock.jumped', data: { byMs } });
  }
}
