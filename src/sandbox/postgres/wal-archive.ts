import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A log segment is archived at the latest after this time, when anything was written.
 * RDS uploads its logs every five minutes. The sandbox differs on purpose: nobody waits five minutes at a
 * terminal to see a point-in-time restore.
 */
export const ARCHIVE_TIMEOUT_SECONDS = 2;

/** Environment variables of a server process: folders stand in them, so that no path needs quoting. */
export const ARCHIVE_FOLDER = 'KUNREN_ARCHIVE';
export const RESTORE_FOLDER = 'KUNREN_RESTORE_FROM';

/** Under its final name a segment is always whole. */
export const ARCHIVE_COMMAND = `gzip -1c "%p" > "$${ARCHIVE_FOLDER}/%f.part" && mv -f "$${ARCHIVE_FOLDER}/%f.part" "$${ARCHIVE_FOLDER}/%f.gz"`;
/** Fails for a segment that is in place already, and PostgreSQL takes that one then. */
export const RESTORE_COMMAND = `test ! -f "pg_wal/%f" && test -f "$${RESTORE_FOLDER}/%f.gz" && gzip -dc "$${RESTORE_FOLDER}/%f.gz" > "%p"`;

const SEGMENT = /^[0-9A-F]{24}$/;

/** Names of WAL segments sort in the order in which they were written. */
export function isSegment(name: string): boolean {
  return SEGMENT.test(name);
}

export async function isArchived(archive: string, segment: string): Promise<boolean> {
  return access(join(archive, `${segment}.gz`)).then(
    () => true,
    () => false,
  );
}

/** Archived segments, oldest first. */
export async function listArchive(archive: string): Promise<readonly string[]> {
  const names = await readdir(archive);
  return names
    .filter((name) => name.endsWith('.gz'))
    .map((name) => name.slice(0, -'.gz'.length))
    .filter(isSegment)
    .sort();
}

/** Removes archived segments older than `segment`. */
export async function dropOlderThan(archive: string, segment: string): Promise<void> {
  for (const name of await listArchive(archive)) {
    if (name < segment) await rm(join(archive, `${name}.gz`), { force: true });
  }
}
