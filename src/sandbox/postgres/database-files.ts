import { chmod, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
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

/** Replaces a small JSON file; a reader sees the old content or the new one, never a part. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const file = await open(`${path}.part`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(value)}\n`);
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

/** @returns `undefined` when the file is not there. */
export async function readJson<Value>(path: string): Promise<Value | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
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
  if (owner) {
    const file = await open(path, 'r');
    try {
      await file.chown(owner.uid, owner.gid);
    } finally {
      await file.close();
    }
  }
}
