import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';

export interface HomeLock {
  release(): void;
}

/**
 * Keeps every other process out of a sandbox's home. The kernel drops the lock when this process ends, however
 * it ends.
 * @param waitMs - how long to wait for another holder; this thread stands still meanwhile
 * @throws KunrenError `SANDBOX_LOCKED`
 */
export function lockHome(home: string, waitMs: Ms): HomeLock {
  const database = new DatabaseSync(join(home, 'lock'), { timeout: waitMs });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    // 5 is SQLITE_BUSY; everything else is trouble with the file.
    if ((cause as { errcode?: number }).errcode !== 5) throw cause;
    throw new KunrenError(
      { code: 'SANDBOX_LOCKED', message: `Another process has the sandbox in ${home} open.` },
      { cause },
    );
  }
  return { release: () => database.close() };
}
