import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import { preparePostgres } from './binaries.ts';
import { databasesFolder, makePassage, snapshotsFolder } from './database-files.ts';
import type { ServerEnvironment } from './server-process.ts';
import { findBarrier, findSystemUser } from './system-user.ts';

/**
 * Makes the folder fit for database servers.
 * @returns its real path, and what every server in it needs.
 * @throws KunrenError `SANDBOX_HOME_UNUSABLE`, `PLATFORM_UNSUPPORTED`, and those of `preparePostgres`.
 */
export async function prepareHome(
  folder: string,
  clock: Clock,
): Promise<{ readonly home: string; readonly environment: ServerEnvironment }> {
  if (process.platform === 'win32') {
    throw new KunrenError({
      code: 'PLATFORM_UNSUPPORTED',
      message: 'The sandbox does not run on Windows itself. Use the Windows Subsystem for Linux.',
    });
  }
  const user = await findSystemUser();
  const home = await makeFolder(folder, user ? 0o711 : 0o700);
  const barrier = user && (await findBarrier(home, user));
  if (barrier) {
    throw new KunrenError({
      code: 'SANDBOX_HOME_UNUSABLE',
      message: `The database servers run as the user ${user.name}, who cannot enter ${barrier}. Choose another place with KUNREN_SANDBOX_HOME.`,
    });
  }
  const binaries = await preparePostgres(home, user);
  for (const inside of [databasesFolder(home), snapshotsFolder(home)]) await makePassage(inside);
  return { home, environment: { clock, binaries, user, password: await keepPassword(home) } };
}

async function makeFolder(path: string, mode: number): Promise<string> {
  const folder = resolve(path);
  try {
    const first = await mkdir(folder, { recursive: true });
    for (const made of foldersBetween(first ?? folder, folder)) await chmod(made, mode);
    return await realpath(folder);
  } catch (cause) {
    throw new KunrenError(
      {
        code: 'SANDBOX_HOME_UNUSABLE',
        message: `The sandbox cannot use the folder ${folder}: ${(cause as Error).message}`,
      },
      { cause },
    );
  }
}

/** `first` and everything below it down to `last`; a strict umask would have closed them all. */
function foldersBetween(first: string, last: string): readonly string[] {
  return first === last ? [last] : [...foldersBetween(first, dirname(last)), last];
}

/** The password of the sandbox's own superuser; the same for all servers, for a restored one brings its source's. */
async function keepPassword(home: string): Promise<string> {
  const path = join(home, 'admin-password');
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known !== '') return known;
  if ((await readdir(databasesFolder(home))).length > 0) {
    throw new KunrenError({
      code: 'SANDBOX_HOME_UNUSABLE',
      message: `${path} is missing, and without it the databases of the sandbox cannot be managed. Reset the sandbox.`,
    });
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, password, { mode: 0o600 });
  return password;
}
