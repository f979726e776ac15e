import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../core/ports.ts';
import type { ProcessIdentity } from '../core/record.ts';
import { type LockHolder, lockedRun, unwritableJournal } from './journal-errors.ts';

const LOCK_FILE = 'journal.lock';
const HOLDER_FILE = 'journal.lock.json';

/** SQLite's own number for "somebody else holds the lock". */
const SQLITE_BUSY = 5;

/** How long a second opener waits: a holder that has just got the lock needs a moment to write its name. */
const PATIENCE_MS = 100;

export interface RunLock {
  /** Does nothing the second time. */
  release(): void;
}

/**
 * Takes the lock of a run: at most one process appends to its journal.
 *
 * The kernel holds it for the process, so it ends with the process however that ends, and nothing is left to clean up.
 * The side file only tells who it is. It is read when the lock is found held, never to decide whether it is.
 *
 * @throws KunrenError `RUN_LOCKED` with the holder in `details`, or `JOURNAL_UNWRITABLE`.
 */
export async function lockRun(
  folder: string,
  holder: Pick<ProcessIdentity, 'pid' | 'host'>,
  clock: Pick<Clock, 'now'>,
): Promise<RunLock> {
  // Node 22 prints a warning at this import; whoever only reads a journal should not see it.
  const { DatabaseSync } = await import('node:sqlite');
  const path = join(folder, LOCK_FILE);
  const holderPath = join(folder, HOLDER_FILE);
  const database = new DatabaseSync(path, { open: false, timeout: PATIENCE_MS });
  try {
    database.open();
    // Without MEMORY a second file would stand beside the lock.
    database.exec('PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
    const { pid, host } = holder;
    const since = new Date(clock.now()).toISOString();
    writeFileSync(holderPath, `${JSON.stringify({ pid, host, since })}\n`);
  } catch (error) {
    if (database.isOpen) database.close();
    throw isBusy(error)
      ? lockedRun(folder, readHolder(holderPath), error)
      : unwritableJournal(path, error);
  }
  return {
    release() {
      if (!database.isOpen) return;
      rmSync(holderPath, { force: true });
      database.close();
    },
  };
}

/** Whether a process drives the run at this moment. Takes nothing and makes nothing. */
export async function isRunLocked(folder: string): Promise<boolean> {
  const path = join(folder, LOCK_FILE);
  if (!existsSync(path)) return false;
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path, { open: false, readOnly: true, timeout: 0 });
  try {
    database.open();
    // Any read needs the lock that a driving process does not share.
    database.exec('SELECT count(*) FROM sqlite_schema');
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw unwritableJournal(path, error);
  } finally {
    if (database.isOpen) database.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function readHolder(path: string): LockHolder | undefined {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(path, 'utf8')) as Partial<LockHolder>;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof since !== 'string') return;
    return { pid, host, since };
  } catch {
    return undefined;
  }
}
