import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KunrenError } from '../core/failure.ts';
import { FILES_FOLDER, fileInRun } from '../core/file-in-run.ts';
import type { AttachedFile } from '../core/task.ts';

/**
 * Puts an attached file into its run's folder, whole and durable. Synchronous: nothing may come between the decision to
 * take what it belongs to, the file, and their record. So no file is there for what was refused, and none has to be
 * removed that somebody else may have given too.
 * @throws KunrenError `FILE_NOT_WHOLE` when the content is not what the record would say of it; else what the disk says.
 */
export function keepFile(folder: string, file: AttachedFile, content: Uint8Array): void {
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (content.length !== file.bytes || sha256 !== file.sha256) {
    throw new KunrenError({
      code: 'FILE_NOT_WHOLE',
      message: `Of ${file.bytes} bytes ${content.length} came, with the SHA-256 ${sha256}.`,
      class: 'input',
    });
  }
  const isFirst = mkdirSync(join(folder, FILES_FOLDER), { recursive: true }) !== undefined;
  if (isFirst) syncFolderNow(folder);
  const target = join(folder, fileInRun(file));
  // A name that no file can have which somebody gave.
  const draft = join(dirname(target), `.${basename(target)}`);
  writeFileSync(draft, content, { flush: true });
  renameSync(draft, target);
  syncFolderNow(join(folder, FILES_FOLDER));
}

function syncFolderNow(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
