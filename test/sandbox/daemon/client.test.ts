import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ensureSandbox,
  resetSandbox,
  type SandboxInfo,
  sandboxStatus,
  stopSandbox,
} from '../../../src/sandbox/client.ts';
import { runDaemon } from '../../../src/sandbox/daemon/run-daemon.ts';
import { systemClock } from '../../../src/sandbox/daemon/system-clock.ts';
import { isAlive } from '../../../src/sandbox/postgres/process-alive.ts';
import { ask, PATIENCE } from '../postgres/host-harness.ts';

const WRONG_TOTALS = `
  SELECT count(*)::int FROM orders WHERE total_cents IS DISTINCT FROM
    (SELECT sum(quantity * unit_cents) FROM order_lines WHERE order_id = orders.id)`;
const WRONGLY_PAID = `
  SELECT count(*)::int FROM orders WHERE
    CASE status WHEN 'cancelled' THEN NULL ELSE total_cents END IS DISTINCT FROM
    (SELECT sum(amount_cents) FROM payments WHERE order_id = orders.id)`;

/** The sandbox's first day alone takes seconds. */
const LONG = 120_000;

describe('the sandbox as a process', () => {
  let home: string;
  let info: SandboxInfo;
  const phases: string[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kunren-sandbox-'));
    info = await ensureSandbox({ home, onPhase: (phase) => phases.push(phase) });
  }, LONG);

  afterAll(async () => {
    await resetSandbox({ home });
    await rm(home, { recursive: true, force: true });
  }, LONG);

  it('is made on the first use, and tells how far it is', async () => {
    expect(phases.filter((phase) => phase !== 'starting')).toEqual([
      'creating database',
      'seeding',
      'first snapshot',
    ]);
    const status = await fetchJson(`${info.endpointUrl}/_sandbox/status`);
    expect(status).toMatchObject({
      accountId: info.accountId,
      instances: expect.arrayContaining([
        expect.objectContaining({ id: 'orders-prod', status: 'available' }),
        // Its replica is made in the background.
        expect.objectContaining({ id: 'orders-prod-replica', region: 'ap-northeast-3' }),
      ]),
      snapshots: [
        { instance: 'orders-prod', type: 'automated', status: 'available' },
        // The first recovery point of AWS Backup.
        { instance: 'orders-prod', status: 'available' },
      ],
    });
  });

  it('has a production with the same orders on every machine, over the past months up to now', async () => {
    expect(
      await query(`SELECT (SELECT count(*)::int FROM customers), count(*)::int,
        (SELECT count(*)::int FROM order_lines WHERE order_id <= 60000),
        (SELECT count(*)::int FROM payments WHERE order_id <= 60000),
        md5(string_agg(id || ' ' || customer_id || ' ' || total_cents, ',' ORDER BY id))
        FROM orders WHERE id <= 60000`),
    ).toEqual([[10_000, 60_000, 100_020, 55_000, 'ee58fd4d4313dff2f5b0e9373571a39e']]);
    expect(
      await query(`SELECT min(placed_at) < now() - interval '5 months',
        max(placed_at) BETWEEN now() - interval '1 hour' AND clock_timestamp(),
        (SELECT min(created_at) FROM customers) < min(placed_at) FROM orders`),
    ).toEqual([[true, true, true]]);
  });

  it('lets the drill read everything and write nothing', async () => {
    await expect(query('DELETE FROM heartbeat')).rejects.toThrow('permission denied');
    await expect(query('CREATE TABLE mine (id integer)')).rejects.toThrow('permission denied');
  });

  it('has a shop that writes, and goes on when the server was killed', async () => {
    const written = async () => {
      const [row = []] = await query(
        'SELECT (SELECT count(*)::int FROM orders), (SELECT count(*)::int FROM heartbeat)',
      );
      return { orders: Number(row[0]), beats: Number(row[1]) };
    };
    const writesOn = async () => {
      const before = await written();
      await vi.waitUntil(async () => {
        const now = await written();
        return now.orders > before.orders + 10 && now.beats > before.beats;
      }, PATIENCE);
    };
    await writesOn();

    const claim = join(home, 'databases', 'orders-prod', 'data', 'postmaster.pid');
    const pid = Number((await readFile(claim, 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(query('SELECT 1')).rejects.toThrow(), PATIENCE);
    await vi.waitFor(() => query('SELECT 1'), PATIENCE);
    await writesOn();

    expect(await query(WRONG_TOTALS)).toEqual([[0]]);
    expect(await query(WRONGLY_PAID)).toEqual([[0]]);
    expect(await query("SELECT count(*) > 0 FROM orders WHERE status = 'shipped'")).toEqual([
      [true],
    ]);
  });

  it('is used as it is the next time', async () => {
    const told: string[] = [];
    expect(await ensureSandbox({ home, onPhase: (phase) => told.push(phase) })).toEqual(info);
    expect(told).toEqual([]);
    expect(await sandboxStatus({ home })).toEqual({ running: true, ...info });
  });

  it('does not talk to web pages', async () => {
    const url = `${info.endpointUrl}/_sandbox/info`;
    expect((await fetch(url, { headers: { origin: 'http://example.com' } })).status).toBe(403);
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      request(url, { headers: { host: 'example.com' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(rebound).toBe(403);
  });

  it('takes its servers over after it was killed', { timeout: LONG }, async () => {
    const started = await query('SELECT pg_postmaster_start_time()::text');
    process.kill(info.pid, 'SIGKILL');
    await vi.waitUntil(async () => !(await isAlive(info.pid)), PATIENCE);
    expect(await sandboxStatus({ home })).toEqual({ running: false });

    const next = await ensureSandbox({ home });

    expect(next.pid).not.toBe(info.pid);
    expect(next.endpointUrl).toBe(info.endpointUrl);
    info = next;
    expect(await query('SELECT pg_postmaster_start_time()::text')).toEqual(started);
  });

  it('stops when it is told to, servers and all', { timeout: LONG }, async () => {
    expect(await stopSandbox({ home })).toBe(true);
    await vi.waitUntil(async () => !(await isAlive(info.pid)), PATIENCE);
    await expect(query('SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect(await stopSandbox({ home })).toBe(false);
  });

  it('says so when another program has the wanted port', { timeout: LONG }, async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await vi.waitUntil(() => other.listening);
    const { port } = other.address() as AddressInfo;
    try {
      await expect(ensureSandbox({ home, port })).rejects.toThrow(
        expect.objectContaining({ code: 'PORT_IN_USE' }),
      );
    } finally {
      other.close();
    }
  });

  it('stops by itself when nobody asks it anything', { timeout: LONG }, async () => {
    const log: string[] = [];
    await runDaemon(daemonHere('1.2.3', { idleMs: 1, log: (line) => log.push(line) }));

    expect(log).toContain('no request for a long time');
    expect(await sandboxStatus({ home })).toEqual({ running: false });
  });

  it('makes room for another version', { timeout: LONG }, async () => {
    const old = runDaemon(daemonHere('0.0.0-old'));
    await vi.waitUntil(async () => (await sandboxStatus({ home })).running, {
      ...PATIENCE,
      timeout: LONG,
    });

    const [one, other] = await Promise.all([ensureSandbox({ home }), ensureSandbox({ home })]);
    await old;

    expect(one.version).not.toBe('0.0.0-old');
    expect(other).toEqual(one);
    info = one;
  });

  it('is gone after a reset, also when its process was killed', { timeout: LONG }, async () => {
    process.kill(info.pid, 'SIGKILL');
    await resetSandbox({ home });

    await expect(access(home)).rejects.toThrow('ENOENT');
    await expect(query('SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  function daemonHere(
    version: string,
    options: { idleMs?: number; log?: (line: string) => void } = {},
  ) {
    return {
      home,
      version,
      pid: process.pid,
      clock: systemClock,
      log: () => undefined,
      signal: new AbortController().signal,
      ...options,
    };
  }

  /** Production's port stays the same for the whole life of the sandbox. */
  let port: number | undefined;
  async function query(sql: string): Promise<unknown[][]> {
    if (port === undefined) {
      const status = (await fetchJson(`${info.endpointUrl}/_sandbox/status`)) as {
        instances: { endpoint: { port: number } }[];
      };
      port = status.instances[0]?.endpoint.port ?? 0;
    }
    return ask({ host: '127.0.0.1', port }, sql, info.database.readonly, info.database.database);
  }
});

async function fetchJson(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}
