import { RDS } from '@aws-sdk/client-rds';
import { expect, test, vi } from 'vitest';
import { endOutage, listOutages, startOutage } from '../../../src/sandbox/control-client.ts';
import { type CloudHarness, failureOf, SECOND_REGION, SOON, startCloud } from '../cloud-harness.ts';

const A = 'ap-northeast-1';

/** Whether a server at the host answers. */
const up = (cloud: CloudHarness, server: string) => cloud.host.isUp(server);

test('a Region without power has no server and no endpoint; the other one answers', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const servers = ['orders-prod', 'ap-northeast-1.orders-prod.1', cloud.serverOf('copy')];
  const replica = cloud.serverOf('orders-prod-replica', SECOND_REGION);
  const outage = await startOutage(cloud.url, { kind: 'region', name: A });
  expect(outage).toEqual({ kind: 'region', name: A, since: '2026-11-24T01:00:00.000Z' });
  for (const server of servers) expect(await up(cloud, server)).toBe(false);
  await expect(cloud.rds.describeDBInstances({})).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(cloud.sts.getCallerIdentity({})).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await up(cloud, replica)).toBe(true);
  expect(await cloud.instance('orders-prod-replica', cloud.rds2)).toMatchObject({
    DBInstanceStatus: 'available',
    StatusInfos: [{ Normal: false, Status: 'error' }],
  });
  expect(cloud.cloud.status()).toMatchObject({ outages: [{ name: A }] });

  await cloud.watch(20);
  for (const server of servers) expect(await up(cloud, server)).toBe(false);
  expect(await endOutage(cloud.url, A)).toEqual([outage]);
  expect(await cloud.instance('orders-prod')).toMatchObject({
    DBInstanceStatus: 'available',
    AvailabilityZone: 'ap-northeast-1a',
  });
  expect(await cloud.statusOf('copy')).toBe('available');
  await cloud.watch(2);
  await cloud.hasStandby('orders-prod');
});

test('a replica is promoted while its source is dead; the source comes back and takes writes', async () => {
  const cloud = await startCloud();
  await startOutage(cloud.url, { kind: 'region', name: A });
  await cloud.rds2.promoteReadReplica({ DBInstanceIdentifier: 'orders-prod-replica' });
  await cloud.pickUp();
  await vi.waitFor(async () => {
    const found = await cloud.instance('orders-prod-replica', cloud.rds2);
    expect(found).not.toHaveProperty('ReadReplicaSourceDBInstanceIdentifier');
    expect(found?.DBInstanceStatus).toBe('available');
  }, SOON);
  await endOutage(cloud.url);
  expect(await cloud.instance('orders-prod')).toMatchObject({
    DBInstanceStatus: 'available',
    ReadReplicaDBInstanceIdentifiers: [],
  });
  // Neither is a standby: two databases take writes.
  expect(await cloud.host.replication('orders-prod')).toBeUndefined();
  const promoted = cloud.serverOf('orders-prod-replica', SECOND_REGION);
  expect(await cloud.host.replication(promoted)).toBeUndefined();
  expect(await up(cloud, 'orders-prod')).toBe(true);
  expect(await up(cloud, promoted)).toBe(true);
});

test('works in flight of a Region without power wait, and are done when it is back', async () => {
  const cloud = await startCloud();
  await cloud.restored('old');
  const release = cloud.host.hold('restoreSnapshot');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
    BackupRetentionPeriod: 0,
  });
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'old',
    MasterUserPassword: 'correct-horse',
  });
  await vi.waitFor(() => expect(cloud.clock.sleepingFor(250)).toBe(1), SOON);
  const server = cloud.serverOf('copy');
  await startOutage(cloud.url, { kind: 'region', name: A });
  release();
  cloud.clock.advance(250);
  await vi.waitFor(() => expect(cloud.host.calls).toContain(`kill ${server}`), SOON);
  expect(await up(cloud, server)).toBe(false);
  expect(cloud.cloud.status()).toMatchObject({
    instances: expect.arrayContaining([
      expect.objectContaining({ id: 'copy', status: 'creating', inFlight: ['restore-snapshot'] }),
    ]),
  });
  expect(cloud.host.passwordOf(cloud.serverOf('old'), 'orders_admin')).toBeUndefined();

  await endOutage(cloud.url);
  await cloud.reaches('copy', 'available');
  await cloud.reaches('old', 'available');
  expect(await up(cloud, server)).toBe(true);
  expect(cloud.host.passwordOf(cloud.serverOf('old'), 'orders_admin')).toBe('correct-horse');
});

