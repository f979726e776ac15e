import { join } from 'node:path';
import type pg from 'pg';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import { withAdmin } from './admin-session.ts';
import { copyRunning } from './base-backup.ts';
import { type DatabaseFiles, writeOwned } from './database-files.ts';
import { launchServer, type RunningServer, type ServerEnvironment } from './server-process.ts';
import { changeSetting, sourceConninfo } from './tend-standbys.ts';

const POLL_MS: Ms = 20;
const CATCH_UP_LIMIT_MS: Ms = 60_000;

/**
 * Makes a standby of a running server and waits until it has caught up.
 * @param admin - a session at the source, of its own
 * @throws KunrenError `STANDBY_NOT_STREAMING`
 */
export async function makeStandby(
  environment: ServerEnvironment,
  admin: pg.Client,
  source: { readonly port: number; readonly data: string },
  standby: { readonly files: DatabaseFiles; readonly slot: string },
): Promise<RunningServer> {
  const { user, password } = environment;
  const { files, slot } = standby;
  // From here on the source keeps what the standby has yet to receive.
  await admin.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]);
  await copyRunning(admin, source.data, files.data, user);
  await writeOwned(standbySignal(files), '', user);
  const conninfo = sourceConninfo({ port: source.port, password }, slot);
  const role = { kind: 'standby', sourceConninfo: conninfo, slot, isNew: true } as const;
  const server = await launchServer(environment, files, { role });
  // From here on what it says to have received is on the disk.
  await withAdmin({ port: server.port, password }, (client) =>
    changeSetting(client, 'fsync', 'on'),
  );
  await untilStreaming(environment, admin, slot);
  return server;
}

/** The file that makes a server a standby; PostgreSQL removes it when it is promoted. */
export function standbySignal(files: DatabaseFiles): string {
  return join(files.data, 'standby.signal');
}

async function untilStreaming(
  { clock }: ServerEnvironment,
  source: pg.Client,
  slot: string,
): Promise<void> {
  const deadline = clock.monotonic() + CATCH_UP_LIMIT_MS;
  for (;;) {
    const { rowCount } = await source.query(
      "SELECT FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming'",
      [slot],
    );
    if (rowCount) return;
    if (clock.monotonic() > deadline) {
      throw new KunrenError({
        code: 'STANDBY_NOT_STREAMING',
        message: `The new standby did not catch up with its source within ${CATCH_UP_LIMIT_MS / 1000} s.`,
      });
    }
    await clock.sleep(POLL_MS);
  }
}
