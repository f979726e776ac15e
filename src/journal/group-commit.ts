import type { KunrenError } from '../core/failure.ts';
import { brokenJournal } from './journal-errors.ts';

/** The part of a `FileHandle`, opened for append, that the journal needs. */
export interface AppendFile {
  write(bytes: Buffer): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
}

/** Text on its way to the disk. */
export interface GroupCommit {
  /**
   * Queues text; it is written soon, in order, whether somebody waits or not.
   * @throws KunrenError `JOURNAL_BROKEN` after a failed write or sync.
   */
  add(text: string): void;
  /**
   * Resolves when all text added before the call is on the disk. Those who wait at the same time share one sync.
   * @throws KunrenError `JOURNAL_BROKEN` after a failed write or sync.
   */
  durable(): Promise<void>;
  /** Set for good by the first failed write or sync. */
  readonly broken: KunrenError | undefined;
}

interface Waiter {
  /** How much must have been added before the sync. */
  readonly upTo: number;
  resolve(): void;
  reject(error: KunrenError): void;
}

/**
 * One writer at a time: it takes all that is queued, writes it, and syncs once if somebody waits.
 * A failed sync is never tried again: the kernel may have dropped the pages and would then report success.
 */
export function createGroupCommit(file: AppendFile, path: string): GroupCommit {
  let queue: string[] = [];
  let waiters: Waiter[] = [];
  // Counted in pieces of text, since the beginning.
  let added = 0;
  let synced = 0;
  let running = false;
  let soon: NodeJS.Immediate | undefined;
  let broken: KunrenError | undefined;

  const kick = () => {
    if (running) return;
    running = true;
    clearImmediate(soon);
    soon = undefined;
    // What the caller adds in the same breath belongs to the same write.
    queueMicrotask(() => void flush());
  };

  /** Nobody waits: what else comes in this turn of the event loop, a wait above all, goes along. */
  const kickSoon = () => {
    if (!running) soon ??= setImmediate(kick);
  };

  const flush = async () => {
    try {
      while (queue.length > 0 || waiters.length > 0) {
        const upTo = added;
        const text = queue.join('');
        queue = [];
        if (text.length > 0) await writeAll(file, Buffer.from(text, 'utf8'));
        if (waiters.length === 0) continue;
        await file.datasync();
        synced = upTo;
        const served = waiters.filter((waiter) => waiter.upTo <= upTo);
        waiters = waiters.filter((waiter) => waiter.upTo > upTo);
        for (const waiter of served) waiter.resolve();
      }
    } catch (cause) {
      broken = brokenJournal(path, cause);
      queue = [];
      for (const waiter of waiters.splice(0)) waiter.reject(broken);
    } finally {
      running = false;
    }
  };

  return {
    add(text) {
      if (broken) throw broken;
      queue.push(text);
      added += 1;
      kickSoon();
    },
    async durable() {
      if (broken) throw broken;
      if (synced === added) return;
      const upTo = added;
      await new Promise<void>((resolve, reject) => {
        waiters.push({ upTo, resolve, reject });
        kick();
      });
    },
    get broken() {
      return broken;
    },
  };
}

async function writeAll(file: AppendFile, bytes: Buffer): Promise<void> {
  for (let rest = bytes; rest.length > 0; ) {
    const { bytesWritten } = await file.write(rest);
    if (bytesWritten === 0) throw new Error('The system wrote nothing and gave no reason.');
    rest = rest.subarray(bytesWritten);
  }
}
