import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { type BaseBackup, listBackups } from './base-backup.ts';
import { databaseFiles, snapshotsFolder } from './database-files.ts';
import { listArchive } from './wal-archive.ts';

/**
 * The snapshots that a point-in-time restore of a database can start from, oldest first: those of this very
 * database (not of an earlier one of the same name) whose later logs are all in the archive.
 */
export async function findRestoreBases(
  home: string,
  source: { readonly id: string; readonly incarnation: string },
): Promise<readonly BaseBackup[]> {
  const { archive } = databaseFiles(home, source.id);
  const oldest = (await listArchive(archive))[0];
  const snapshots = await listBackups(snapshotsFolder(home));
  return snapshots
    .filter((backup) => backup.incarnation === source.incarnation)
    .filter((backup) => oldest === undefined || backup.lastSegment >= oldest)
    .sort((a, b) => (a.endedAt < b.endedAt ? -1 : 1));
}

/**
 * Picks the snapshot that leaves the least to replay.
 * @throws KunrenError `RESTORE_TIME_TOO_LATE`, `RESTORE_TIME_TOO_EARLY`
 */
export function chooseBase(
  bases: readonly BaseBackup[],
  source: string,
  target: Instant,
  latest: Instant | undefined,
): BaseBackup {
  if (latest === undefined || Date.parse(target) > Date.parse(latest)) {
    throw new KunrenError({
      code: 'RESTORE_TIME_TOO_LATE',
      message: `${source} cannot be restored to ${target}: its logs are archived up to ${latest ?? 'no instant yet'}.`,
      class: 'input',
    });
  }
  const base = bases.findLast((backup) => Date.parse(backup.endedAt) <= Date.parse(target));
  if (base) return base;
  throw new KunrenError({
    code: 'RESTORE_TIME_TOO_EARLY',
    message: `${source} cannot be restored to ${target}: its oldest snapshot is of ${bases[0]?.endedAt ?? 'no instant yet'}.`,
    class: 'input',
  });
}
