import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RDS } from '@aws-sdk/client-rds';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Cloud, openCloud } from '../../../src/sandbox/cloud.ts';
import { systemClock } from '../../../src/sandbox/daemon/system-clock.ts';
import {
  openPostgresHost,
  type PostgresHost,
} from '../../../src/sandbox/postgres/postgres-host.ts';

const A = 'ap-northeast-1';
const B = 'ap-northeast-3';
const LOGIN = { user: 'orders_admin', password: 'correct-horse' };
const PATIENCE = { timeout: 60_000, interval: 50 };

let home: string;
let host: PostgresHost;
let cloud: Cloud;
let server: Server;
let inA: RDS;
let inB: RDS;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'kunren-cloud-'));
  host = await openPostgresHost({ home, clock: systemClock });
  const { user: masterUser, password: masterPassword } = LOGIN;
  await host.create({ id: 'orders-prod', masterUser, masterPassword });
  cloud = await openCloud({
    home,
    clock: systemClock,
    host,
    regions: [A, B],
    accountId: '000000000000',
    production: { id: 'orders-prod', database: 'orders', masterUser },
  });
  server = createServer((request, response) => cloud.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'none' };
  inA = new RDS({ endpoint, credentials, region: A });
  inB = new RDS({ endpoint, credentials, region: B });
  await sql(A, 'orders-prod', 'CREATE DATABASE orders', 'postgres');
  await sql(A, 'orders-prod', 'CREATE TABLE writes (n int PRIMARY KEY)');
}, 120_000);

afterAll(async () => {
  inA?.destroy();
  inB?.destroy();
  server?.closeAllConnections();
  if (server) await new Promise((resolve) => server.close(resolve));
  await cloud?.close();
  await host?.close('stop');
  await rm(home, { recursive: true, force: true });
}, 60_000);

