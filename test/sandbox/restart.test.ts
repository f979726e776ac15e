import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openCloud } from '../../src/sandbox/cloud.ts';
import { addFault, effects, listFaults } from '../../src/sandbox/control-client.ts';
import { PICK_UP_MS } from '../../src/sandbox/rds/perform-work.ts';
import { ACCOUNT, type CloudHarness, REGION, RUN_TAGS, startCloud } from './cloud-harness.ts';

const state = (cloud: CloudHarness) => readFile(join(cloud.home, 'cloud.json'), 'utf8');

/**
 * The state as it was at a moment in the middle of a work comes back after the cloud has gone on without being seen:
 * what a kill at that moment leaves behind.
 */
async function killedAt(cloud: CloudHarness, moment: string): Promise<void> {
  await cloud.close();
  await writeFile(join(cloud.home, 'cloud.json'), moment);
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
  for (const id of ['up', 'down']) cloud.host.kill(id);
  cloud.host.calls.length = 0;
  await cloud.open();
  expect(await cloud.statusOf('up')).toBe('available');
  expect(await cloud.statusOf('down')).toBe('stopped');
  expect(cloud.host.calls).toEqual(['start orders-prod', 'start up']);
});

test('an instance whose server does not start again is failed, with an event', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await cloud.close();
  await cloud.host.start('orders-prod');
  const start = cloud.host.start.bind(cloud.host);
  cloud.host.start = (id) => (id === 'copy' ? Promise.reject(new Error('no port')) : start(id));
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
  expect(cloud.host.calls.filter((call) => call.endsWith(' copy'))).toEqual([
    'restoreSnapshot copy',
    'destroy copy',
    'restoreSnapshot copy',
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
  expect(cloud.host.passwordOf('copy', 'orders_admin')).toBeUndefined();
  await cloud.open();
  expect((await cloud.instance('copy'))?.PendingModifiedValues).toEqual({
    MasterUserPassword: '****',
  });
  await vi.waitFor(() => expect(cloud.clock.sleeping(PICK_UP_MS)).toBe(1), { interval: 2 });
  cloud.clock.advance(PICK_UP_MS);
  await vi.waitFor(() => {
    expect(cloud.host.passwordOf('copy', 'orders_admin')).toBe('correct-horse');
  });
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

test('a call is answered only when its change is on disk', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('restoreSnapshot');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
    Tags: RUN_TAGS,
  });
  const saved = JSON.parse(await state(cloud));
  expect(saved.rds.instances[1]).toMatchObject({ id: 'copy', status: 'creating' });
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
      region,
      accountId,
      production: {
        id: 'orders-prod',
        database: 'orders',
        masterUser: 'orders_admin',
        endpoint: { host: '127.0.0.1', port: 1 },
      },
    });
  const foreign = { code: 'SANDBOX_STATE_FOREIGN' };
  await expect(open('123456789012', REGION)).rejects.toMatchObject(foreign);
  await expect(open(ACCOUNT, 'eu-west-1')).rejects.toMatchObject(foreign);
  const path = join(cloud.home, 'cloud.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"format": 1', '"format": 2'));
  await expect(open(ACCOUNT, REGION)).rejects.toMatchObject(foreign);
  await writeFile(path, text.slice(0, 100));
  await expect(open(ACCOUNT, REGION)).rejects.toMatchObject({ code: 'SANDBOX_STATE_UNREADABLE' });
  await writeFile(path, text);
  await cloud.open();
});
