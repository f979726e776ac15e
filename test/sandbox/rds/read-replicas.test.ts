import { expect, test, vi } from 'vitest';
import {
  ACCOUNT,
  type CloudHarness,
  failureOf,
  REGION,
  RUN_TAGS,
  SECOND_REGION,
  SOON,
  startCloud,
} from '../cloud-harness.ts';

const PRODUCTION_ARN = `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders-prod`;
const arn = (id: string) => `arn:aws:rds:${SECOND_REGION}:${ACCOUNT}:db:${id}`;

const replicate = (cloud: CloudHarness, more: object = {}) =>
  cloud.rds2.createDBInstanceReadReplica({
    DBInstanceIdentifier: 'throwaway',
    SourceDBInstanceIdentifier: PRODUCTION_ARN,
    KmsKeyId: 'alias/aws/rds',
    Tags: RUN_TAGS,
    ...more,
  });

const promote = (cloud: CloudHarness, id: string, more: object = {}) =>
  cloud.rds2.promoteReadReplica({ DBInstanceIdentifier: id, ...more });

const sourceOf = async (cloud: CloudHarness) => {
  const found = await cloud.instance('orders-prod');
  return found?.ReadReplicaDBInstanceIdentifiers;
};

test('production has a read replica in the second Region', async () => {
  const cloud = await startCloud();
  expect(await cloud.instance('orders-prod-replica', cloud.rds2)).toMatchObject({
    DBInstanceArn: arn('orders-prod-replica'),
    DBInstanceStatus: 'available',
    ReadReplicaSourceDBInstanceIdentifier: PRODUCTION_ARN,
    ReadReplicaDBInstanceIdentifiers: [],
    StatusInfos: [{ StatusType: 'read replication', Normal: true, Status: 'replicating' }],
    BackupRetentionPeriod: 0,
    MultiAZ: false,
    AvailabilityZone: `${SECOND_REGION}a`,
    DBSubnetGroup: { DBSubnetGroupName: 'orders-prod' },
    StorageEncrypted: true,
  });
  expect(await sourceOf(cloud)).toEqual([arn('orders-prod-replica')]);
  const groups = await cloud.rds2.describeDBSubnetGroups({});
  expect(groups.DBSubnetGroups?.map((each) => each.DBSubnetGroupName)).toEqual([
    'default',
    'drill-isolated',
    'orders-prod',
  ]);
});

test('a replica in another Region is creating, then available, with the defaults of there', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('createStandby');
  const { DBInstance } = await replicate(cloud, { DBInstanceClass: 'db.r7g.large' });
  expect(DBInstance).toMatchObject({
    DBInstanceStatus: 'creating',
    ReadReplicaSourceDBInstanceIdentifier: PRODUCTION_ARN,
    DBInstanceClass: 'db.r7g.large',
    TagList: RUN_TAGS,
  });
  expect(await cloud.statusOf('throwaway', cloud.rds2)).toBe('creating');
  release();
  await cloud.reaches('throwaway', 'available', cloud.rds2);
  expect(await cloud.instance('throwaway', cloud.rds2)).toMatchObject({
    DBSubnetGroup: { DBSubnetGroupName: 'default' },
    DBParameterGroups: [{ DBParameterGroupName: 'default.postgres18' }],
    DeletionProtection: false,
    BackupRetentionPeriod: 0,
    StatusInfos: [{ Normal: true }],
  });
  expect(await sourceOf(cloud)).toEqual([arn('orders-prod-replica'), arn('throwaway')]);
  expect(await cloud.eventsOf('throwaway', cloud.rds2)).toEqual([
    'DB instance created',
    'Replication for the Read Replica resumed',
  ]);
});

