import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JOURNAL_FORMAT, type JournalRecord } from '../core/record.ts';
import {
  emptyJournal,
  newerJournal,
  tamperedJournal,
  unreadableJournal,
} from './journal-errors.ts';
import { GENESIS } from './record-line.ts';
import { type JournalProblem, type Scan, scanJournal } from './scan-journal.ts';

/** Name of the journal inside a run's folder. */
export const JOURNAL_FILE = 'journal.ndjson';

/**
 * Reads and verifies a run's journal without touching it; the run may be going on.
 * @returns the complete records; `torn` when bytes follow that are none (a record being written, or a cut-off one)
 * @throws KunrenError `JOURNAL_MISSING`, `JOURNAL_EMPTY`, `JOURNAL_TAMPERED`, `JOURNAL_NEWER` or `JOURNAL_UNREADABLE`.
 */
export async function readJournal(
  folder: string,
): Promise<{ readonly records: readonly JournalRecord[]; readonly torn: boolean }> {
  const path = join(folder, JOURNAL_FILE);
  const scan = scanJournal(await readBytes(path));
  refuseUnfit(scan, path);
  if (scan.records.length === 0) throw emptyJournal(path);
  return { records: scan.records, torn: scan.tornBytes > 0 };
}

/** What a check of a journal found. */
export interface JournalCheck {
  /** Every line is a record, unchanged and in its place. A torn tail does not count against it. */
  readonly intact: boolean;
  /** Records before the first bad line. */
  readonly records: number;
  /** Hash of the last of them; 64 zeros when there is none. */
  readonly head: string;
  /** Bytes at the end that are no record. A finished run has none. */
  readonly tornBytes: number;
  /** The first bad line. */
  readonly problem?: JournalProblem;
}

/**
 * Checks the chain of a journal of any format version.
 * @throws KunrenError `JOURNAL_MISSING` or `JOURNAL_UNREADABLE`.
 */
export async function verifyJournal(folder: string): Promise<JournalCheck> {
  const scan = scanJournal(await readBytes(join(folder, JOURNAL_FILE)));
  return {
    intact: scan.problem === undefined,
    records: scan.records.length,
    head: scan.records.at(-1)?.hash ?? GENESIS,
    tornBytes: scan.tornBytes,
    ...(scan.problem && { problem: scan.problem }),
  };
}

/** @throws KunrenError `JOURNAL_TAMPERED` or `JOURNAL_NEWER`. */
export function refuseUnfit(scan: Pick<Scan, 'records' | 'problem'>, path: string): void {
  const first = scan.records[0];
  // Asked first: the lines of a newer format may look wrong to this version.
  if (first?.type === 'run.opened' && first.data.format > JOURNAL_FORMAT) {
    throw newerJournal(path, first.data.format, first.data.process.tool);
  }
  if (scan.problem) throw tamperedJournal(path, scan.problem);
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw unreadableJournal(path, cause);
  }
}
