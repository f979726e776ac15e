import { join } from 'node:path';
import type { Clock } from '../core/ports.ts';
import type { ProcessIdentity } from '../core/record.ts';
import { type FileLock, isFileLocked, lockFile } from './file-lock.ts';
import { lockedRun } from './journal-errors.ts';

const LOCK_FILE = 'journal.lock';

/**
 * Takes the lock of a run: at most one process appends to its journal.
 * @throws KunrenError `RUN_LOCKED` with the holder in `details`, or `JOURNAL_UNWRITABLE`.
 */
export function lockRun(
  folder: string,
  holder: Pick<ProcessIdentity, 'pid' | 'host'>,
  clock: Pick<Clock, 'now'>,
): Promise<FileLock> {
  return lockFile(join(folder, LOCK_FILE), {
    holder,
    clock,
    taken: (other, cause) => lockedRun(folder, other, cause),
  });
}

/** Whether a process drives the run at this moment. Takes nothing and makes nothing. */
export function isRunLocked(folder: string): Promise<boolean> {
  return isFileLocked(join(folder, LOCK_FILE));
}
