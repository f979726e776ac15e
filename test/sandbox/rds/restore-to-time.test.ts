import { expect, test } from 'vitest';
import { failureOf, RUN_TAGS, startCloud } from '../cloud-harness.ts';

const LATEST = '2026-11-24T00:59:00.000Z';
const FROM_PRODUCTION = {
  TargetDBInstanceIdentifier: 'copy',
  SourceDBInstanceIdentifier: 'orders-prod',
  BackupRetentionPeriod: 0,
  Tags: RUN_TAGS,
};

test('the target time is the one asked for, or the latest restorable one', async () => {
  const cloud = await startCloud();
  await cloud.rds.restoreDBInstanceToPointInTime({
    ...FROM_PRODUCTION,
    RestoreTime: new Date('2026-11-24T00:30:00.000Z'),
  });
  await cloud.reaches('copy', 'available');
  await cloud.rds.restoreDBInstanceToPointInTime({
    ...FROM_PRODUCTION,
    TargetDBInstanceIdentifier: 'newest',
    UseLatestRestorableTime: true,
  });
  await cloud.reaches('newest', 'available');
  expect(cloud.host.calls.filter((call) => call.startsWith('restoreToTime'))).toEqual([
    `restoreToTime ${cloud.serverOf('copy')} 2026-11-24T00:30:00.000Z`,
    `restoreToTime ${cloud.serverOf('newest')} ${LATEST}`,
  ]);
  expect(await cloud.instance('copy')).toMatchObject({
    DBSubnetGroup: { DBSubnetGroupName: 'default' },
    DeletionProtection: false,
    MultiAZ: false,
    TagList: RUN_TAGS,
  });
});

test('the source may be named by its resource id or by its automated backups', async () => {
  const cloud = await startCloud();
  const { DBInstanceAutomatedBackups } = await cloud.rds.describeDBInstanceAutomatedBackups({});
  const [backup] = DBInstanceAutomatedBackups ?? [];
  await cloud.rds.restoreDBInstanceToPointInTime({
    TargetDBInstanceIdentifier: 'by-resource',
    SourceDbiResourceId: backup?.DbiResourceId,
    UseLatestRestorableTime: true,
    BackupRetentionPeriod: 0,
  });
  await cloud.rds.restoreDBInstanceToPointInTime({
    TargetDBInstanceIdentifier: 'by-backup',
    SourceDBInstanceAutomatedBackupsArn: backup?.DBInstanceAutomatedBackupsArn,
    UseLatestRestorableTime: true,
    BackupRetentionPeriod: 0,
  });
  await cloud.reaches('by-resource', 'available');
  await cloud.reaches('by-backup', 'available');
});

test('a time that cannot be reached, or two ways to say it, are refused', async () => {
  const cloud = await startCloud();
  const wrong: [object, object][] = [
    [
      { UseLatestRestorableTime: true, RestoreTime: new Date(LATEST) },
      { code: 'InvalidParameterCombination' },
    ],
    [{}, { code: 'InvalidParameterCombination' }],
    [{ UseLatestRestorableTime: false }, { code: 'InvalidParameterCombination' }],
    [{ RestoreTime: new Date('2026-11-24T00:59:00.001Z') }, { code: 'InvalidParameterValue' }],
    [{ RestoreTime: new Date('2026-11-23T00:00:00.000Z') }, { code: 'InvalidParameterValue' }],
    [
      { SourceDBInstanceIdentifier: 'nobody', UseLatestRestorableTime: true },
      { code: 'DBInstanceNotFound', status: 404 },
    ],
    [
      { SourceDbiResourceId: 'db-X', UseLatestRestorableTime: true },
      { code: 'InvalidParameterCombination' },
    ],
    [
      {
        SourceDBInstanceIdentifier: undefined,
        SourceDbiResourceId: 'db-X',
        UseLatestRestorableTime: true,
      },
      { code: 'DBInstanceAutomatedBackupNotFound', status: 404 },
    ],
    [
      { TargetDBInstanceIdentifier: 'orders-prod', UseLatestRestorableTime: true },
      { code: 'DBInstanceAlreadyExists' },
    ],
    [
      { TargetDBInstanceIdentifier: 'no_underscores', UseLatestRestorableTime: true },
      { code: 'InvalidParameterValue' },
    ],
  ];
  for (const [input, expected] of wrong) {
    const call = cloud.rds.restoreDBInstanceToPointInTime({ ...FROM_PRODUCTION, ...input });
    expect(await failureOf(call), JSON.stringify(input)).toMatchObject({
      status: 400,
      ...expected,
    });
  }
  expect((await cloud.rds.describeDBInstances({})).DBInstances).toHaveLength(1);
});

test('an instance without backups, or before its first log, has no time to be restored to', async () => {
  const cloud = await startCloud();
  await cloud.restored('plain');
  const restore = (source: string) =>
    cloud.rds.restoreDBInstanceToPointInTime({
      TargetDBInstanceIdentifier: 'copy',
      SourceDBInstanceIdentifier: source,
      UseLatestRestorableTime: true,
    });
  expect(await failureOf(restore('plain'))).toMatchObject({ code: 'PointInTimeRestoreNotEnabled' });
  cloud.host.latest = undefined;
  expect(await failureOf(restore('orders-prod'))).toMatchObject({ code: 'InvalidRestoreFault' });
});

test('the source of a restore under way cannot be deleted, and one being deleted not restored', async () => {
  const cloud = await startCloud();
  await cloud.restored('source', { BackupRetentionPeriod: 1 });
  const release = cloud.host.hold('restoreToTime');
  await cloud.rds.restoreDBInstanceToPointInTime({
    TargetDBInstanceIdentifier: 'copy',
    SourceDBInstanceIdentifier: 'source',
    UseLatestRestorableTime: true,
    BackupRetentionPeriod: 0,
  });
  const remove = () =>
    cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'source', SkipFinalSnapshot: true });
  expect(await failureOf(remove())).toMatchObject({ code: 'InvalidDBInstanceState' });
  release();
  await cloud.reaches('copy', 'available');

  const removed = cloud.host.hold('destroy');
  await remove();
  const late = cloud.rds.restoreDBInstanceToPointInTime({
    TargetDBInstanceIdentifier: 'late',
    SourceDBInstanceIdentifier: 'source',
    UseLatestRestorableTime: true,
  });
  expect(await failureOf(late)).toMatchObject({ code: 'InvalidDBInstanceState' });
  removed();
  await cloud.isGone('source');
});

test('two calls at the same moment for the same name make one instance', async () => {
  const cloud = await startCloud();
  const restore = () =>
    cloud.rds.restoreDBInstanceToPointInTime({ ...FROM_PRODUCTION, UseLatestRestorableTime: true });
  const results = await Promise.allSettled([restore(), restore(), restore()]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await cloud.reaches('copy', 'available');
  expect(cloud.host.calls.filter((call) => call.startsWith('restoreToTime'))).toHaveLength(1);
});
