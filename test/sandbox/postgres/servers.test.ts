import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PostgresHost } from '../../../src/sandbox/postgres/postgres-host.ts';
import { isAlive } from '../../../src/sandbox/postgres/process-alive.ts';
import {
  ask,
  connect,
  createDatabase,
  discard,
  MASTER,
  makeHome,
  openHost,
  PATIENCE,
} from './host-harness.ts';

const START = 'SELECT pg_postmaster_start_time()::text';

describe('the servers of a home', () => {
  let home: string;
  let host: PostgresHost;

  beforeAll(async () => {
    home = await makeHome();
    host = await openHost(home);
    const endpoint = await createDatabase(host, 'production');
    await ask(endpoint, 'CREATE TABLE entries (id integer)');
  });

  afterAll(() => discard(home, host));

  it('listen on loopback and ask for a password', async () => {
    const endpoint = host.endpoint('production');

    expect(endpoint.host).toBe('127.0.0.1');
    expect(await ask(endpoint, 'SHOW listen_addresses')).toEqual([['127.0.0.1']]);
    await expect(ask(endpoint, 'SELECT 1', { ...MASTER, password: 'wrong' })).rejects.toThrow(
      'password authentication failed',
    );
  });

  it('give the master user no superuser, as on RDS, and take a new password', async () => {
    const endpoint = host.endpoint('production');
    expect(await ask(endpoint, 'SHOW is_superuser')).toEqual([['off']]);

    await host.setPassword('production', MASTER.user, "n'w");
    expect(await ask(endpoint, 'SELECT 1', { ...MASTER, password: "n'w" })).toEqual([[1]]);
    await host.setPassword('production', MASTER.user, MASTER.password);
    await expect(host.setPassword('production', 'nobody', 'x')).rejects.toThrow('no user nobody');
  });

  it('come back by themselves after a kill, with everything that was committed', async () => {
    const endpoint = host.endpoint('production');
    await ask(endpoint, 'INSERT INTO entries VALUES (1)');

    process.kill(await serverPid(home), 'SIGKILL');
    await vi.waitUntil(async () => !(await host.isUp('production')), PATIENCE);
    await vi.waitUntil(() => host.isUp('production'), PATIENCE);

    expect(host.endpoint('production')).toEqual(endpoint);
    expect(await ask(endpoint, 'SELECT id FROM entries')).toEqual([[1]]);
  });

  it('stay down when they are stopped, and come back on the same port', async () => {
    const endpoint = host.endpoint('production');
    const pid = await serverPid(home);

    await host.stop('production');
    expect(await host.isUp('production')).toBe(false);
    expect(await isAlive(pid)).toBe(false);
    expect(() => host.endpoint('production')).toThrow('stopped');

    expect(await host.start('production')).toEqual(endpoint);
    expect(await host.isUp('production')).toBe(true);
  });

  it('stay down after a power cut until they are started, whoever has the home open', async () => {
    const endpoint = host.endpoint('production');
    await ask(endpoint, 'INSERT INTO entries VALUES (2)');
    const session = await connect(endpoint);
    const processes = await childrenOf(await serverPid(home));
    expect(processes.length).toBeGreaterThan(3);

    const told: string[] = [];
    session.on('error', (error) => told.push(error.message));
    await host.kill('production');

    for (const pid of processes) expect(await isAlive(pid)).toBe(false);
    await vi.waitUntil(() => told.length > 0, PATIENCE);
    expect(told.join()).not.toContain('postmaster');
    expect(host.running()).toEqual([]);
    await host.close('leave');
    host = await openHost(home);
    expect(await host.isUp('production')).toBe(false);
    await host.kill('production');

    expect(await host.start('production')).toEqual(endpoint);
    expect(await ask(endpoint, 'SELECT id FROM entries')).toEqual([[1], [2]]);
  });

  it('are taken over, not restarted, by whoever opens the home next', async () => {
    const endpoint = host.endpoint('production');
    const startedAt = await ask(endpoint, START);

    await host.close('leave');
    host = await openHost(home);

    expect(host.running()).toEqual(['production']);
    expect(await host.start('production')).toEqual(endpoint);
    expect(await ask(endpoint, START)).toEqual(startedAt);
  });

  it('are not confused with another process that got the number of a dead one', async () => {
    const endpoint = host.endpoint('production');
    const claim = join(home, 'databases', 'production', 'data', 'postmaster.pid');
    const old = await readFile(claim, 'utf8');
    await host.stop('production');
    await writeFile(claim, old.replace(/^\d+/, String(process.pid)));

    expect(await host.start('production')).toEqual(endpoint);
    expect(await serverPid(home)).not.toBe(process.pid);
  });

  it('do not include what an interrupted creation left behind', async () => {
    await host.takeSnapshot('production', 'whole');
    const endpoint = await host.restoreSnapshot('whole', 'half-made');
    await host.close('leave');
    // Written last, so without it the database is not finished. Its server runs.
    await rm(join(home, 'databases', 'half-made', 'database.json'));
    await mkdir(join(home, 'snapshots', 'half-taken', 'data'), { recursive: true });

    host = await openHost(home);

    expect(host.running()).toEqual(['production']);
    await expect(ask(endpoint, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await host.takeSnapshot('production', 'half-taken');
    await host.restoreSnapshot('half-taken', 'half-made');
  });

  it('are gone with their files when they are destroyed', async () => {
    const endpoint = host.endpoint('half-made');
    await host.destroy('half-made');

    await expect(ask(endpoint, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await expect(host.start('half-made')).rejects.toThrow(
      expect.objectContaining({ code: 'DATABASE_NOT_FOUND' }),
    );
    expect(await readdir(join(home, 'databases'))).toEqual(['production']);
    await host.destroy('half-made');
  });

  it('are one for a name', async () => {
    await expect(createDatabase(host, 'production')).rejects.toThrow(
      expect.objectContaining({ code: 'DATABASE_EXISTS' }),
    );
    expect(await host.isUp('production')).toBe(true);
  });
});

async function serverPid(home: string): Promise<number> {
  const file = join(home, 'databases', 'production', 'data', 'postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const ps = promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const lines = (await ps).stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return lines.filter(([, parent]) => parent === pid).map(([child]) => child ?? Number.NaN);
}
