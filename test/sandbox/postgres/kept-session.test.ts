import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KeptSession } from '../../../src/sandbox/postgres/kept-session.ts';
import type { PostgresHost } from '../../../src/sandbox/postgres/postgres-host.ts';
import {
  adminPassword,
  askAdmin,
  createDatabase,
  discard,
  makeHome,
  openHost,
  PATIENCE,
} from './host-harness.ts';

describe('a session that is kept', () => {
  let home: string;
  let host: PostgresHost;
  let session: KeptSession;

  beforeAll(async () => {
    home = await makeHome();
    host = await openHost(home);
    await createDatabase(host, 'production');
    const password = await adminPassword(home);
    session = new KeptSession(() => ({ port: host.endpoint('production').port, password }));
  });

  afterAll(() => discard(home, host));

  it('is one process of the server, however often it looks', async () => {
    const looks = await Promise.all([pidOf(session), pidOf(session), pidOf(session)]);

    expect(new Set([...looks, await pidOf(session)]).size).toBe(1);
  });

  it('is opened anew when the server has ended it', async () => {
    const before = await pidOf(session);
    const end = `SELECT pg_terminate_backend(${before}, 10000)`;
    expect(await askAdmin(home, host.endpoint('production'), end)).toEqual([[true]]);

    expect(await pidOf(session)).not.toBe(before);
  });

  it('tells that the server is gone, and looks again when it is back', async () => {
    const before = await pidOf(session);
    await host.kill('production');
    await expect(pidOf(session)).rejects.toThrow();

    await host.start('production');
    expect(await pidOf(session)).not.toBe(before);
  });

  it('is over and not opened again once it has been ended', async () => {
    const pid = await pidOf(session);

    await session.end();
    await expect(pidOf(session)).rejects.toThrow();

    const left = `SELECT pid FROM pg_stat_activity WHERE pid = ${pid}`;
    await vi.waitFor(async () => {
      expect(await askAdmin(home, host.endpoint('production'), left)).toEqual([]);
    }, PATIENCE);
  });
});

async function pidOf(session: KeptSession): Promise<number> {
  const found = await session.look((client) => client.query('SELECT pg_backend_pid() AS pid'));
  return found.rows[0].pid;
}
