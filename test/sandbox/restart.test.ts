import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openCloud } from '../../src/sandbox/cloud.ts';
import { addFault, effects, listFaults } from '../../src/sandbox/control-client.ts';
import {
  ACCOUNT,
  CloudHarness,
  REGION,
  RUN_TAGS,
  SECOND_REGION,
  SOON,
  startCloud,
} from './cloud-harness.ts';

const state = (cloud: CloudHarness) => readFile(join(cloud.home, 'cloud.json'), 'utf8');

/**
 * The state as it was at a moment in the middle of a work comes back after the cloud has gone on without being seen:
 * what a kill at that moment leaves behind.
 */
async function killedAt(cloud: CloudHarness, moment: string): Promise<void> {
  await cloud.close();
  await writeFile(join(cloud.home, 'cloud.json'), moment);
  // A server is named in the state before it is made: the others were made afterwards.
  for (const server of cloud.host.servers.keys()) {
    if (!moment.includes(`"${server}"`)) cloud.host.servers.delete(server);
  }
}

test('instances, snapshots, tags, faults, effects and events outlive a restart', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'by-hand',
    DBInstanceIdentifier: 'copy',
  });
  await cloud.reaches('copy', 'available');
  await addFault(cloud.url, { operation: 'sts:*', kind: 'throttle', count: 3 });
  const seen = async () => ({
    instances: (await cloud.rds.describeDBInstances({})).DBInstances,
    snapshots: (await cloud.rds.describeDBSnapshots({})).DBSnapshots,
    events: (await cloud.rds.describeEvents({})).Events,
    faults: await listFaults(cloud.url),
    effects: await effects(cloud.url),
  });
  const before = await seen();
  await cloud.close();
  await cloud.open();
  expect(await seen()).toEqual(before);
  expect(before.effects).toHaveLength(2);
});

test('servers that should be up are started, a stopped one is not', async () => {
  const cloud = await startCloud();
  await cloud.restored('up');
  await cloud.restored('down');
  await cloud.rds.stopDBInstance({ DBInstanceIdentifier: 'down' });
  await cloud.reaches('down', 'stopped');
  await cloud.close();
  const [up, down] = [cloud.serverOf('up'), cloud.serverOf('down')];
  for (const server of [up, down]) await cloud.host.kill(server);
  cloud.host.calls.length = 0;
  await cloud.open();
  expect(await cloud.statusOf('up')).toBe('available');
  expect(await cloud.statusOf('down')).toBe('stopped');
  expect(cloud.host.calls).toContain(`start ${up}`);
  expect(cloud.host.calls).not.toContain(`start ${down}`);
});

test('an instance whose server does not start again is failed, with an event', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await cloud.close();
  const start = cloud.host.start.bind(cloud.host);
  const server = cloud.serverOf('copy');
  cloud.host.start = (id) => (id === server ? Promise.reject(new Error('no port')) : start(id));
  await cloud.open();
  expect(await cloud.statusOf('copy')).toBe('failed');
  const { Events = [] } = await cloud.rds.describeEvents({ EventCategories: ['failure'] });
  expect(Events.map((event) => event.Message)).toEqual(['The server did not start: no port']);
});

test('a restore that a kill cut off is done again from the beginning', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('restoreSnapshot');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
    BackupRetentionPeriod: 0,
    Tags: RUN_TAGS,
  });
  const moment = await state(cloud);
  const id = (await cloud.instance('copy'))?.DbiResourceId;
  release();
  await killedAt(cloud, moment);

  await cloud.open();
  await cloud.reaches('copy', 'available');
  const server = cloud.serverOf('copy');
  expect(cloud.host.calls.filter((call) => call.endsWith(` ${server}`))).toEqual([
    `restoreSnapshot ${server}`,
    `destroy ${server}`,
    `restoreSnapshot ${server}`,
  ]);
  expect((await cloud.instance('copy'))?.DbiResourceId).toBe(id);
  expect(await effects(cloud.url)).toHaveLength(1);
});

