import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalRecord } from '../core/record.ts';
import { folderChanges, type WatchOptions } from './folder-changes.ts';
import { unreadableJournal } from './journal-errors.ts';
import { JOURNAL_FILE, refuseUnfit } from './read-journal.ts';
import { type ChainHead, EMPTY_CHAIN } from './record-line.ts';
import { scanJournal } from './scan-journal.ts';

/**
 * Yields every record of a journal, those that are there and those to come, each verified, until the signal fires.
 * Takes no lock and writes nothing. What is not a complete line yet is looked at again later, so it does not matter
 * whether the writer goes on, dies, or comes back and cuts a torn tail off.
 * @throws KunrenError `JOURNAL_MISSING`, `JOURNAL_UNREADABLE`, `JOURNAL_TAMPERED` or `JOURNAL_NEWER`.
 */
export async function* tailJournal(
  folder: string,
  options: WatchOptions,
): AsyncGenerator<JournalRecord> {
  const path = join(folder, JOURNAL_FILE);
  const file = await openForReading(path);
  let head: ChainHead = EMPTY_CHAIN;
  let offset = 0;
  try {
    for await (const _ of folderChanges(folder, options)) {
      const bytes = await readFrom(file, offset);
      const lines = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
      const scan = scanJournal(lines, head, offset);
      refuseUnfit(scan, path);
      offset += scan.end;
      head = scan.records.at(-1) ?? head;
      for (const record of scan.records) {
        if (options.signal.aborted) return;
        yield record;
      }
    }
  } finally {
    await file.close();
  }
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw unreadableJournal(path, cause);
  }
}

async function readFrom(file: FileHandle, offset: number): Promise<Buffer> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(Math.max(0, size - offset));
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, offset + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}
