import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
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
} from './host-harness.ts';

const SLOTS = "SELECT count(*)::int FROM pg_replication_slots WHERE slot_name LIKE 'standby%'";
const AWAITED = 'SHOW synchronous_standby_names';
/** For what is there for a moment only. */
const IMPATIENCE = { ...PATIENCE, interval: 1 };
const COUNT = 'SELECT count(*)::int FROM entries';

describe('standbys', () => {
  let home: string;
  let host: PostgresHost;

  beforeAll(async () => {
    home = await makeHome();
    host = await openHost(home);
    const source = await createDatabase(host, 'source');
    await ask(source, 'CREATE TABLE entries (id bigint GENERATED ALWAYS AS IDENTITY)');
    await host.createStandby('source', 'mirror', { synchronous: true });
    await host.createStandby('source', 'replica', { synchronous: false });
  });

  afterAll(() => discard(home, host));

  it('follow what their source commits, and take no writes', async () => {
    await insert();

    for (const id of ['mirror', 'replica']) {
      await untilCaughtUp(id);
      const standby = host.endpoint(id);
      expect(await ask(standby, COUNT)).toEqual(await ask(host.endpoint('source'), COUNT));
      await expect(ask(standby, 'INSERT INTO entries DEFAULT VALUES')).rejects.toThrow('read-only');
    }
    expect(await host.replication('source')).toBeUndefined();
  });

  it('have their password, snapshot and standbys at their source alone', async () => {
    const refusal = expect.objectContaining({ code: 'DATABASE_IS_STANDBY' });

    await expect(host.setPassword('mirror', MASTER.user, 'x')).rejects.toThrow(refusal);
    await expect(host.takeSnapshot('mirror', 'refused')).rejects.toThrow(refusal);
    await expect(host.createStandby('mirror', 'x', { synchronous: false })).rejects.toThrow(
      refusal,
    );
    expect(await host.exists('x')).toBe(false);
  });

  it('are waited for by each commit when they are synchronous', async () => {
    const source = host.endpoint('source');
    const [[before] = []] = await ask(source, COUNT);
    const receiver = 'SELECT pid FROM pg_stat_wal_receiver';
    const [[pid] = []] = await askAdmin(home, host.endpoint('mirror'), receiver);

    process.kill(Number(pid), 'SIGSTOP');
    let acknowledged = false;
    const inserting = insert().then(() => {
      acknowledged = true;
    });
    await vi.waitFor(async () => {
      const waiting = "SELECT count(*)::int FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
      expect(await askAdmin(home, source, waiting)).toEqual([[1]]);
    }, PATIENCE);
    expect(await ask(source, COUNT)).toEqual([[before]]);
    expect(acknowledged).toBe(false);
    process.kill(Number(pid), 'SIGCONT');

    await inserting;
    expect(await ask(source, COUNT)).toEqual([[Number(before) + 1]]);
  });

  it('hold up no commit when a synchronous one is gone, and are waited for when it is back', async () => {
    expect(await ask(host.endpoint('source'), AWAITED)).toEqual([
      [expect.stringMatching(/^FIRST 1 \(standby_\w+\)$/)],
    ]);

    await host.kill('mirror');
    await insert();
    await vi.waitFor(async () => {
      expect(await ask(host.endpoint('source'), AWAITED)).toEqual([['']]);
    }, PATIENCE);
    await insert();
    expect(await host.replication('mirror')).toBeUndefined();

    await host.start('mirror');
    await vi.waitFor(async () => {
      expect(await ask(host.endpoint('source'), AWAITED)).not.toEqual([['']]);
    }, PATIENCE);
    await untilCaughtUp('mirror');
    expect(await ask(host.endpoint('mirror'), COUNT)).toEqual(
      await ask(host.endpoint('source'), COUNT),
    );
  });

  it('are no standbys of what is restored from a snapshot of their source', async () => {
    await host.takeSnapshot('source', 'of-source');
    const restored = await host.restoreSnapshot('of-source', 'restored');

    await ask(restored, 'INSERT INTO entries DEFAULT VALUES RETURNING id');
    expect(await ask(restored, AWAITED)).toEqual([['']]);
    expect(await askAdmin(home, restored, SLOTS)).toEqual([[0]]);
    await host.destroy('restored');
  });

  it('say that they do not stream, and how old they get, while their source is dead', async () => {
    await insert();
    await untilCaughtUp('replica');

    await host.kill('source');
    const first = await vi.waitFor(async () => {
      const facts = await host.replication('replica');
      expect(facts?.streaming).toBe(false);
      return facts;
    }, PATIENCE);
    const later = await vi.waitFor(async () => {
      const facts = await host.replication('replica');
      expect(facts?.lagMs).toBeGreaterThan((first?.lagMs ?? 0) + 100);
      return facts;
    }, PATIENCE);
    expect(later?.replayedTo).toBe(first?.replayedTo);

    await host.start('source');
    await untilCaughtUp('replica');
  });

  it('start without their source, and find it when it is there again', async () => {
    await Promise.all(['source', 'replica', 'mirror'].map((id) => host.stop(id)));

    await host.start('replica');
    expect(await host.isUp('replica')).toBe(true);
    expect(await host.replication('replica')).toMatchObject({ streaming: false });

    await host.start('source');
    await host.start('mirror');
    await insert();
    await untilCaughtUp('replica');
  });

  it('find their source at another port', async () => {
    const { port } = host.endpoint('source');
    await host.stop('source');
    const squatter = createServer().listen({ host: '127.0.0.1', port });
    onTestFinished(() => {
      squatter.close();
    });

    const moved = await host.start('source');

    expect(moved.port).not.toBe(port);
    await insert();
    await untilCaughtUp('replica');
    expect(await ask(host.endpoint('replica'), COUNT)).toEqual(await ask(moved, COUNT));
  });

  it('leave nothing behind when their making was cut off', async () => {
    await host.createStandby('source', 'half-made', { synchronous: true });
    await host.close('leave');
    // Written last, so without it the standby is not finished. Its server runs, and commits wait for it.
    await rm(join(home, 'databases', 'half-made', 'database.json'));

    host = await openHost(home);
    await insert();

    expect(await readdir(join(home, 'databases'))).not.toContain('half-made');
    await vi.waitFor(async () => {
      expect(await askAdmin(home, host.endpoint('source'), SLOTS)).toEqual([[2]]);
    }, PATIENCE);
    expect(await host.replication('replica')).toBeDefined();
  });

  it('leave nothing behind when their source dies while they are made', async () => {
    const making = host.createStandby('source', 'never', { synchronous: false });
    const outcome = expect(making).rejects.toThrow();
    await vi.waitUntil(async () => {
      const names = await readdir(join(home, 'databases', 'never', 'data')).catch(() => []);
      return names.length > 0;
    }, IMPATIENCE);
    await host.kill('source');

    await outcome;
    expect(await host.exists('never')).toBe(false);
    await expect(host.createStandby('source', 'never', { synchronous: false })).rejects.toThrow(
      expect.objectContaining({ code: 'DATABASE_DOWN' }),
    );
    await host.start('source');
    await vi.waitFor(async () => {
      expect(await askAdmin(home, host.endpoint('source'), SLOTS)).toEqual([[2]]);
    }, PATIENCE);
  });

  it('are given up by a source that would have to keep too much for them', async () => {
    const source = host.endpoint('source');
    await untilCaughtUp('replica');
    await host.kill('replica');
    await askAdmin(home, source, "ALTER SYSTEM SET max_slot_wal_keep_size = '2MB'");
    await askAdmin(home, source, 'SELECT pg_reload_conf()');
    await vi.waitFor(async () => {
      const filling = 'CREATE TABLE filling AS SELECT generate_series(1, 100000)';
      await ask(source, filling);
      await ask(source, 'DROP TABLE filling');
      await askAdmin(home, source, 'CHECKPOINT');
      const lost = "SELECT count(*)::int FROM pg_replication_slots WHERE wal_status = 'lost'";
      expect(await askAdmin(home, source, lost)).toEqual([[1]]);
    }, PATIENCE);

    await host.start('replica');

    expect(await host.replication('replica')).toMatchObject({ streaming: false });
  });

  it('are held against by their source no longer when they are destroyed', async () => {
    await host.destroy('replica');
    await host.destroy('mirror');

    await vi.waitFor(async () => {
      expect(await askAdmin(home, host.endpoint('source'), SLOTS)).toEqual([[0]]);
      expect(await ask(host.endpoint('source'), AWAITED)).toEqual([['']]);
    }, PATIENCE);
    await insert();
  });

  async function insert(): Promise<void> {
    const session = await connect(host.endpoint('source'));
    await session.query('INSERT INTO entries DEFAULT VALUES');
    await session.end();
  }

  /** It streams and has replayed what its source has committed before. */
  async function untilCaughtUp(id: string): Promise<void> {
    const source = host.endpoint('source');
    const [[written] = []] = await ask(source, 'SELECT pg_current_wal_flush_lsn()::text');
    await vi.waitFor(async () => {
      const replayed = `SELECT pg_last_wal_replay_lsn() >= '${written}'::pg_lsn`;
      expect(await ask(host.endpoint(id), replayed)).toEqual([[true]]);
      expect(await host.replication(id)).toMatchObject({ streaming: true, lagMs: 0 });
    }, PATIENCE);
  }
});
