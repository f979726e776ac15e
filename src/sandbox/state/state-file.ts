import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KunrenError } from '../../core/failure.ts';

/** One JSON file that is always whole: written beside, synced, then renamed into place. */
export class StateFile {
  readonly #path: string;
  readonly #content: () => unknown;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  /** @param content called at each write for what is to be written. */
  constructor(path: string, content: () => unknown) {
    this.#path = path;
    this.#content = content;
  }

  /** Resolves when a write that began after this call is on disk; calls that come together share one. */
  save(): Promise<void> {
    this.#next ??= this.#writing.then(
      () => this.#write(),
      () => this.#write(),
    );
    return this.#next;
  }

  #write(): Promise<void> {
    this.#next = undefined;
    this.#writing = replaceFile(this.#path, `${JSON.stringify(this.#content(), null, 1)}\n`);
    return this.#writing;
  }
}

/**
 * The state saved at `path`, or `undefined` before the first save.
 * @throws KunrenError `SANDBOX_STATE_UNREADABLE` when there is a file and it is not JSON.
 */
export async function readState(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `The sandbox's state in ${path} is not JSON; reset the sandbox to start anew.`;
    throw new KunrenError({ code: 'SANDBOX_STATE_UNREADABLE', message }, { cause });
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const beside = `${path}.tmp`;
  // Only the owner reads it: a password that waits to be set stands in it.
  await synced(beside, 'w', (file) => file.writeFile(text));
  await rename(beside, path);
  await synced(dirname(path), 'r');
}

async function synced(path: string, flags: string, use?: (file: FileHandle) => Promise<void>) {
  const file = await open(path, flags, 0o600);
  try {
    await use?.(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
