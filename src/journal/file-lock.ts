import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { KunrenError } from '../core/failure.ts';
import type { Clock, Ms } from '../core/ports.ts';
import type { ProcessIdentity } from '../core/record.ts';
import { type LockHolder, unwritableJournal } from './journal-errors.ts';

/** SQLite's own number for "somebody else holds the lock". */
const SQLITE_BUSY = 5;

/** How long a second one waits: a holder that has just got the lock needs a moment to write its name. */
const PATIENCE_MS: Ms = 100;

export interface FileLock {
  /** Does nothing the second time. */
  release(): void;
}

export interface FileLockOptions {
  readonly holder: Pick<ProcessIdentity, 'pid' | 'host'>;
  readonly clock: Pick<Clock, 'now'>;
  /** What to say when somebody else holds it; who that is may not be known. */
  readonly taken: (holder: LockHolder | undefined, cause: unknown) => KunrenError;
  /** How long to wait for somebody else. The process does nothing meanwhile. @default 100 ms */
  readonly patienceMs?: Ms;
}

/**
 * Takes a lock that at most one process has.
 *
 * The kernel holds it for the process, so it ends with the process however that ends, and nothing is left to clean up.
 * The side file only tells who it is. It is read when the lock is found held, never to decide whether it is.
 *
 * @throws KunrenError as `taken` says, or `JOURNAL_UNWRITABLE`.
 */
export async function lockFile(path: string, options: FileLockOptions): Promise<FileLock> {
  // Node 22 prints a warning at this import; whoever only reads a journal should not see it.
  const { DatabaseSync } = await import('node:sqlite');
  const holderPath = `${path}.json`;
  const { patienceMs = PATIENCE_MS } = options;
  const database = new DatabaseSync(path, { open: false, timeout: patienceMs });
  try {
    database.open();
    // Without MEMORY a second file would stand beside the lock.
    database.exec('PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
    const { pid, host } = options.holder;
    const since = new Date(options.clock.now()).toISOString();
    writeFileSync(holderPath, `${JSON.stringify({ pid, host, since })}\n`);
  } catch (error) {
    if (database.isOpen) database.close();
    throw isBusy(error)
      ? options.taken(readHolder(holderPath), error)
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

/** Whether a process holds the lock at this moment. Takes nothing and makes nothing. */
export async function isFileLocked(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path, { open: false, readOnly: true, timeout: 0 });
  try {
    database.open();
    // Any read needs the lock that its holder does not share.
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
