import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import type { SnapshotFacts } from '../database-host.ts';
import { copyTree } from './copy-tree.ts';
import { writeOwned } from './database-files.ts';
import { readJson, writeJson } from './json-file.ts';
import type { SystemUser } from './system-user.ts';
import { isSegment } from './wal-archive.ts';

/** What is known about a finished base backup; written last, so a folder without it is unfinished. */
export interface BackupDescription extends SnapshotFacts {
  readonly source: string;
  /** Of the source: a later database of the same name has another one. */
  readonly incarnation: string;
  /** The last log segment that the backup needs, and holds. */
  readonly lastSegment: string;
  /** No transaction in the backup is newer; a restore can reach this instant and every later one. */
  readonly endedAt: Instant;
}

export interface BaseBackup extends BackupDescription {
  readonly folder: string;
}

/**
 * Copies a running server's data directory so that the copy can be recovered by itself, without any archive.
 * @param admin - a session of its own; ending it frees the logs that were held back.
 */
export async function takeBaseBackup(
  admin: pg.Client,
  source: { readonly id: string; readonly incarnation: string; readonly data: string },
  folder: string,
  owner: SystemUser | undefined,
): Promise<SnapshotFacts> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  const copied = await copyRunning(admin, source.data, join(folder, 'data'), owner);
  const description: BackupDescription = {
    source: source.id,
    incarnation: source.incarnation,
    ...copied,
  };
  await writeJson(descriptionPath(folder), description);
  return { databaseTime: description.databaseTime, sizeBytes: description.sizeBytes };
}

/**
 * Copies a running server's data directory to a new place, with the logs that make it consistent.
 * @param admin - a session of its own; ending it frees the logs that were held back.
 */
export async function copyRunning(
  admin: pg.Client,
  data: string,
  copy: string,
  owner: SystemUser | undefined,
): Promise<Omit<BackupDescription, 'source' | 'incarnation'>> {
  // A slot keeps the server from recycling the segments that are copied at the end.
  await admin.query(
    "SELECT pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)",
  );
  const started = await one<{ segment: string }>(
    admin,
    "SELECT pg_walfile_name(pg_backup_start('kunren', fast => true)) AS segment",
  );
  const sizeBytes = await copyTree(data, copy, { owner, leaveOut: isTransient, mayVanish: true });
  // After a start the server knows of no last commit until there is one.
  await admin.query('SELECT pg_current_xact_id()');
  const newest = await one<{ at: Date }>(
    admin,
    "SELECT date_trunc('milliseconds', timestamp) AS at FROM pg_last_committed_xact()",
  );
  const stopped = await one<{ label: string; segment: string; at: Date }>(
    admin,
    `SELECT labelfile AS label, pg_walfile_name(lsn) AS segment, clock_timestamp() AS at
       FROM pg_backup_stop(wait_for_archive => false)`,
  );
  await copySegments(data, copy, started.segment, stopped.segment, owner);
  await writeOwned(join(copy, 'backup_label'), stopped.label, owner);
  return {
    lastSegment: stopped.segment,
    databaseTime: newest.at.toISOString(),
    // Rounded up: a Date has no microseconds.
    endedAt: new Date(stopped.at.getTime() + 1).toISOString(),
    sizeBytes,
  };
}

/** Finished base backups among the folders of `parent`. */
export async function listBackups(parent: string): Promise<readonly BaseBackup[]> {
  const names = await readdir(parent).catch(() => []);
  const found = await Promise.all(names.map((name) => readBackup(join(parent, name))));
  return found.filter((backup) => backup !== undefined);
}

export async function readBackup(folder: string): Promise<BaseBackup | undefined> {
  const description = await readJson<BackupDescription>(descriptionPath(folder));
  return description && { ...description, folder };
}

/** Removes a base backup so that a crash on the way leaves an unfinished one, not a broken one. */
export async function removeBackup(folder: string): Promise<void> {
  await rm(descriptionPath(folder), { force: true });
  await rm(folder, { recursive: true, force: true });
}

export async function removeUnfinishedBackups(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    if (!(await readBackup(folder))) await removeBackup(folder);
  }
}

function descriptionPath(folder: string): string {
  return join(folder, 'backup.json');
}

const EMPTIED =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//;
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|(recovery|standby)\.signal)$/;
const TEMPORARY = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)(\/|$)/;

/** What a server makes anew by itself, and what belongs to the running process alone. */
function isTransient(path: string): boolean {
  return EMPTIED.test(path) || LEFT_OUT.test(path) || TEMPORARY.test(path);
}

async function copySegments(
  from: string,
  to: string,
  first: string,
  last: string,
  owner: SystemUser | undefined,
): Promise<void> {
  const isNeeded = (name: string) =>
    isSegment(name) ? name >= first && name <= last : name.endsWith('.history');
  await copyTree(join(from, 'pg_wal'), join(to, 'pg_wal'), {
    owner,
    leaveOut: (path) => !isNeeded(path),
    mayVanish: true,
  });
  const copied = new Set(await readdir(join(to, 'pg_wal')));
  if (copied.has(first) && copied.has(last)) return;
  throw new KunrenError({
    code: 'SNAPSHOT_FAILED',
    message: `The log segments ${first} to ${last} of the backup are not there any more.`,
  });
}

async function one<Row extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<Row> {
  const { rows } = await client.query<Row>(sql);
  const row = rows[0];
  if (!row) throw new Error('PostgreSQL answered without a row.');
  return row;
}
