import { chmod, mkdir, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { KunrenError } from '../../core/failure.ts';

/**
 * Makes a sandbox's folder if it is not there. When root makes it, the servers' account can walk through.
 * @returns its real path
 * @throws KunrenError `SANDBOX_HOME_UNUSABLE`
 */
export async function makeHome(path: string): Promise<string> {
  const home = resolve(path);
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    const first = await mkdir(home, { recursive: true });
    if (first !== undefined)
      for (const made of foldersBetween(first, home)) await chmod(made, mode);
    return await realpath(home);
  } catch (cause) {
    throw new KunrenError(
      {
        code: 'SANDBOX_HOME_UNUSABLE',
        message: `The sandbox cannot use the folder ${home}: ${(cause as Error).message}. Choose another place with KUNREN_SANDBOX_HOME.`,
      },
      { cause },
    );
  }
}

/** `first` and everything below it down to `last`; a strict umask would have closed them all. */
function foldersBetween(first: string, last: string): readonly string[] {
  return first === last ? [last] : [...foldersBetween(first, dirname(last)), last];
}