test('a restore that cannot be done again is a restore-error', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('restoreSnapshot');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
  });
  const moment = await state(cloud);
  release();
  await killedAt(cloud, moment);
  cloud.host.fail('restoreSnapshot', 'the snapshot is gone');
  await cloud.open();
  await cloud.reaches('copy', 'restore-error');
});

test('a new password that a kill cut off is set after all', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'copy',
    MasterUserPassword: 'correct-horse',
  });
  await cloud.close();
  const server = cloud.serverOf('copy');
  expect(cloud.host.passwordOf(server, 'orders_admin')).toBeUndefined();
  await cloud.open();
  expect((await cloud.instance('copy'))?.PendingModifiedValues).toEqual({
    MasterUserPassword: '****',
  });
  await cloud.pickUp();
  await vi.waitFor(() => {
    expect(cloud.host.passwordOf(server, 'orders_admin')).toBe('correct-horse');
  }, SOON);
});

test('a deletion and a snapshot that a kill cut off are carried through', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const release = cloud.host.hold('destroy');
  const taken = cloud.host.hold('takeSnapshot');
  await cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  await cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'by-hand',
    DBInstanceIdentifier: 'orders-prod',
  });
  const moment = await state(cloud);
  release();
  taken();
  await killedAt(cloud, moment);
  await cloud.open();
  await cloud.isGone('copy');
  await cloud.reaches('orders-prod', 'available');
  const { DBSnapshots } = await cloud.rds.describeDBSnapshots({ DBSnapshotIdentifier: 'by-hand' });
  expect(DBSnapshots?.[0]?.Status).toBe('available');
  expect([...cloud.host.snapshots]).toContain('by-hand');
});

test('a promotion that a kill cut off is carried through, before it began and in the middle', async () => {
  for (const when of ['before', 'in the middle']) {
    const cloud = await startCloud();
    const replica = 'orders-prod-replica';
    const release = cloud.host.hold('promote');
    await cloud.rds2.promoteReadReplica({ DBInstanceIdentifier: replica });
    if (when === 'in the middle') {
      await cloud.pickUp();
      const server = cloud.serverOf(replica, SECOND_REGION);
      await vi.waitFor(() => expect(cloud.host.calls).toContain(`promote ${server}`), SOON);
    }
    const moment = await state(cloud);
    release();
    await killedAt(cloud, moment);
    await cloud.open();
    await vi.waitFor(async () => {
      const found = await cloud.instance(replica, cloud.rds2);
      expect(found).toMatchObject({ DBInstanceStatus: 'available', BackupRetentionPeriod: 1 });
      expect(found).not.toHaveProperty('ReadReplicaSourceDBInstanceIdentifier');
    }, SOON);
    expect((await cloud.instance('orders-prod'))?.ReadReplicaDBInstanceIdentifiers).toEqual([]);
    expect(await effects(cloud.url)).toHaveLength(1);
  }
});

test('a failover that a kill cut off is carried through, at every point', async () => {
  for (const point of ['call', 'kill', 'promote'] as const) {
    const cloud = await startCloud();
    const release = point === 'call' ? () => undefined : cloud.host.hold(point);
    await cloud.rds.rebootDBInstance({ DBInstanceIdentifier: 'orders-prod', ForceFailover: true });
    if (point !== 'call') {
      await cloud.pickUp();
      await vi.waitFor(() => expect(cloud.host.calls.at(-1)).toContain(point), SOON);
    }
    const moment = await state(cloud);
    release();
    await killedAt(cloud, moment);
    await cloud.open();
    await vi.waitFor(async () => {
      expect(await cloud.instance('orders-prod')).toMatchObject({
        DBInstanceStatus: 'available',
        AvailabilityZone: 'ap-northeast-1c',
        SecondaryAvailabilityZone: 'ap-northeast-1a',
      });
    }, SOON);
    await vi.waitFor(() => expect(cloud.host.servers.has('orders-prod')).toBe(false), SOON);
    // The primary and its new standby, and nothing that a cut-off attempt has left.
    const servers = [...cloud.host.servers.keys()].filter((name) => name.startsWith(REGION));
    expect(servers).toHaveLength(2);
  }
});

