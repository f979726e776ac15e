import { readFileSync } from 'node:fs';
import { KunrenError } from '../core/failure.ts';

/** What the file is, for messages, and the codes that its errors carry. */
export interface FileKind {
  /** e.g. `drill` */
  readonly noun: string;
  /** Code of the error for a file that the system does not let us read. */
  readonly unreadable: string;
  /** Code of the error for a file that was read and makes no sense. */
  readonly invalid: string;
}

/**
 * Reads a UTF-8 file.
 * @returns `undefined` when there is no such file.
 * @throws KunrenError with the kind's code, and class `input`.
 */
export function readText(file: string, kind: FileKind): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT') return undefined;
    throw unreadable(file, kind, whyNot(code, error), error);
  }
  return decode(bytes, file, kind);
}

function decode(bytes: Buffer, file: string, kind: FileKind): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw unreadable(file, kind, 'it is saved as UTF-16; save it as UTF-8');
  }
  const text = bytes.toString('utf8');
  if (text.includes('\0')) throw unreadable(file, kind, 'it holds zero bytes, so it is not text');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  throw unreadable(file, kind, `line ${line} holds bytes that are not UTF-8; save it as UTF-8`);
}

/** Words for an error of the file system. */
export function whyNot(code: string | undefined, error: unknown): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'this user is not allowed to read it; change its permissions, or run as its owner';
    case 'EISDIR':
      return 'it is a folder; name a file in it';
    case 'ENOTDIR':
      return 'a part of its path is a file, not a folder';
    case 'ELOOP':
      return 'its symbolic links lead in a circle';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function unreadable(file: string, kind: FileKind, why: string, cause?: unknown): KunrenError {
  return new KunrenError(
    {
      code: kind.unreadable,
      message: `The ${kind.noun} file ${file} cannot be read: ${why}.`,
      class: 'input',
      details: { file },
    },
    { cause },
  );
}
