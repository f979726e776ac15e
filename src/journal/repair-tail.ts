import { type FileHandle, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from './journal-errors.ts';
import type { Scan } from './scan-journal.ts';
import { syncFolder } from './sync-folder.ts';

/** What was moved out of a journal when it was opened. */
export interface Repair {
  readonly bytes: number;
  /** Path of the file that holds them now. */
  readonly savedAs: string;
}

/**
 * Moves a torn tail into a file of its own and ends the journal behind its last record. Nothing is destroyed: the bytes
 * are safe in the new file before they leave the journal.
 */
export async function repairTail(
  folder: string,
  journal: FileHandle,
  bytes: Buffer,
  scan: Scan,
): Promise<Repair | undefined> {
  const torn = bytes.subarray(scan.end);
  const savedAs = torn.length > 0 ? await save(folder, torn) : undefined;
  if (savedAs) await journal.truncate(scan.end);
  if (scan.unterminated) await journal.write('\n');
  if (savedAs || scan.unterminated) await journal.sync();
  return savedAs === undefined ? undefined : { bytes: torn.length, savedAs };
}

async function save(folder: string, bytes: Buffer): Promise<string> {
  for (let n = 1; ; n += 1) {
    const path = join(folder, `journal.torn-${n}`);
    try {
      await writeFile(path, bytes, { flag: 'wx', flush: true });
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') continue;
      throw error;
    }
    await syncFolder(folder);
    return path;
  }
}