test('a replica in the same Region is named by its id and has the surroundings of its source', async () => {
  const cloud = await startCloud();
  await cloud.rds.createDBInstanceReadReplica({
    DBInstanceIdentifier: 'near',
    SourceDBInstanceIdentifier: 'orders-prod',
  });
  await cloud.reaches('near', 'available');
  expect(await cloud.instance('near')).toMatchObject({
    ReadReplicaSourceDBInstanceIdentifier: 'orders-prod',
    DBSubnetGroup: { DBSubnetGroupName: 'orders-prod' },
    DBParameterGroups: [{ DBParameterGroupName: 'orders-postgres18' }],
  });
  expect(await sourceOf(cloud)).toEqual(['near', arn('orders-prod-replica')]);
});

test('the SDK may be told the Region of the source', async () => {
  const cloud = await startCloud();
  const more = { SourceRegion: REGION };
  const { DBInstance } = await replicate(cloud, more);
  expect(DBInstance?.DBInstanceStatus).toBe('creating');
});

test('a replica of what cannot have one is refused', async () => {
  const cloud = await startCloud();
  await cloud.restored('no-backups');
  const away = (id: string) => `arn:aws:rds:${REGION}:${ACCOUNT}:db:${id}`;
  const wrong: [object, object][] = [
    [{ DBInstanceIdentifier: 'orders-prod-replica' }, { code: 'DBInstanceAlreadyExists' }],
    [{ SourceDBInstanceIdentifier: 'orders-prod' }, { code: 'DBInstanceNotFound' }],
    [{ SourceDBInstanceIdentifier: away('nobody') }, { code: 'DBInstanceNotFound' }],
    [{ SourceDBInstanceIdentifier: away('no-backups') }, { code: 'InvalidDBInstanceState' }],
    [{ SourceDBInstanceIdentifier: 'orders-prod-replica' }, { name: 'UnsupportedBySandbox' }],
    [
      { SourceDBInstanceIdentifier: 'arn:aws:rds:eu-west-1:000000000000:db:orders-prod' },
      { code: 'InvalidParameterValue' },
    ],
    [{ DBInstanceIdentifier: 'bad--name' }, { code: 'InvalidParameterValue' }],
    [{ AllocatedStorage: 1 }, { code: 'InvalidParameterCombination' }],
  ];
  for (const [input, expected] of wrong) {
    expect(await failureOf(replicate(cloud, input)), JSON.stringify(input)).toMatchObject(expected);
  }
  expect(await sourceOf(cloud)).toEqual([arn('orders-prod-replica')]);
});

test('a replica that cannot be made is failed, with an event, and can be deleted', async () => {
  const cloud = await startCloud();
  cloud.host.fail('createStandby', 'the disk is full');
  await replicate(cloud);
  await cloud.reaches('throwaway', 'failed', cloud.rds2);
  const { Events } = await cloud.rds2.describeEvents({ EventCategories: ['read replica'] });
  expect(Events?.at(-1)?.Message).toBe('Read replica creation failed: the disk is full');
  await cloud.rds2.deleteDBInstance({ DBInstanceIdentifier: 'throwaway', SkipFinalSnapshot: true });
  await vi.waitFor(async () => expect(await sourceOf(cloud)).toHaveLength(1), SOON);
});

test('a promotion leaves the replica available for a moment; then it is an instance of its own', async () => {
  const cloud = await startCloud();
  const server = cloud.serverOf('orders-prod-replica', SECOND_REGION);
  const before = await cloud.instance('orders-prod-replica', cloud.rds2);
  const release = cloud.host.hold('promote');
  const { DBInstance } = await promote(cloud, 'orders-prod-replica');
  expect(DBInstance?.DBInstanceStatus).toBe('available');
  expect(await cloud.statusOf('orders-prod-replica', cloud.rds2)).toBe('available');
  await cloud.pickUp();
  await cloud.reaches('orders-prod-replica', 'modifying', cloud.rds2);
  expect(await failureOf(promote(cloud, 'orders-prod-replica'))).toMatchObject({
    code: 'InvalidDBInstanceState',
  });
  release();
  await cloud.reaches('orders-prod-replica', 'available', cloud.rds2);
  const after = await cloud.instance('orders-prod-replica', cloud.rds2);
  expect(after).not.toHaveProperty('ReadReplicaSourceDBInstanceIdentifier');
  expect(after).not.toHaveProperty('StatusInfos');
  expect(after).toMatchObject({
    BackupRetentionPeriod: 1,
    Endpoint: before?.Endpoint,
    DbiResourceId: before?.DbiResourceId,
  });
  expect(await sourceOf(cloud)).toEqual([]);
  expect(await cloud.host.replication(server)).toBeUndefined();
  expect(await cloud.eventsOf('orders-prod-replica', cloud.rds2)).toContain(
    'Promoted Read Replica instance to a stand-alone database instance',
  );
  await cloud.watch(1);
  await vi.waitFor(async () => {
    const { DBSnapshots } = await cloud.rds2.describeDBSnapshots({});
    expect(DBSnapshots).toMatchObject([{ DBInstanceIdentifier: 'orders-prod-replica' }]);
  }, SOON);
});

