import { expect, test, vi } from 'vitest';
import { addFault } from '../../../src/sandbox/control-client.ts';
import {
  ACCOUNT,
  type CloudHarness,
  failureOf,
  REGION,
  SOON,
  startCloud,
} from '../cloud-harness.ts';

const rename = (cloud: CloudHarness, from: string, to: string, ApplyImmediately = true) =>
  cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: from,
    NewDBInstanceIdentifier: to,
    ApplyImmediately,
  });

test('a renamed instance is renaming under its old name, then found under the new one only', async () => {
  const cloud = await startCloud();
  const before = await cloud.instance('orders-prod');
  const release = cloud.host.hold('stop');
  const { DBInstance } = await rename(cloud, 'orders-prod', 'Orders-Prod-Old');
  expect(DBInstance).toMatchObject({
    DBInstanceIdentifier: 'orders-prod',
    DBInstanceStatus: 'available',
    PendingModifiedValues: { DBInstanceIdentifier: 'orders-prod-old' },
  });
  await cloud.pickUp();
  await cloud.reaches('orders-prod', 'renaming');
  expect(await failureOf(cloud.instance('orders-prod-old'))).toMatchObject({
    code: 'DBInstanceNotFound',
  });
  release();
  await cloud.isGone('orders-prod');
  await cloud.reaches('orders-prod-old', 'available');
  expect(await cloud.instance('orders-prod-old')).toMatchObject({
    DBInstanceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders-prod-old`,
    DbiResourceId: before?.DbiResourceId,
    Endpoint: before?.Endpoint,
    InstanceCreateTime: before?.InstanceCreateTime,
    TagList: before?.TagList,
    PendingModifiedValues: {},
  });
  expect(await cloud.eventsOf('orders-prod-old')).toEqual(
    expect.arrayContaining(['Renamed instance from orders-prod to orders-prod-old']),
  );
});

test('replicas, automated snapshots and backups know the instance by its new name', async () => {
  const cloud = await startCloud();
  await rename(cloud, 'orders-prod', 'orders-prod-old');
  await cloud.pickUp();
  await cloud.isGone('orders-prod');
  expect(await cloud.instance('orders-prod-replica', cloud.rds2)).toMatchObject({
    ReadReplicaSourceDBInstanceIdentifier: `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders-prod-old`,
    StatusInfos: [{ Normal: true }],
  });
  const { DBSnapshots } = await cloud.rds.describeDBSnapshots({
    DBInstanceIdentifier: 'orders-prod-old',
  });
  expect(DBSnapshots).toHaveLength(1);
  await cloud.reaches('orders-prod-old', 'available');
  await cloud.rds.restoreDBInstanceToPointInTime({
    TargetDBInstanceIdentifier: 'orders-prod',
    SourceDBInstanceIdentifier: 'orders-prod-old',
    UseLatestRestorableTime: true,
    BackupRetentionPeriod: 0,
  });
  await cloud.reaches('orders-prod', 'available');
  expect(cloud.serverOf('orders-prod')).not.toBe(cloud.serverOf('orders-prod-old'));
});

test('two instances can change names, one after the other', async () => {
  const cloud = await startCloud();
  await cloud.restored('next');
  const next = await cloud.instance('next');
  await rename(cloud, 'orders-prod', 'orders-prod-old');
  await cloud.pickUp();
  await cloud.reaches('orders-prod-old', 'available');
  await rename(cloud, 'next', 'orders-prod');
  await cloud.pickUp();
  await cloud.reaches('orders-prod', 'available');
  expect((await cloud.instance('orders-prod'))?.DbiResourceId).toBe(next?.DbiResourceId);
});

test('a name that is taken, or promised to another instance, is refused', async () => {
  const cloud = await startCloud();
  await cloud.restored('one');
  await cloud.restored('two');
  const taken = { code: 'DBInstanceAlreadyExists' };
  expect(await failureOf(rename(cloud, 'one', 'two'))).toMatchObject(taken);
  await rename(cloud, 'one', 'three');
  expect(await failureOf(rename(cloud, 'two', 'three'))).toMatchObject(taken);
  const restore = cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'three',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
  });
  expect(await failureOf(restore)).toMatchObject(taken);
  expect(await failureOf(rename(cloud, 'two', 'bad--name'))).toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('a rename waits for the maintenance window unless it is to come immediately', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await rename(cloud, 'copy', 'later', false);
  expect(await cloud.instance('copy')).toMatchObject({
    DBInstanceStatus: 'available',
    PendingModifiedValues: { DBInstanceIdentifier: 'later' },
  });
  await cloud.rds.modifyDBInstance({ DBInstanceIdentifier: 'copy', ApplyImmediately: true });
  await cloud.pickUp();
  await vi.waitFor(async () => expect(await cloud.statusOf('later')).toBe('available'), SOON);
});

test('a stale read after a rename still shows the old name, and only that', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await rename(cloud, 'copy', 'moved');
  await cloud.pickUp();
  await cloud.reaches('moved', 'available');
  await addFault(cloud.url, { operation: 'rds:DescribeDBInstances', kind: 'stale', count: 1 });
  const { DBInstances = [] } = await cloud.rds.describeDBInstances({});
  const names = DBInstances.map((each) => each.DBInstanceIdentifier);
  expect(names.filter((name) => name === 'copy' || name === 'moved')).toHaveLength(1);
});