test('the making of a replica and of a standby that a kill cut off begins anew', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('createStandby');
  await cloud.rds2.createDBInstanceReadReplica({
    DBInstanceIdentifier: 'throwaway',
    SourceDBInstanceIdentifier: `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders-prod`,
    KmsKeyId: 'alias/aws/rds',
  });
  await cloud.restored('copy', { MultiAZ: true });
  const making = () => cloud.host.calls.filter((call) => call.startsWith('createStandby'));
  await vi.waitFor(() => expect(making()).toHaveLength(4), SOON);
  const moment = await state(cloud);
  release();
  await killedAt(cloud, moment);
  await cloud.open();
  await cloud.reaches('throwaway', 'available', cloud.rds2);
  await cloud.hasStandby('copy');
  const all = [...cloud.host.servers.keys()];
  expect(all.filter((name) => name.includes('.throwaway.'))).toHaveLength(1);
  expect(all.filter((name) => name.includes('.copy.'))).toHaveLength(2);
});

test('a rename that a kill cut off is carried through', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('stop');
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'orders-prod',
    NewDBInstanceIdentifier: 'orders-prod-old',
    ApplyImmediately: true,
  });
  await cloud.pickUp();
  await cloud.reaches('orders-prod', 'renaming');
  const moment = await state(cloud);
  release();
  await killedAt(cloud, moment);
  await cloud.open();
  await cloud.pickUp();
  await cloud.reaches('orders-prod-old', 'available');
  await cloud.isGone('orders-prod');
});

test('an endpoint is where it was, also after a restart', async () => {
  const cloud = await startCloud();
  const before = (await cloud.instance('orders-prod'))?.Endpoint;
  await cloud.close();
  await cloud.open();
  expect((await cloud.instance('orders-prod'))?.Endpoint).toEqual(before);
  const { Port } = before ?? {};
  expect(cloud.cloud.endpoint(REGION, 'orders-prod')).toEqual({ host: '127.0.0.1', port: Port });
});

test('a first day that a kill cut off still has a replica and a standby', async () => {
  const cloud = new CloudHarness(await mkdtemp(join(tmpdir(), 'kunren-cloud-')));
  onTestFinished(async () => {
    await cloud.close();
    await rm(cloud.home, { recursive: true, force: true });
  });
  const release = cloud.host.hold('takeSnapshot');
  const opened = cloud.open();
  const path = join(cloud.home, 'cloud.json');
  const moment = await vi.waitFor(() => readFile(path, 'utf8'), SOON);
  release();
  await opened;
  await killedAt(cloud, moment);
  await cloud.open();
  await cloud.hasStandby('orders-prod');
  await cloud.reaches('orders-prod-replica', 'available', cloud.rds2);
});

test('a call is answered only when its change is on disk', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('restoreSnapshot');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
    Tags: RUN_TAGS,
  });
  const saved = JSON.parse(await state(cloud));
  expect(saved.regions[REGION].rds.instances[1]).toMatchObject({ id: 'copy', status: 'creating' });
  expect(saved.effects).toMatchObject([{ run: 'run-1' }]);
  release();
});

test('the state of another account, Region or format is not taken', async () => {
  const cloud = await startCloud();
  await cloud.close();
  const open = (accountId: string, region: string) =>
    openCloud({
      home: cloud.home,
      clock: cloud.clock,
      host: cloud.host,
      regions: [region],
      accountId,
      production: {
        id: 'orders-prod',
        database: 'orders',
        masterUser: 'orders_admin',
      },
    });
  const foreign = { code: 'SANDBOX_STATE_FOREIGN' };
  await expect(open('123456789012', REGION)).rejects.toMatchObject(foreign);
  await expect(open(ACCOUNT, 'eu-west-1')).rejects.toMatchObject(foreign);
  const path = join(cloud.home, 'cloud.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"format": 2', '"format": 1'));
  await expect(open(ACCOUNT, REGION)).rejects.toMatchObject(foreign);
  await writeFile(path, text.slice(0, 100));
  await expect(open(ACCOUNT, REGION)).rejects.toMatchObject({ code: 'SANDBOX_STATE_UNREADABLE' });
  await writeFile(path, text);
  await cloud.open();
});
