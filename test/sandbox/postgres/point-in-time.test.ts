import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PostgresHost } from '../../../src/sandbox/postgres/postgres-host.ts';
import {
  ask,
  connect,
  createDatabase,
  discard,
  makeHome,
  openHost,
  PATIENCE,
  untilRestorable,
} from './host-harness.ts';

describe('a restore to a point in time', () => {
  let home: string;
  let host: PostgresHost;

  beforeAll(async () => {
    home = await makeHome();
    host = await openHost(home);
    const source = await createDatabase(host, 'source');
    await ask(source, 'CREATE TABLE entries (id bigint GENERATED ALWAYS AS IDENTITY)');
    await host.takeSnapshot('source', 'first');
  });

  afterAll(() => discard(home, host));

  it('can be asked for as soon as there is a snapshot', async () => {
    const latest = await vi.waitUntil(() => host.latestRestorableTime('source'), PATIENCE);
    const earliest = await host.earliestRestorableTime('source');

    expect(String(earliest) <= latest).toBe(true);
    await host.restoreToTime('source', latest, 'soon');
    // A database without a snapshot has nowhere to start from.
    expect(await host.latestRestorableTime('soon')).toBeUndefined();
  });

  it('has what was committed up to the instant, and nothing later, under a steady writer', async () => {
    const writer = await startWriter(host);
    await vi.waitUntil(() => writer.written.length > 50, PATIENCE);
    const session = await connect(host.endpoint('source'));
    const target = await serverTime(session);
    await session.query('DELETE FROM entries WHERE id % 2 = 0');
    await session.end();
    const written = writer.written.length;
    await vi.waitUntil(() => writer.written.length > written + 50, PATIENCE);
    await untilRestorable(host, 'source', target);
    const commits = await writer.stop();

    const restored = await host.restoreToTime('source', target, 'before-delete');

    const wanted = commits.filter(({ at }) => at <= BigInt(Date.parse(target)) * 1000n);
    const found = await ask(restored, 'SELECT id FROM entries ORDER BY id');
    expect(found.flat()).toEqual(wanted.map(({ id }) => id));
    expect(wanted.length).toBeLessThan(commits.length);
  });

  it('reaches the latest restorable time of a database where nothing happens', async () => {
    const session = await connect(host.endpoint('source'));
    await session.query('INSERT INTO entries DEFAULT VALUES');
    const quietSince = await serverTime(session);
    await session.end();

    const latest = await untilRestorable(host, 'source', quietSince);
    const restored = await host.restoreToTime('source', latest, 'idle');

    const count = 'SELECT count(*) FROM entries';
    expect(await ask(restored, count)).toEqual(await ask(host.endpoint('source'), count));
  });

  it('is refused beyond the archive and before the oldest snapshot, and leaves nothing behind', async () => {
    const latest = await host.latestRestorableTime('source');
    const earliest = await host.earliestRestorableTime('source');
    const beyond = new Date(Date.parse(String(latest)) + 60_000).toISOString();
    const before = new Date(Date.parse(String(earliest)) - 1).toISOString();

    await expect(host.restoreToTime('source', beyond, 'refused')).rejects.toThrow(
      expect.objectContaining({ code: 'RESTORE_TIME_TOO_LATE' }),
    );
    await expect(host.restoreToTime('source', before, 'refused')).rejects.toThrow(
      expect.objectContaining({ code: 'RESTORE_TIME_TOO_EARLY' }),
    );
    expect(await host.exists('refused')).toBe(false);
  });

  it('never promises what is not archived', async () => {
    const archive = join(home, 'databases', 'source', 'archive');
    const failures = 'SELECT failed_count::int FROM pg_stat_archiver';
    const source = host.endpoint('source');
    const [[failedBefore] = []] = await ask(source, failures);

    await chmod(archive, 0o500);
    await vi.waitFor(async () => {
      const [[failed] = []] = await ask(source, failures);
      expect(failed).toBeGreaterThan(failedBefore as number);
    }, PATIENCE);
    const session = await connect(source);
    const unsafe = await serverTime(session);
    await session.end();
    // A look at every second that passes: nothing may move while the archive takes nothing.
    const stuck = await host.latestRestorableTime('source');
    expect(String(stuck) < unsafe).toBe(true);
    await expect(host.restoreToTime('source', unsafe, 'unsafe')).rejects.toThrow(
      expect.objectContaining({ code: 'RESTORE_TIME_TOO_LATE' }),
    );

    await chmod(archive, 0o700);
    await untilRestorable(host, 'source', unsafe);
  });

  it('still works from the newest snapshot after the archive was pruned', async () => {
    await host.takeSnapshot('source', 'second');
    await host.removeSnapshot('first');
    const session = await connect(host.endpoint('source'));
    const target = await serverTime(session);
    await session.end();
    await untilRestorable(host, 'source', target);

    const archive = join(home, 'databases', 'source', 'archive');
    const before = await readdir(archive);
    await host.pruneArchive('source');
    expect((await readdir(archive)).length).toBeLessThan(before.length);
    const restored = await host.restoreToTime('source', target, 'pruned');

    expect(await ask(restored, 'SELECT count(*) > 0 FROM entries')).toEqual([[true]]);
  });
});

interface Commit {
  readonly id: string;
  /** Microseconds since the epoch, by the server's clock. */
  readonly at: bigint;
}

/** Commits one row after another until it is stopped. */
async function startWriter(host: PostgresHost) {
  const client = await connect(host.endpoint('source'));
  const written: { id: string; xid: string }[] = [];
  let stopped = false;
  const writing = (async () => {
    while (!stopped) {
      const { rows } = await client.query(
        'INSERT INTO entries DEFAULT VALUES RETURNING id, pg_current_xact_id()::text AS xid',
      );
      written.push(rows[0]);
    }
  })();
  return {
    written,
    /** Ends it and tells when each row was committed. */
    stop: async (): Promise<Commit[]> => {
      stopped = true;
      await writing;
      const { rows } = await client.query(
        `SELECT id, (extract(epoch FROM pg_xact_commit_timestamp(xid::xid)) * 1000000)::bigint AS at
           FROM unnest($1::text[], $2::text[]) AS written(id, xid)`,
        [written.map(({ id }) => id), written.map(({ xid }) => xid)],
      );
      await client.end();
      return rows.map(({ id, at }) => ({ id, at: BigInt(at) }));
    },
  };
}

async function serverTime(client: pg.Client): Promise<string> {
  const { rows } = await client.query('SELECT clock_timestamp() AS now');
  return rows[0].now.toISOString();
}