test('a zone without power takes its servers; a Multi-AZ primary there fails over by itself', async () => {
  const cloud = await startCloud();
  await cloud.restored('single');
  await startOutage(cloud.url, { kind: 'az', name: 'ap-northeast-1a' });
  expect(await cloud.statusOf('single')).toBe('failed');
  expect(await cloud.statusOf('orders-prod')).toBe('available');
  await cloud.watch(5);
  await vi.waitFor(async () => {
    expect(await cloud.instance('orders-prod')).toMatchObject({
      DBInstanceStatus: 'available',
      AvailabilityZone: 'ap-northeast-1c',
    });
  }, SOON);
  await cloud.watch(3);
  expect(await cloud.instance('orders-prod')).not.toHaveProperty('SecondaryAvailabilityZone');

  await endOutage(cloud.url, 'ap-northeast-1a');
  await cloud.reaches('single', 'available');
  await cloud.hasStandby('orders-prod');
  expect(await cloud.instance('orders-prod')).toMatchObject({
    AvailabilityZone: 'ap-northeast-1c',
    SecondaryAvailabilityZone: 'ap-northeast-1a',
  });
});

test('a forced failover is possible while the dead primary has not been noticed', async () => {
  const cloud = await startCloud();
  await startOutage(cloud.url, { kind: 'az', name: 'ap-northeast-1a' });
  await cloud.rds.rebootDBInstance({ DBInstanceIdentifier: 'orders-prod', ForceFailover: true });
  await cloud.pickUp();
  await vi.waitFor(async () => {
    expect(await cloud.instance('orders-prod')).toMatchObject({
      DBInstanceStatus: 'available',
      AvailabilityZone: 'ap-northeast-1c',
    });
  }, SOON);
});

test('the zone of the standby without power leaves the primary alone, and no failover is possible', async () => {
  const cloud = await startCloud();
  await startOutage(cloud.url, { kind: 'az', name: 'ap-northeast-1c' });
  await cloud.watch(2);
  const found = await cloud.instance('orders-prod');
  expect(found).toMatchObject({ DBInstanceStatus: 'available' });
  expect(found).not.toHaveProperty('SecondaryAvailabilityZone');
  const force = cloud.rds.rebootDBInstance({
    DBInstanceIdentifier: 'orders-prod',
    ForceFailover: true,
  });
  expect(await failureOf(force)).toMatchObject({ code: 'InvalidDBInstanceState' });
  await endOutage(cloud.url);
  await cloud.watch(2);
  await cloud.hasStandby('orders-prod');
});

test('nothing new is placed in a zone without power', async () => {
  const cloud = await startCloud();
  await startOutage(cloud.url, { kind: 'az', name: 'ap-northeast-1a' });
  await cloud.restored('copy');
  expect((await cloud.instance('copy'))?.AvailabilityZone).toBe('ap-northeast-1c');
  const there = cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'there',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
    AvailabilityZone: 'ap-northeast-1a',
  });
  expect(await failureOf(there)).toMatchObject({ code: 'InsufficientDBInstanceCapacity' });
});

test('a restart of the sandbox keeps an outage', async () => {
  const cloud = await startCloud();
  await startOutage(cloud.url, { kind: 'region', name: A });
  await cloud.close();
  // Whoever starts the sandbox may have let servers run.
  await cloud.host.start('orders-prod');
  await cloud.open();
  expect(await listOutages(cloud.url)).toMatchObject([{ kind: 'region', name: A }]);
  expect(await up(cloud, 'orders-prod')).toBe(false);
  await expect(cloud.rds.describeDBInstances({})).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await cloud.statusOf('orders-prod-replica', cloud.rds2)).toBe('available');
  await endOutage(cloud.url);
  expect(await cloud.statusOf('orders-prod')).toBe('available');
});

test('a patient client gets through when the Region is back', async () => {
  const cloud = await startCloud();
  await startOutage(cloud.url, { kind: 'region', name: A });
  const patient = new RDS({
    endpoint: cloud.url,
    region: A,
    credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
    maxAttempts: 10,
  });
  const call = patient.describeDBInstances({ DBInstanceIdentifier: 'orders-prod' });
  await endOutage(cloud.url);
  expect((await call).DBInstances).toHaveLength(1);
  patient.destroy();
});

test('outages are asked for by JSON that makes sense, and unknown places are told', async () => {
  const { url } = await startCloud();
  const refused = { code: 'SANDBOX_REFUSED' };
  await expect(startOutage(url, { kind: 'region', name: 'mars' })).rejects.toMatchObject({
    ...refused,
    message: '"mars" is no Region of the sandbox. There is: ap-northeast-1, ap-northeast-3.',
  });
  await expect(startOutage(url, { kind: 'az', name: A })).rejects.toMatchObject(refused);
  await expect(endOutage(url, A)).rejects.toMatchObject({
    ...refused,
    message: `There is no outage of "${A}". Everything has power.`,
  });
  const wrong = { kind: 'planet', name: 'earth' } as never;
  await expect(startOutage(url, wrong)).rejects.toMatchObject(refused);
  expect(await endOutage(url)).toEqual([]);
  expect(await listOutages(url)).toEqual([]);
});
