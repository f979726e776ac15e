import { chown, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Ms } from '../../core/ports.ts';
import type { SystemUser } from './system-user.ts';
import { listArchive } from './wal-archive.ts';

const unpack = promisify(gunzip);

const SEGMENTS_AT_ONCE = 4;

/**
 * Unpacks the archived logs that a recovery is going to read into its data directory. PostgreSQL would run a
 * program for each, which takes most of the time of a longer recovery; what is left out here it still fetches
 * that way.
 * @param after - the last segment that is there already
 * @param until - ms since the epoch; logs archived after this are left out
 */
export async function fetchLogs(
  archive: string,
  data: string,
  range: { readonly after: string; readonly until: Ms },
  owner: SystemUser | undefined,
): Promise<void> {
  const segments = (await listArchive(archive)).filter((segment) => segment > range.after);
  const next = segments.values();
  const fetchSome = async () => {
    for (const segment of next) {
      const packed = join(archive, `${segment}.gz`);
      if ((await stat(packed)).mtimeMs > range.until) return;
      const target = join(data, 'pg_wal', segment);
      await writeFile(target, await unpack(await readFile(packed)), { mode: 0o600 });
      if (owner) await chown(target, owner.uid, owner.gid);
    }
  };
  await Promise.all(Array.from({ length: SEGMENTS_AT_ONCE }, fetchSome));
}