test('only a read replica that is available can be promoted', async () => {
  const cloud = await startCloud();
  const production = cloud.rds.promoteReadReplica({ DBInstanceIdentifier: 'orders-prod' });
  expect(await failureOf(production)).toMatchObject({
    code: 'InvalidDBInstanceState',
    message: 'DB Instance is not a read replica.',
  });
  expect(await failureOf(promote(cloud, 'nobody'))).toMatchObject({ code: 'DBInstanceNotFound' });
  await promote(cloud, 'orders-prod-replica', { BackupRetentionPeriod: 7 });
  expect(await failureOf(promote(cloud, 'orders-prod-replica'))).toMatchObject({
    code: 'InvalidDBInstanceState',
  });
  const release = cloud.host.hold('createStandby');
  await replicate(cloud);
  expect(await failureOf(promote(cloud, 'throwaway'))).toMatchObject({
    code: 'InvalidDBInstanceState',
  });
  release();
});

test('a promotion that fails leaves the replica what it was', async () => {
  const cloud = await startCloud();
  cloud.host.fail('promote', 'it does not listen');
  await promote(cloud, 'orders-prod-replica');
  await cloud.pickUp();
  await vi.waitFor(async () => {
    expect(await cloud.eventsOf('orders-prod-replica', cloud.rds2)).toContain(
      'The read replica could not be promoted: it does not listen',
    );
  }, SOON);
  expect(await cloud.instance('orders-prod-replica', cloud.rds2)).toMatchObject({
    DBInstanceStatus: 'available',
    ReadReplicaSourceDBInstanceIdentifier: PRODUCTION_ARN,
  });
});

test('a replica that does not receive says error', async () => {
  const cloud = await startCloud();
  const server = cloud.serverOf('orders-prod-replica', SECOND_REGION);
  cloud.host.setReplication(server, { streaming: false });
  expect(await cloud.instance('orders-prod-replica', cloud.rds2)).toMatchObject({
    DBInstanceStatus: 'available',
    StatusInfos: [{ StatusType: 'read replication', Normal: false, Status: 'error' }],
  });
});

test('a replica that was away for too long is made anew behind the same endpoint', async () => {
  const cloud = await startCloud();
  const before = await cloud.instance('orders-prod-replica', cloud.rds2);
  const lost = cloud.serverOf('orders-prod-replica', SECOND_REGION);
  cloud.host.setReplication(lost, { streaming: false });
  await cloud.watch(35);
  await vi.waitFor(() => expect(cloud.host.servers.has(lost)).toBe(false), SOON);
  expect(await cloud.instance('orders-prod-replica', cloud.rds2)).toMatchObject({
    Endpoint: before?.Endpoint,
    StatusInfos: [{ Normal: true }],
  });
});

