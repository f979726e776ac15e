import type { JournalRecord, RecordBody } from './record.ts';
import type { AttachedFile } from './task.ts';

/** The write side of a run's journal, as the engine sees it. */
export interface JournalWriter {
  /**
   * Adds a record: gives it its number, time and hash, redacts secrets, queues it for the disk, returns it at once.
   * Records reach the disk in order.
   * @throws KunrenError `JOURNAL_BROKEN` once a write or sync has failed: nothing may be acted on any more.
   */
  append(body: RecordBody): JournalRecord;
  /**
   * Puts a file that a record is about to name beside the journal; it is durable when the call returns.
   * @throws when the disk refuses, or the content is not what `file` says. The journal is not broken then.
   */
  keepFile(file: AttachedFile, content: Uint8Array): void;
  /** Resolves when all that was appended before the call is on disk (one fdatasync for all who wait). */
  durable(): Promise<void>;
  close(): Promise<void>;
}