/** Asks a database once, where its clients go. */
async function sql(
  region: string,
  instance: string,
  text: string,
  database = 'orders',
): Promise<unknown[]> {
  const client = new pg.Client({
    ...cloud.endpoint(region, instance),
    ...LOGIN,
    database,
    connectionTimeoutMillis: 2000,
    query_timeout: 5000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function describe(rds: RDS, id: string) {
  const { DBInstances } = await rds.describeDBInstances({ DBInstanceIdentifier: id });
  return DBInstances?.[0];
}

async function becomes(rds: RDS, id: string, expected: object): Promise<void> {
  await vi.waitFor(async () => expect(await describe(rds, id)).toMatchObject(expected), PATIENCE);
}

test('a forced failover under writes loses nothing that was acknowledged', async () => {
  await becomes(inA, 'orders-prod', { SecondaryAvailabilityZone: `${A}c` });
  await becomes(inB, 'orders-prod-replica', { StatusInfos: [{ Normal: true }] });
  const before = cloud.endpoint(A, 'orders-prod');
  const acknowledged: number[] = [];
  let failures = 0;
  let writing = true;
  const writer = (async () => {
    for (let n = 1; writing; n += 1) {
      await sql(A, 'orders-prod', `INSERT INTO writes VALUES (${n})`).then(
        () => acknowledged.push(n),
        () => {
          failures += 1;
        },
      );
    }
  })();
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(20), PATIENCE);
  await inA.rebootDBInstance({ DBInstanceIdentifier: 'orders-prod', ForceFailover: true });
  await becomes(inA, 'orders-prod', {
    DBInstanceStatus: 'available',
    AvailabilityZone: `${A}c`,
  });
  const soFar = acknowledged.length;
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(soFar + 20), PATIENCE);
  writing = false;
  await writer;

  expect(failures).toBeGreaterThan(0);
  expect(cloud.endpoint(A, 'orders-prod')).toEqual(before);
  const rows = (await sql(A, 'orders-prod', 'SELECT n FROM writes')) as { n: number }[];
  const found = new Set(rows.map(({ n }) => n));
  expect(acknowledged.filter((n) => !found.has(n))).toEqual([]);
  await becomes(inA, 'orders-prod', { SecondaryAvailabilityZone: `${A}a` });

  // The replica follows, behind its own endpoint, and still takes no writes.
  await vi.waitFor(async () => {
    const count = 'SELECT count(*)::int AS n FROM writes';
    expect(await sql(B, 'orders-prod-replica', count)).toEqual([{ n: found.size }]);
  }, PATIENCE);
  await expect(sql(B, 'orders-prod-replica', 'DELETE FROM writes')).rejects.toThrow('read-only');
}, 180_000);

test('a Region dies, its replica is promoted, and the old primary comes back beside it', async () => {
  await becomes(inA, 'orders-prod', { SecondaryAvailabilityZone: expect.any(String) });
  await becomes(inB, 'orders-prod-replica', { StatusInfos: [{ Normal: true }] });
  await sql(A, 'orders-prod', 'INSERT INTO writes VALUES (1000000)');
  await vi.waitFor(async () => {
    const found = await sql(B, 'orders-prod-replica', 'SELECT FROM writes WHERE n = 1000000');
    expect(found).toHaveLength(1);
  }, PATIENCE);

  await cloud.outages.start({ kind: 'region', name: A });
  await expect(sql(A, 'orders-prod', 'SELECT 1')).rejects.toThrow();
  await inB.promoteReadReplica({ DBInstanceIdentifier: 'orders-prod-replica' });
  await vi.waitFor(async () => {
    await sql(B, 'orders-prod-replica', 'INSERT INTO writes VALUES (2000000)');
  }, PATIENCE);
  await becomes(inB, 'orders-prod-replica', { DBInstanceStatus: expect.any(String) });
  await vi.waitFor(async () => {
    expect(await describe(inB, 'orders-prod-replica')).not.toHaveProperty('StatusInfos');
  }, PATIENCE);

  await cloud.outages.end();
  await becomes(inA, 'orders-prod', { DBInstanceStatus: 'available' });
  await sql(A, 'orders-prod', 'INSERT INTO writes VALUES (3000000)');
  const after = 'SELECT n FROM writes WHERE n >= 1000000 ORDER BY n';
  expect(await sql(A, 'orders-prod', after)).toEqual([{ n: 1_000_000 }, { n: 3_000_000 }]);
  expect(await sql(B, 'orders-prod-replica', after)).toEqual([{ n: 1_000_000 }, { n: 2_000_000 }]);
  await becomes(inA, 'orders-prod', {
    SecondaryAvailabilityZone: expect.any(String),
    ReadReplicaDBInstanceIdentifiers: [],
  });
}, 180_000);

test('the other way round: a replica of the promoted one, and names that change hands', async () => {
  // Its first backup begins when it begins.
  await becomes(inB, 'orders-prod-replica', {
    DBInstanceStatus: 'available',
    LatestRestorableTime: expect.any(Date),
  });
  await inA.createDBInstanceReadReplica({
    DBInstanceIdentifier: 'orders-next',
    SourceDBInstanceIdentifier: `arn:aws:rds:${B}:000000000000:db:orders-prod-replica`,
    KmsKeyId: 'alias/aws/rds',
  });
  await becomes(inA, 'orders-next', {
    DBInstanceStatus: 'available',
    StatusInfos: [{ Normal: true }],
  });
  const rename = (from: string, to: string) =>
    inA.modifyDBInstance({
      DBInstanceIdentifier: from,
      NewDBInstanceIdentifier: to,
      ApplyImmediately: true,
    });
  await rename('orders-prod', 'orders-prod-old');
  await vi.waitFor(async () => {
    expect(await describe(inA, 'orders-prod-old')).toMatchObject({ DBInstanceStatus: 'available' });
  }, PATIENCE);
  await rename('orders-next', 'orders-prod');
  await vi.waitFor(async () => {
    expect(await describe(inA, 'orders-prod')).toMatchObject({ DBInstanceStatus: 'available' });
  }, PATIENCE);
  const found = 'SELECT n FROM writes WHERE n >= 2000000';
  await vi.waitFor(async () => {
    expect(await sql(A, 'orders-prod', found)).toEqual([{ n: 2_000_000 }]);
  }, PATIENCE);
  await expect(sql(A, 'orders-prod', 'DELETE FROM writes')).rejects.toThrow('read-only');
}, 180_000);
