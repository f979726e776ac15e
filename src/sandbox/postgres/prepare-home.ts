import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import { preparePostgres } from './binaries.ts';
import { databasesFolder, makePassage, snapshotsFolder } from './database-files.ts';
import { makeHome } from './make-home.ts';
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
  const home = await makeHome(folder);
  // It may have been there already, closed to others.
  if (user) await makePassage(home);
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
