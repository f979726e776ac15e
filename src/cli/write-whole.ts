import { randomUUID } from 'node:crypto';
import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failureOf, KunrenError } from '../core/failure.ts';

/**
 * Writes a file so that nobody ever finds a part of it, durably. One of the same content stays as it is.
 * @param force writes over another one
 * @returns whether anything was written
 * @throws KunrenError `FILE_DIFFERS`, `FILE_UNWRITABLE`
 */
export async function writeWhole(path: string, content: Buffer, force: boolean): Promise<boolean> {
  const found = await contentOf(path);
  if (found?.equals(content)) return false;
  if (found && !force) {
    throw new KunrenError({
      code: 'FILE_DIFFERS',
      message: `${path} is there already, with another content. Nothing was written.`,
      class: 'input',
    });
  }
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}`);
  try {
    await using file = await open(draft, 'wx');
    await file.writeFile(content);
    await file.sync();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw unwritable(path, failureOf(error).message, error);
  }
  return true;
}

/** What is no plain file, such as a link or a device, is not to be replaced by one. */
async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    if ((await lstat(path)).isFile()) return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unwritable(path, failureOf(error).message, error);
  }
  throw unwritable(path, 'it is there and is no plain file');
}

function unwritable(path: string, why: string, cause?: unknown): KunrenError {
  return new KunrenError(
    {
      code: 'FILE_UNWRITABLE',
      message: `${path} could not be written: ${why}.`,
      class: 'environment',
    },
    { cause },
  );
}
