import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqlAccess, SqlSession } from '../../src/activities/sql/driver.ts';
import { postgresDriver } from '../../src/activities/sql/postgres-driver.ts';
import { openPostgresHost } from '../../src/sandbox/postgres/postgres-host.ts';
import { FakeClock } from './fake-clock.ts';

export const PASSWORD = 'secret-of-the-shop';

export interface TestPostgres {
  /** The master user's way in, to a database of its own. */
  readonly access: SqlAccess;
  /** Works with the database as the master user. */
  with<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** A real PostgreSQL on loopback with an empty database `shop`. */
export async function startPostgres(): Promise<TestPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'kunren-sql-'));
  const host = await openPostgresHost({ home, clock: new FakeClock() });
  const server = { id: 'shop', masterUser: 'shop', masterPassword: PASSWORD };
  const endpoint = await host.create(server);
  const access = { ...endpoint, database: 'shop', user: 'shop', secret: 'shop-password' };
  await withSession({ ...access, database: 'postgres' }, (session) =>
    session.execute('create database shop'),
  );
  return {
    access,
    with: (work) => withSession(access, work),
    stop: async () => {
      await host.destroy('shop');
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function withSession<T>(
  access: SqlAccess,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const { signal } = new AbortController();
  const session = await postgresDriver.connect(access, PASSWORD, {
    signal,
    statementTimeoutMs: 20_000,
  });
  return work(session).finally(() => session.close());
}
