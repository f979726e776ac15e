import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { vi } from 'vitest';
import { systemClock } from '../../../src/sandbox/daemon/system-clock.ts';
import type { Endpoint } from '../../../src/sandbox/database-host.ts';
import {
  openPostgresHost,
  type PostgresHost,
} from '../../../src/sandbox/postgres/postgres-host.ts';

export const MASTER = { user: 'master', password: "it's a secret" };

/** Where servers start and logs are archived, on a machine that has other things to do. */
export const PATIENCE = { timeout: 30_000, interval: 50 };

export async function makeHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'kunren-host-'));
}

export function openHost(home: string): Promise<PostgresHost> {
  return openPostgresHost({ home, clock: systemClock });
}

/** Ends the servers and removes the files. */
export async function discard(home: string, host: PostgresHost | undefined): Promise<void> {
  await host?.close('stop');
  await rm(home, { recursive: true, force: true });
}

/** A server with the database that the others here connect to. */
export async function createDatabase(host: PostgresHost, id: string): Promise<Endpoint> {
  const endpoint = await host.create({
    id,
    masterUser: MASTER.user,
    masterPassword: MASTER.password,
  });
  await ask(endpoint, 'CREATE DATABASE shop', MASTER, 'postgres');
  return endpoint;
}

export async function connect(
  endpoint: Endpoint,
  login: { user: string; password: string } = MASTER,
  database = 'shop',
): Promise<pg.Client> {
  const client = new pg.Client({ ...endpoint, ...login, database });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The rows of one query, each with its columns in order. */
export async function ask(
  endpoint: Endpoint,
  sql: string,
  login?: { user: string; password: string },
  database?: string,
): Promise<unknown[][]> {
  const client = await connect(endpoint, login, database);
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** Waits until the archive of a database reaches an instant. */
export async function untilRestorable(
  host: PostgresHost,
  id: string,
  instant: string,
): Promise<string> {
  return vi.waitFor(async () => {
    const latest = await host.latestRestorableTime(id);
    if (latest === undefined || latest < instant) throw new Error(`${latest} is before ${instant}`);
    return latest;
  }, PATIENCE);
}

/** The rows of one query of the sandbox's own superuser. */
export async function askAdmin(
  home: string,
  endpoint: Endpoint,
  sql: string,
): Promise<unknown[][]> {
  const password = await adminPassword(home);
  return ask(endpoint, sql, { user: 'rdsadmin', password }, 'postgres');
}

export function adminPassword(home: string): Promise<string> {
  return readFile(join(home, 'admin-password'), 'utf8');
}
