import { expect, test } from 'vitest';
import { failureOf, RUN_TAGS, startCloud } from '../cloud-harness.ts';

test('a restore is creating, then backing up, then available, as the servers get on', async () => {
  const cloud = await startCloud();
  const restored = cloud.host.hold('restoreSnapshot');
  const backedUp = cloud.host.hold('takeSnapshot');
  const { DBInstance } = await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'Copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
    Tags: RUN_TAGS,
  });
  expect(DBInstance).toMatchObject({ DBInstanceIdentifier: 'copy', DBInstanceStatus: 'creating' });

  const creating = await cloud.instance('copy');
  expect(creating?.DBInstanceStatus).toBe('creating');
  expect(creating?.Endpoint).toBeUndefined();
  expect(creating?.InstanceCreateTime).toBeUndefined();
  expect(creating?.LatestRestorableTime).toBeUndefined();

  cloud.clock.advance(7000);
  restored();
  await cloud.reaches('copy', 'backing-up');
  expect((await cloud.instance('copy'))?.InstanceCreateTime).toEqual(
    new Date('2026-11-24T01:00:07.000Z'),
  );

  backedUp();
  await cloud.reaches('copy', 'available');
  expect(await cloud.instance('copy')).toMatchObject({
    Endpoint: { Address: '127.0.0.1', Port: 54_004 },
    DbiResourceId: DBInstance?.DbiResourceId,
    TagList: RUN_TAGS,
  });
  const { DBSnapshots } = await cloud.rds.describeDBSnapshots({ DBInstanceIdentifier: 'copy' });
  expect(DBSnapshots?.map((each) => each.DBSnapshotIdentifier)).toEqual([
    'rds:copy-2026-11-24-01-00',
  ]);
});

test('what a restore is not told becomes the default of RDS, not what the source has', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy', { BackupRetentionPeriod: undefined, Tags: undefined });
  expect(await cloud.instance('copy')).toMatchObject({
    DBSubnetGroup: { DBSubnetGroupName: 'default' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60000' }],
    DBParameterGroups: [{ DBParameterGroupName: 'default.postgres18' }],
    MultiAZ: false,
    DeletionProtection: false,
    PubliclyAccessible: false,
    CopyTagsToSnapshot: false,
    TagList: [],
    // These come with the data.
    DBInstanceClass: 'db.t4g.medium',
    MasterUsername: 'orders_admin',
    DBName: 'orders',
    StorageEncrypted: true,
    BackupRetentionPeriod: 7,
  });
});

test('what a restore is told is so', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy', {
    DBInstanceClass: 'db.r7g.large',
    DBSubnetGroupName: 'drill-isolated',
    VpcSecurityGroupIds: ['sg-0a1b2c3d4e5f60009'],
    DBParameterGroupName: 'orders-postgres18',
    AvailabilityZone: 'ap-northeast-1c',
    DeletionProtection: true,
    AllocatedStorage: 50,
    // Taken, though every server of the sandbox has a port of its own.
    Port: 5432,
  });
  expect(await cloud.instance('copy')).toMatchObject({
    DBInstanceClass: 'db.r7g.large',
    DBSubnetGroup: { DBSubnetGroupName: 'drill-isolated' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60009' }],
    DBParameterGroups: [{ DBParameterGroupName: 'orders-postgres18' }],
    AvailabilityZone: 'ap-northeast-1c',
    DeletionProtection: true,
    AllocatedStorage: 50,
    BackupRetentionPeriod: 0,
    TagList: RUN_TAGS,
    Endpoint: { Port: 54_004 },
  });
  expect((await cloud.instance('copy'))?.LatestRestorableTime).toBeUndefined();
});

test('a network without named security groups gets its own default one', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy', { DBSubnetGroupName: 'drill-isolated' });
  expect((await cloud.instance('copy'))?.VpcSecurityGroups).toMatchObject([
    { VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60090' },
  ]);
});

