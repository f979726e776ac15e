import { type Json, KunrenError } from '../../src/core/failure.ts';
import type { JournalWriter } from '../../src/core/journal.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { continueChain } from '../../src/journal/chain.ts';
import { EMPTY_CHAIN } from '../../src/journal/record-line.ts';
import { createRedactor } from '../../src/journal/redact.ts';

export interface MemoryJournalOptions {
  readonly clock: Clock;
  /** @default redacts what stands under the name of a secret, nothing else */
  readonly redact?: (value: Json) => Json;
  /** The records of an earlier writer, to go on after. */
  readonly records?: readonly JournalRecord[];
  readonly crash?: Crash;
}

/** The death of the writing process at one place of the journal. */
export interface Crash {
  /** Number of the last record that reaches the disk. */
  readonly after: number;
  /**
   * `hangs`: as when the process is gone; nothing that waits for the disk ever goes on.
   * `throws`: as when the disk fails; `append` and `durable` throw `JOURNAL_BROKEN`.
   */
  readonly as: 'hangs' | 'throws';
  /**
   * False: the writer does not learn that record `after` is on the disk, so it dies before it acts on it.
   * True: it learns, acts, and dies with the next record.
   * @default true
   */
  readonly acknowledged?: boolean;
}

/** A journal in memory: numbers, hashes and redacts like the one on disk. */
export interface MemoryJournal extends JournalWriter {
  /** What is on the "disk": after a crash, what the next process finds. */
  readonly records: readonly JournalRecord[];
  /** The bytes of a journal file with the records that this writer added. */
  readonly text: string;
  /** Resolves when the crash has happened. */
  readonly crashed: Promise<void>;
}

export function createMemoryJournal(options: MemoryJournalOptions): MemoryJournal {
  const { clock, redact = createRedactor().redact, crash } = options;
  const records = [...(options.records ?? [])];
  const lines: string[] = [];
  const chain = continueChain(records.at(-1) ?? EMPTY_CHAIN, { clock, redact });
  const { promise: crashed, resolve: announceCrash } = Promise.withResolvers<void>();
  let last = records.at(-1)?.seq ?? 0;
  let dead = false;

  const die = () => {
    dead = true;
    announceCrash();
  };
  const refuse = () => {
    throw new KunrenError({ code: 'JOURNAL_BROKEN', message: 'The disk failed on purpose.' });
  };

  return {
    records,
    crashed,
    get text() {
      return lines.join('');
    },
    append(body) {
      if (dead && crash?.as === 'throws') refuse();
      const { record, line } = chain.add(body);
      last = record.seq;
      if (crash && record.seq > crash.after) {
        die();
        if (crash.as === 'throws') refuse();
        return record;
      }
      records.push(record);
      lines.push(`${line}\n`);
      return record;
    },
    keepFile: () => undefined,
    async durable() {
      if (crash && last >= crash.after && crash.acknowledged === false) die();
      if (!dead) return;
      if (crash?.as === 'throws') refuse();
      await new Promise<never>(() => {});
    },
    async close() {},
  };
}
