import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';

/** Where one database's files are. */
export interface DatabaseFiles {
  readonly root: string;
  readonly data: string;
  /** Compressed WAL segments. */
  readonly archive: string;
  readonly log: string;
  /** Written last: a database without it is unfinished, and is removed. */
  readonly description: string;
  readonly restorable: string;
}

/** What is known about a finished database beside its data. */
export interface DatabaseDescription {
  readonly port: number;
  /** Tells this database from an earlier one of the same name. */
  readonly incarnation: string;
  readonly createdAt: Instant;
  /** What a standby follows; absent of a server that takes writes. */
  readonly follows?: Following;
}

export interface Following {
  /** Name of the database that it is a standby of. */
  readonly source: string;
  /** Whether a commit at the source waits for it. */
  readonly synchronous: boolean;
}

export function databasesFolder(home: string): string {
  return join(home, 'databases');
}

/** @throws KunrenError `DATABASE_NAME_INVALID` */
export function databaseFiles(home: string, id: string): DatabaseFiles {
  const root = join(databasesFolder(home), safeName(id));
  return {
    root,
    data: join(root, 'data'),
    archive: join(root, 'archive'),
    log: join(root, 'server.log'),
    description: join(root, 'database.json'),
    restorable: join(root, 'restorable.json'),
  };
}

export function snapshotsFolder(home: string): string {
  return join(home, 'snapshots');
}

/** @throws KunrenError `DATABASE_NAME_INVALID` */
export function snapshotFolder(home: string, snapshot: string): string {
  return join(snapshotsFolder(home), safeName(snapshot));
}

/** Names come over the wire and become folders. */
function safeName(name: string): string {
  if (/^[a-zA-Z][a-zA-Z0-9:._-]{0,254}$/.test(name)) return name;
  throw new KunrenError({
    code: 'DATABASE_NAME_INVALID',
    message: `"${name}" cannot be the name of a database or a snapshot.`,
    class: 'input',
  });
}

/** A folder that anybody may walk through and only its owner may list: the servers' account has to pass. */
export async function makePassage(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
}

export async function writeOwned(
  path: string,
  content: string,
  owner: { readonly uid: number; readonly gid: number } | undefined,
): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  if (owner) await chown(path, owner.uid, owner.gid);
}