const WRONG: [string, object, { code: string; status?: number }][] = [
  [
    'a name that begins with a digit',
    { DBInstanceIdentifier: '1copy' },
    { code: 'InvalidParameterValue' },
  ],
  [
    'a name with two hyphens in a row',
    { DBInstanceIdentifier: 'co--py' },
    { code: 'InvalidParameterValue' },
  ],
  [
    'a name with a hyphen at its end',
    { DBInstanceIdentifier: 'copy-' },
    { code: 'InvalidParameterValue' },
  ],
  [
    'a name of 64 characters',
    { DBInstanceIdentifier: 'c'.repeat(64) },
    { code: 'InvalidParameterValue' },
  ],
  ['an empty name', { DBInstanceIdentifier: '' }, { code: 'InvalidParameterValue' }],
  [
    'a name that is taken',
    { DBInstanceIdentifier: 'orders-prod' },
    { code: 'DBInstanceAlreadyExists', status: 400 },
  ],
  [
    'a snapshot that is not there',
    { DBSnapshotIdentifier: 'none' },
    { code: 'DBSnapshotNotFound', status: 404 },
  ],
  ['no snapshot', { DBSnapshotIdentifier: undefined }, { code: 'MissingParameter' }],
  [
    'an unknown subnet group',
    { DBSubnetGroupName: 'none' },
    { code: 'DBSubnetGroupNotFoundFault', status: 404 },
  ],
  [
    'an unknown parameter group',
    { DBParameterGroupName: 'none' },
    { code: 'DBParameterGroupNotFound', status: 404 },
  ],
  [
    'an unknown security group',
    { VpcSecurityGroupIds: ['sg-1'] },
    { code: 'InvalidParameterValue' },
  ],
  [
    'a security group of another network',
    { DBSubnetGroupName: 'drill-isolated', VpcSecurityGroupIds: ['sg-0a1b2c3d4e5f60001'] },
    { code: 'InvalidParameterCombination' },
  ],
  [
    'a zone without a subnet',
    { AvailabilityZone: 'eu-west-1a' },
    { code: 'InvalidVPCNetworkStateFault' },
  ],
  [
    'a zone for a Multi-AZ instance',
    { AvailabilityZone: 'ap-northeast-1a', MultiAZ: true },
    { code: 'InvalidParameterCombination' },
  ],
  ['less storage', { AllocatedStorage: 10 }, { code: 'InvalidParameterCombination' }],
  ['an impossible class', { DBInstanceClass: 'huge' }, { code: 'InvalidParameterValue' }],
  ['another engine', { Engine: 'mysql' }, { code: 'InvalidParameterValue' }],
  ['36 days of retention', { BackupRetentionPeriod: 36 }, { code: 'InvalidParameterValue' }],
  ['a tag of AWS', { Tags: [{ Key: 'aws:x', Value: 'y' }] }, { code: 'InvalidParameterValue' }],
];

test('a restore that cannot be is refused with the error of RDS, and leaves nothing', async () => {
  const cloud = await startCloud();
  const DBSnapshotIdentifier = await cloud.firstSnapshot();
  for (const [what, input, expected] of WRONG) {
    const call = cloud.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: 'copy',
      DBSnapshotIdentifier,
      ...input,
    });
    expect(await failureOf(call), what).toMatchObject({ status: 400, ...expected });
  }
  expect((await cloud.rds.describeDBInstances({})).DBInstances).toHaveLength(1);
  expect(cloud.host.calls.some((call) => call.startsWith('restore'))).toBe(false);
});

test('two calls at the same moment for the same name make one instance', async () => {
  const cloud = await startCloud();
  const DBSnapshotIdentifier = await cloud.firstSnapshot();
  const restore = () =>
    cloud.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: 'copy',
      DBSnapshotIdentifier,
    });
  const results = await Promise.allSettled([restore(), restore()]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await cloud.reaches('copy', 'available');
  expect(cloud.host.calls.filter((call) => call.startsWith('restoreSnapshot'))).toHaveLength(1);
});

test('a restore whose server fails ends as restore-error with an event, and can be deleted', async () => {
  const cloud = await startCloud();
  cloud.host.fail('restoreSnapshot', 'the disk is full');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
  });
  await cloud.reaches('copy', 'restore-error');
  const { Events } = await cloud.rds.describeEvents({
    SourceType: 'db-instance',
    SourceIdentifier: 'copy',
  });
  expect(Events).toMatchObject([
    { Message: 'The restore failed: the disk is full', EventCategories: ['failure'] },
  ]);
  await cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  await cloud.isGone('copy');
});

test('the 41st instance is one too many', async () => {
  const cloud = await startCloud();
  const DBSnapshotIdentifier = await cloud.firstSnapshot();
  const restore = (index: number) =>
    cloud.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: `copy-${index}`,
      DBSnapshotIdentifier,
      BackupRetentionPeriod: 0,
    });
  for (let index = 2; index <= 40; index += 1) await restore(index);
  expect(await failureOf(restore(41))).toMatchObject({
    code: 'InstanceQuotaExceeded',
    status: 400,
  });
});
