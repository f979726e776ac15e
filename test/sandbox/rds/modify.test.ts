import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { failureOf, SOON, startCloud } from '../cloud-harness.ts';

test('a new master password leaves the instance available for a moment, then resets it', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const release = cloud.host.hold('setPassword');
  const { DBInstance } = await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'copy',
    MasterUserPassword: 'correct-horse',
  });
  expect(DBInstance).toMatchObject({
    DBInstanceStatus: 'available',
    PendingModifiedValues: { MasterUserPassword: '****' },
  });
  expect(await cloud.instance('copy')).toMatchObject({
    DBInstanceStatus: 'available',
    PendingModifiedValues: { MasterUserPassword: '****' },
  });

  await cloud.pickUp();
  await cloud.reaches('copy', 'resetting-master-credentials');
  expect(cloud.host.passwordOf(cloud.serverOf('copy'), 'orders_admin')).toBeUndefined();
  release();
  await cloud.reaches('copy', 'available');
  expect((await cloud.instance('copy'))?.PendingModifiedValues).toEqual({});
  expect(cloud.host.passwordOf(cloud.serverOf('copy'), 'orders_admin')).toBe('correct-horse');
});

test('a password is on disk only until it is set, and nobody else may read the file', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'copy',
    MasterUserPassword: 'correct-horse',
  });
  const path = join(cloud.home, 'cloud.json');
  expect(await readFile(path, 'utf8')).toContain('correct-horse');
  expect((await stat(path)).mode & 0o077).toBe(0);
  expect(JSON.stringify(cloud.cloud.status())).not.toContain('correct-horse');
  await cloud.pickUp();
  await vi.waitFor(async () => {
    expect(await readFile(path, 'utf8')).not.toContain('correct-horse');
  }, SOON);
});

test('a password that cannot be set leaves the old one and an event', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  cloud.host.fail('setPassword', 'no such role');
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'copy',
    MasterUserPassword: 'correct-horse',
  });
  await cloud.pickUp();
  await vi.waitFor(async () => {
    const { Events = [] } = await cloud.rds.describeEvents({
      SourceType: 'db-instance',
      SourceIdentifier: 'copy',
    });
    expect(Events.map((event) => event.Message)).toContain(
      'Unable to reset your password: no such role',
    );
  }, SOON);
  expect(await cloud.instance('copy')).toMatchObject({
    DBInstanceStatus: 'available',
    PendingModifiedValues: {},
  });
});

test('settings that need no work change at once', async () => {
  const cloud = await startCloud();
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'orders-prod',
    DeletionProtection: false,
    BackupRetentionPeriod: 14,
    VpcSecurityGroupIds: ['sg-0a1b2c3d4e5f60010'],
    DBParameterGroupName: 'default.postgres18',
  });
  expect(await cloud.instance('orders-prod')).toMatchObject({
    DBInstanceStatus: 'available',
    DeletionProtection: false,
    BackupRetentionPeriod: 14,
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60010' }],
    DBParameterGroups: [{ DBParameterGroupName: 'default.postgres18' }],
    MultiAZ: true,
  });
});

test('another class waits for the maintenance window unless it is to come immediately', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const modify = (input: object) =>
    cloud.rds.modifyDBInstance({ DBInstanceIdentifier: 'copy', ...input });
  await modify({ DBInstanceClass: 'db.r7g.large' });
  expect(await cloud.instance('copy')).toMatchObject({
    DBInstanceClass: 'db.t4g.medium',
    PendingModifiedValues: { DBInstanceClass: 'db.r7g.large' },
  });
  await modify({ AllocatedStorage: 30, ApplyImmediately: true });
  await cloud.pickUp();
  await vi.waitFor(async () => {
    expect(await cloud.instance('copy')).toMatchObject({
      DBInstanceStatus: 'available',
      DBInstanceClass: 'db.r7g.large',
      AllocatedStorage: 30,
      PendingModifiedValues: {},
    });
  }, SOON);
});

test('what RDS would not accept is refused', async () => {
  const cloud = await startCloud();
  const wrong: [object, object][] = [
    [{ DBInstanceIdentifier: 'nobody' }, { code: 'DBInstanceNotFound', status: 404 }],
    [{ MasterUserPassword: 'short' }, { code: 'InvalidParameterValue' }],
    [{ MasterUserPassword: 'with a space' }, { code: 'InvalidParameterValue' }],
    [{ MasterUserPassword: 'with@an@at' }, { code: 'InvalidParameterValue' }],
    [{ DBInstanceClass: 'huge' }, { code: 'InvalidParameterValue' }],
    [{ AllocatedStorage: 5 }, { code: 'InvalidParameterCombination' }],
    [{ BackupRetentionPeriod: -1 }, { code: 'InvalidParameterValue' }],
    [{ DBParameterGroupName: 'none' }, { code: 'DBParameterGroupNotFound', status: 404 }],
    [{ VpcSecurityGroupIds: ['sg-0a1b2c3d4e5f60009'] }, { code: 'InvalidParameterCombination' }],
  ];
  for (const [input, expected] of wrong) {
    const call = cloud.rds.modifyDBInstance({ DBInstanceIdentifier: 'orders-prod', ...input });
    expect(await failureOf(call), JSON.stringify(input)).toMatchObject({
      status: 400,
      ...expected,
    });
  }
});

test('an instance that is not available cannot be modified', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('restoreSnapshot');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
  });
  const call = cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'copy',
    MasterUserPassword: 'correct-horse',
  });
  expect(await failureOf(call)).toMatchObject({ code: 'InvalidDBInstanceState', status: 400 });
  release();
});

test('a stopped instance is stopped, and starts again', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const { DBInstance } = await cloud.rds.stopDBInstance({ DBInstanceIdentifier: 'copy' });
  expect(DBInstance?.DBInstanceStatus).toBe('stopping');
  await cloud.reaches('copy', 'stopped');
  expect(await cloud.host.isUp(cloud.serverOf('copy'))).toBe(false);
  const again = cloud.rds.stopDBInstance({ DBInstanceIdentifier: 'copy' });
  expect(await failureOf(again)).toMatchObject({ code: 'InvalidDBInstanceState' });
  await cloud.rds.startDBInstance({ DBInstanceIdentifier: 'copy' });
  await cloud.reaches('copy', 'available');
  const twice = cloud.rds.startDBInstance({ DBInstanceIdentifier: 'copy' });
  expect(await failureOf(twice)).toMatchObject({ code: 'InvalidDBInstanceState' });
});

test('windows are changed at once, also of a replica, and must look like windows', async () => {
  const cloud = await startCloud();
  const windows = {
    PreferredBackupWindow: '03:00-03:30',
    PreferredMaintenanceWindow: 'mon:05:00-mon:05:30',
  };
  const DBInstanceIdentifier = 'orders-prod-replica';
  await cloud.rds2.modifyDBInstance({ DBInstanceIdentifier, ...windows, ApplyImmediately: true });
  expect(await cloud.instance(DBInstanceIdentifier, cloud.rds2)).toMatchObject({
    DBInstanceStatus: 'available',
    ...windows,
  });
  for (const wrong of [
    { PreferredBackupWindow: '25:00-26:00' },
    { PreferredMaintenanceWindow: '03:00-03:30' },
  ]) {
    expect(
      await failureOf(cloud.rds2.modifyDBInstance({ DBInstanceIdentifier, ...wrong })),
    ).toMatchObject({ code: 'InvalidParameterValue' });
  }
});