test('when its source fails over, a replica follows the new server behind the same endpoint', async () => {
  const cloud = await startCloud();
  const before = await cloud.instance('orders-prod-replica', cloud.rds2);
  const old = cloud.serverOf('orders-prod-replica', SECOND_REGION);
  await cloud.rds.rebootDBInstance({ DBInstanceIdentifier: 'orders-prod', ForceFailover: true });
  await cloud.pickUp();
  await vi.waitFor(() => expect(cloud.serverOf('orders-prod')).not.toBe('orders-prod'), SOON);
  await cloud.reaches('orders-prod', 'available');
  expect(await cloud.statusOf('orders-prod-replica', cloud.rds2)).toBe('available');
  await cloud.watch(1);
  await vi.waitFor(async () => {
    expect(cloud.serverOf('orders-prod-replica', SECOND_REGION)).not.toBe(old);
    expect(await cloud.instance('orders-prod-replica', cloud.rds2)).toMatchObject({
      Endpoint: before?.Endpoint,
      StatusInfos: [{ Normal: true }],
      ReadReplicaSourceDBInstanceIdentifier: PRODUCTION_ARN,
    });
  }, SOON);
  await vi.waitFor(() => expect(cloud.host.servers.has(old)).toBe(false), SOON);
});

test('when a source is deleted, replicas beside it are promoted and those elsewhere are left', async () => {
  const cloud = await startCloud();
  const remove = (id: string) =>
    cloud.rds.deleteDBInstance({ DBInstanceIdentifier: id, SkipFinalSnapshot: true });
  await cloud.rds.createDBInstanceReadReplica({
    DBInstanceIdentifier: 'near',
    SourceDBInstanceIdentifier: 'orders-prod',
  });
  await cloud.reaches('near', 'available');
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'orders-prod',
    DeletionProtection: false,
  });
  await remove('orders-prod');
  await cloud.isGone('orders-prod');
  await cloud.pickUp();
  await vi.waitFor(async () => {
    const near = await cloud.instance('near');
    expect(near).not.toHaveProperty('ReadReplicaSourceDBInstanceIdentifier');
    expect(near).toMatchObject({ DBInstanceStatus: 'available', BackupRetentionPeriod: 0 });
  }, SOON);
  expect(await cloud.instance('orders-prod-replica', cloud.rds2)).toMatchObject({
    DBInstanceStatus: 'available',
    ReadReplicaSourceDBInstanceIdentifier: PRODUCTION_ARN,
    StatusInfos: [{ Normal: false, Status: 'terminated' }],
  });
  await promote(cloud, 'orders-prod-replica');
  await cloud.pickUp();
  await vi.waitFor(async () => {
    expect(await cloud.instance('orders-prod-replica', cloud.rds2)).not.toHaveProperty(
      'StatusInfos',
    );
  }, SOON);
});

test('an instance that has or is a replica cannot be stopped, and a replica has no backups', async () => {
  const cloud = await startCloud();
  const replica = { DBInstanceIdentifier: 'orders-prod-replica' };
  const refused: [Promise<unknown>, object][] = [
    [
      cloud.rds.stopDBInstance({ DBInstanceIdentifier: 'orders-prod' }),
      { code: 'InvalidDBInstanceState' },
    ],
    [cloud.rds2.stopDBInstance(replica), { code: 'InvalidDBInstanceState' }],
    [
      cloud.rds2.modifyDBInstance({ ...replica, MasterUserPassword: 'correct-horse' }),
      { code: 'InvalidDBInstanceState' },
    ],
    [
      cloud.rds2.modifyDBInstance({ ...replica, BackupRetentionPeriod: 1 }),
      { name: 'UnsupportedBySandbox' },
    ],
    [
      cloud.rds2.createDBSnapshot({ ...replica, DBSnapshotIdentifier: 'of-replica' }),
      { name: 'UnsupportedBySandbox' },
    ],
    [
      cloud.rds2
        .modifyDBInstance({ ...replica, DeletionProtection: false })
        .then(() =>
          cloud.rds2.deleteDBInstance({ ...replica, FinalDBSnapshotIdentifier: 'of-replica' }),
        ),
      { code: 'InvalidParameterCombination' },
    ],
  ];
  for (const [call, expected] of refused) expect(await failureOf(call)).toMatchObject(expected);
});
