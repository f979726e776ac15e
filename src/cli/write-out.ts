import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KunrenError } from '../core/failure.ts';

/**
 * Writes a file that a command was asked for, with the folders on the way to it.
 * @throws KunrenError `FILE_UNWRITABLE`
 */
export function writeOut(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new KunrenError(
      { code: 'FILE_UNWRITABLE', message: `${path} could not be written: ${reason}` },
      { cause: error },
    );
  }
}
