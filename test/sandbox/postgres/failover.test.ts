import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PostgresHost } from '../../../src/sandbox/postgres/postgres-host.ts';
import {
  ask,
  askAdmin,
  connect,
  createDatabase,
  discard,
  MASTER,
  makeHome,
  openHost,
  PATIENCE,
  untilRestorable,
} from './host-harness.ts';

const TIMELINE = 'SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)';
const INSERT = 'INSERT INTO entries (key) VALUES ($1)';

describe('a failover', () => {
  let home: string;
  let host: PostgresHost;

  beforeAll(async () => {
    home = await makeHome();
    host = await openHost(home);
    const first = await createDatabase(host, 'first');
    await ask(first, 'CREATE TABLE entries (key text PRIMARY KEY)');
    await host.createStandby('first', 'second', { synchronous: true });
  });

  afterAll(() => discard(home, host));

  it('to a synchronous standby loses nothing that was acknowledged, whenever the power is cut', async () => {
    const acknowledged: string[] = [];
    let [primary, standby] = ['first', 'second'];
    for (let round = 1; round <= 4; round += 1) {
      const writers = startWriters(primary, `round-${round}`, acknowledged);
      const before = acknowledged.length;
      await vi.waitUntil(() => acknowledged.length > before + 100, PATIENCE);

      await host.kill(primary);
      await host.promote(standby);
      await writers;

      const found = await ask(host.endpoint(standby), 'SELECT key FROM entries');
      const there = new Set(found.flat());
      expect(acknowledged.filter((key) => !there.has(key))).toEqual([]);
      expect(await ask(host.endpoint(standby), TIMELINE)).toEqual([[`0000000${round + 1}`]]);

      await host.destroy(primary);
      await host.createStandby(standby, primary, { synchronous: true });
      [primary, standby] = [standby, primary];
    }
  });

  it('to a standby that commits do not wait for loses what it had not received', async () => {
    await host.createStandby('first', 'lagging', { synchronous: false });
    await host.stop('lagging');
    await ask(host.endpoint('first'), "INSERT INTO entries VALUES ('too late')");
    await host.kill('first');
    await host.kill('second');
    await host.start('lagging');

    await host.promote('lagging');

    const lost = "SELECT count(*)::int FROM entries WHERE key = 'too late'";
    expect(await ask(host.endpoint('lagging'), lost)).toEqual([[0]]);
    await host.start('first');
    expect(await ask(host.endpoint('first'), lost)).toEqual([[1]]);
  });

  it('makes a server of its own, with passwords, snapshots and points in time', async () => {
    const promoted = host.endpoint('lagging');
    await host.promote('lagging');
    await host.setPassword('lagging', MASTER.user, MASTER.password);
    await ask(promoted, "INSERT INTO entries VALUES ('before')");
    await host.takeSnapshot('lagging', 'of-promoted');
    await ask(promoted, "INSERT INTO entries VALUES ('between')");
    const [[target] = []] = await ask(promoted, 'SELECT clock_timestamp()');
    await ask(promoted, "INSERT INTO entries VALUES ('after')");
    await untilRestorable(host, 'lagging', (target as Date).toISOString());

    const rows = "SELECT key FROM entries WHERE key IN ('before', 'between', 'after') ORDER BY key";
    const atSnapshot = await host.restoreSnapshot('of-promoted', 'at-snapshot');
    expect(await ask(atSnapshot, rows)).toEqual([['before']]);
    const between = await host.restoreToTime('lagging', (target as Date).toISOString(), 'between');
    expect(await ask(between, rows)).toEqual([['before'], ['between']]);
  });

  it('gives back what the old source kept for the standby, once that is back', async () => {
    await vi.waitFor(async () => {
      const slots = 'SELECT active FROM pg_replication_slots';
      expect(await askAdmin(home, host.endpoint('first'), slots)).toEqual([[false]]);
    }, PATIENCE);
  });

  it('is noted although whoever asked for it died before', async () => {
    const endpoint = await host.start('second');
    await host.close('leave');
    await askAdmin(home, endpoint, 'SELECT pg_promote(true)');

    host = await openHost(home);

    expect(await host.replication('second')).toBeUndefined();
    await host.setPassword('second', MASTER.user, MASTER.password);
    await host.stop('second');
    await host.start('second');
    await ask(endpoint, "INSERT INTO entries VALUES ('second')");
  });

  /** Four sessions that commit one row after another until the server is gone. */
  async function startWriters(id: string, prefix: string, acknowledged: string[]) {
    const sessions = await Promise.all([1, 2, 3, 4].map(() => connect(host.endpoint(id))));
    return Promise.all(
      sessions.map(async (session, number) => {
        try {
          for (let count = 1; ; count += 1) {
            const key = `${prefix}-${number}-${count}`;
            await session.query(INSERT, [key]);
            acknowledged.push(key);
          }
        } catch {
          await session.end().catch(() => undefined);
        }
      }),
    );
  }
});
