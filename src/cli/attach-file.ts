import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LARGEST_FILE_BYTES } from '../core/check-answer.ts';
import { KunrenError } from '../core/failure.ts';
import { FILES_FOLDER, fileInRun } from '../core/file-in-run.ts';
import type { AttachedFile } from '../core/task.ts';

/**
 * Copies a file into a run's folder, where its hash stands in the journal.
 * @throws KunrenError `FILE_UNREADABLE` or `FILE_TOO_LARGE`.
 */
export async function attachFile(folder: string, path: string): Promise<AttachedFile> {
  const content = await readAttachment(path);
  const file: AttachedFile = {
    name: safeName(basename(path)),
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
  };
  const target = join(folder, fileInRun(file));
  await mkdir(join(folder, FILES_FOLDER), { recursive: true });
  await writeFile(`${target}.new`, content);
  await rename(`${target}.new`, target);
  return file;
}

async function readAttachment(path: string): Promise<Buffer> {
  const refuse = (code: string, message: string, cause?: unknown) =>
    new KunrenError({ code, message, class: 'input' }, { cause });
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(
      'FILE_UNREADABLE',
      `${path} cannot be read: ${error.code ?? error.message}.`,
      error,
    );
  });
  if (!found.isFile()) throw refuse('FILE_UNREADABLE', `${path} is no file.`);
  if (found.size > LARGEST_FILE_BYTES) {
    throw refuse(
      'FILE_TOO_LARGE',
      `${path} has ${found.size} bytes; at most ${LARGEST_FILE_BYTES} go into the evidence.`,
    );
  }
  return await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(
      'FILE_UNREADABLE',
      `${path} cannot be read: ${error.code ?? error.message}.`,
      error,
    );
  });
}

/** Names come from anywhere; in the evidence they are plain. */
function safeName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(-100) || 'file';
}
