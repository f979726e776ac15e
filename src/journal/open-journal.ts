import { writeSync } from 'node:fs';
import { access, constants, type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Json, KunrenError } from '../core/failure.ts';
import type { JournalWriter } from '../core/journal.ts';
import type { Clock } from '../core/ports.ts';
import type { JournalRecord, ProcessIdentity } from '../core/record.ts';
import { continueChain } from './chain.ts';
import { type AppendFile, createGroupCommit } from './group-commit.ts';
import {
  closedJournal,
  emptyJournal,
  existingJournal,
  systemErrorCode,
  unreadableJournal,
  unwritableJournal,
} from './journal-errors.ts';
import { keepFile } from './keep-file.ts';
import { JOURNAL_FILE, refuseUnfit } from './read-journal.ts';
import { EMPTY_CHAIN } from './record-line.ts';
import { type Repair, repairTail } from './repair-tail.ts';
import { lockRun } from './run-lock.ts';
import { type Scan, scanJournal } from './scan-journal.ts';
import { syncFolder } from './sync-folder.ts';

export interface OpenJournalOptions {
  /** The run's folder; made when it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  /** Takes secrets out of a record's data; see `createRedactor`. */
  readonly redact: (value: Json) => Json;
  /** This process, as whoever finds the run locked is told. */
  readonly holder: Pick<ProcessIdentity, 'pid' | 'host'>;
  /**
   * `new`: fail with `JOURNAL_EXISTS` when there is a journal. `existing`: fail with `JOURNAL_MISSING` or
   * `JOURNAL_EMPTY` when there is none to go on with.
   * @default either will do
   */
  readonly expect?: 'new' | 'existing';
}

/** A journal open for append; this process alone may write it until `close`. */
export interface OpenedJournal extends JournalWriter {
  /** The records found at opening. */
  readonly records: readonly JournalRecord[];
  /** What an interrupted write had left behind the last record, if it had. */
  readonly repaired?: Repair;
}

/**
 * Takes the run's lock, then creates its journal or opens it for append, after verifying all of it.
 * @throws KunrenError `RUN_LOCKED`, `JOURNAL_TAMPERED`, `JOURNAL_NEWER`, `JOURNAL_UNWRITABLE`; by `expect` also
 * `JOURNAL_EXISTS`, `JOURNAL_MISSING`, `JOURNAL_EMPTY`.
 */
export async function openJournal(options: OpenJournalOptions): Promise<OpenedJournal> {
  const { clock, redact, holder, expect } = options;
  const folder = resolve(options.folder);
  const path = join(folder, JOURNAL_FILE);
  if (expect !== 'existing') await makeFolder(folder);
  else await refuseMissing(path);
  const lock = await lockRun(folder, holder, clock);
  let file: FileHandle | undefined;
  try {
    file = await openFile(folder, path, expect);
    const bytes = await readFile(path);
    const scan = scanJournal(bytes);
    refuseUnfit(scan, path);
    if (expect === 'existing' && scan.records.length === 0) throw emptyJournal(path);
    const repaired = await repairTail(folder, file, bytes, scan);
    return writerOf({ folder, path, file, scan, repaired, clock, redact, release: lock.release });
  } catch (error) {
    await file?.close();
    lock.release();
    throw error instanceof KunrenError ? error : unwritableJournal(path, error);
  }
}

function writerOf(parts: {
  readonly folder: string;
  readonly path: string;
  readonly file: FileHandle;
  readonly scan: Scan;
  readonly repaired: Repair | undefined;
  readonly clock: Clock;
  readonly redact: (value: Json) => Json;
  readonly release: () => void;
}): OpenedJournal {
  const { folder, path, file, scan, repaired, clock, redact, release } = parts;
  const chain = continueChain(scan.records.at(-1) ?? EMPTY_CHAIN, { clock, redact });
  const commit = createGroupCommit(appendTo(file), path);
  let closing: Promise<void> | undefined;
  const close = async () => {
    try {
      if (!commit.broken) await commit.durable();
    } finally {
      await file.close();
      release();
    }
  };
  return {
    records: scan.records,
    ...(repaired && { repaired }),
    append(body) {
      if (closing !== undefined) throw closedJournal(path);
      const { record, line } = chain.add(body);
      commit.add(`${line}\n`);
      return record;
    },
    keepFile(attached, content) {
      if (closing !== undefined) throw closedJournal(path);
      keepFile(folder, attached, content);
    },
    durable: () => closing ?? commit.durable(),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/**
 * Writes go straight into the page cache, which takes microseconds; a trip through the thread pool and back would cost
 * each record more than that. Syncs do wait for the disk, so they take the trip.
 */
function appendTo(file: FileHandle): AppendFile {
  return {
    write: async (bytes) => ({ bytesWritten: writeSync(file.fd, bytes) }),
    datasync: () => file.datasync(),
  };
}

async function openFile(
  folder: string,
  path: string,
  expect: OpenJournalOptions['expect'],
): Promise<FileHandle> {
  if (expect === 'existing') return await open(path, 'a');
  try {
    const file = await open(path, 'ax');
    await syncFolder(folder);
    return file;
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
    if (expect === 'new') throw existingJournal(path);
    return await open(path, 'a');
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true });
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = dirname(made)) {
      await syncFolder(dirname(made));
    }
  } catch (error) {
    throw unwritableJournal(folder, error);
  }
}

async function refuseMissing(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw unreadableJournal(path, error);
  }
}
