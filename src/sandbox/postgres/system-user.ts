import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KunrenError } from '../../core/failure.ts';

/** The account that database servers run as when the sandbox itself runs as root. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root lends it another account.
 * @returns `undefined` when the servers may run as whoever runs the sandbox.
 * @throws KunrenError `NO_SERVER_USER`
 */
export async function findSystemUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find(([candidate]) => candidate === name);
    if (account) return { name, uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new KunrenError({
    code: 'NO_SERVER_USER',
    message:
      'PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. Run Kunren as an ordinary user, or add the user postgres.',
  });
}

/**
 * The first folder on the way to `path` (itself included) that the user cannot enter.
 * Looks at the mode bits alone: group memberships beside the main group do not count.
 */
export async function findBarrier(path: string, user: SystemUser): Promise<string | undefined> {
  const parent = dirname(path);
  const above = parent === path ? undefined : await findBarrier(parent, user);
  if (above) return above;
  const { mode, uid, gid } = await stat(path);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return mode & bit ? undefined : path;
}
