import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqlAccess, SqlSession } from '../../src/activities/sql/driver.ts';
import { postgresDriver } from '../../src/activities/sql/postgres-driver.ts';
import { openPostgresHost } from '../../src/sandbox/postgres/postgres-host.ts';
import { scaledClock } from './scaled-clock.ts';

export const PASSWORD = 'secret-of-the-shop';

export interface TestPostgres {
  /** The master user's way in, to a database of its own. */
  readonly access: SqlAccess;
  /** A session of the master user, open as long as the server runs. */
  readonly session: SqlSession;
  /** Makes a standby that follows the server, and returns the master user's way in. */
  follow(): Promise<SqlAccess>;
  /** Whether the standby receives what the server sends. */
  isFollowed(): Promise<boolean>;
  /** Makes the standby a server of its own. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/** A real PostgreSQL on loopback with an empty database `shop`. */
export async function startPostgres(): Promise<TestPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'kunren-sql-'));
  // Under root the server runs as another user, who has to get in.
  await chmod(home, 0o755);
  // A server takes real time to start.
  const host = await openPostgresHost({ home, clock: scaledClock(1) });
  const server = { id: 'shop', masterUser: 'shop', masterPassword: PASSWORD };
  const endpoint = await host.create(server);
  const access = { ...endpoint, database: 'shop', user: 'shop', secret: 'shop-password' };
  const first = await connect({ ...access, database: 'postgres' });
  await first.execute('create database shop');
  await first.close();
  const session = await connect(access);
  await session.execute('set synchronous_commit to off');
  let followed = false;
  return {
    access,
    session,
    follow: async () => {
      followed = true;
      const standby = await host.createStandby('shop', 'shop-replica', { synchronous: false });
      return { ...access, ...standby };
    },
    isFollowed: async () => (await host.replication('shop-replica'))?.streaming ?? false,
    promote: () => host.promote('shop-replica'),
    stop: async () => {
      await session.close();
      if (followed) await host.destroy('shop-replica');
      await host.destroy('shop');
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A session of the master user. */
export function connect(access: SqlAccess): Promise<SqlSession> {
  const { signal } = new AbortController();
  return postgresDriver.connect(access, PASSWORD, { signal, statementTimeoutMs: 20_000 });
}

/** A driver whose sessions are changed on their way out. */
export function wrappedDriver(
  wrap: (session: SqlSession, number: number) => SqlSession | Promise<SqlSession>,
): typeof postgresDriver {
  let sessions = 0;
  return {
    connect: async (...given) => wrap(await postgresDriver.connect(...given), ++sessions),
  };
}
