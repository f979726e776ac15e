import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LARGEST_FILE_BYTES } from '../../core/check-answer.ts';
import { KunrenError } from '../../core/failure.ts';
import { plainFileName } from '../../core/file-in-run.ts';
import type { AttachedFile } from '../../core/task.ts';

/** A file that goes with a command, and what its record will say of it. */
export interface Attachment {
  readonly file: AttachedFile;
  readonly content: Buffer;
}

/**
 * Reads a file that is to go with an answer or a note. It comes into the run's folder when the run takes them.
 * @throws KunrenError `FILE_UNREADABLE` or `FILE_TOO_LARGE`.
 */
export async function readAttachment(path: string): Promise<Attachment> {
  const content = await contentOf(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { file: { name: plainFileName(basename(path)), sha256, bytes: content.length }, content };
}

async function contentOf(path: string): Promise<Buffer> {
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
