import { expect, test } from 'vitest';
import { ACCOUNT, failureOf, REGION, startCloud } from '../cloud-harness.ts';

test('production is there from the beginning, with the settings of a production database', async () => {
  const { rds } = await startCloud();
  const { DBInstances } = await rds.describeDBInstances({ DBInstanceIdentifier: 'orders-prod' });
  expect(DBInstances).toHaveLength(1);
  expect(DBInstances?.[0]).toMatchObject({
    DBInstanceIdentifier: 'orders-prod',
    DBInstanceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders-prod`,
    DBInstanceClass: 'db.t4g.medium',
    DBInstanceStatus: 'available',
    Engine: 'postgres',
    EngineVersion: expect.stringMatching(/^18\./),
    MasterUsername: 'orders_admin',
    DBName: 'orders',
    Endpoint: { Address: '127.0.0.1', Port: expect.any(Number) },
    InstanceCreateTime: new Date('2026-11-24T01:00:00.000Z'),
    DbiResourceId: expect.stringMatching(/^db-[A-Z2-7]{26}$/),
    DBSubnetGroup: { DBSubnetGroupName: 'orders-prod', SubnetGroupStatus: 'Complete' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60001', Status: 'active' }],
    DBParameterGroups: [{ DBParameterGroupName: 'orders-postgres18' }],
    MultiAZ: true,
    StorageEncrypted: true,
    DeletionProtection: true,
    BackupRetentionPeriod: 7,
    PubliclyAccessible: false,
    LatestRestorableTime: new Date('2026-11-24T00:59:00.000Z'),
    PendingModifiedValues: {},
    TagList: [
      { Key: 'service', Value: 'orders' },
      { Key: 'environment', Value: 'production' },
    ],
  });
});

test('an instance is found by name in any case, by ARN and by filters', async () => {
  const { rds } = await startCloud();
  const arn = `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders-prod`;
  for (const DBInstanceIdentifier of ['Orders-Prod', arn]) {
    const found = await rds.describeDBInstances({ DBInstanceIdentifier });
    expect(found.DBInstances).toHaveLength(1);
  }
  const count = async (Name: string, ...Values: string[]) => {
    const { DBInstances } = await rds.describeDBInstances({ Filters: [{ Name, Values }] });
    return DBInstances?.length;
  };
  expect(await count('db-instance-id', 'other', 'orders-prod')).toBe(1);
  expect(await count('db-instance-id', arn)).toBe(1);
  expect(await count('engine', 'postgres')).toBe(1);
  expect(await count('engine', 'mysql')).toBe(0);
  expect(await count('dbi-resource-id', 'db-OTHER')).toBe(0);
  const wrong = rds.describeDBInstances({ Filters: [{ Name: 'colour', Values: ['red'] }] });
  expect(await failureOf(wrong)).toMatchObject({ name: 'InvalidParameterValue' });
});

test('an instance that is not there is not found', async () => {
  const { rds } = await startCloud();
  for (const DBInstanceIdentifier of ['nobody', 'constructor', '__proto__']) {
    expect(await failureOf(rds.describeDBInstances({ DBInstanceIdentifier }))).toEqual({
      name: 'DBInstanceNotFoundFault',
      code: 'DBInstanceNotFound',
      status: 404,
      message: `DBInstance ${DBInstanceIdentifier} not found.`,
    });
  }
});

test('a long list comes in pages, each instance once', async () => {
  const cloud = await startCloud();
  const snapshot = await cloud.firstSnapshot();
  for (let index = 0; index < 24; index += 1) {
    await cloud.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: `copy-${index}`,
      DBSnapshotIdentifier: snapshot,
      BackupRetentionPeriod: 0,
    });
  }
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  const sizes: number[] = [];
  do {
    const page = await cloud.rds.describeDBInstances({
      MaxRecords: 20,
      ...(Marker === undefined ? {} : { Marker }),
    });
    sizes.push(page.DBInstances?.length ?? 0);
    names.push(...(page.DBInstances ?? []).map((each) => each.DBInstanceIdentifier));
    Marker = page.Marker;
  } while (Marker);
  expect(sizes).toEqual([20, 5]);
  expect(new Set(names).size).toBe(25);
});

test('a page has 20 to 100 records, and a marker is one that was given out', async () => {
  const { rds } = await startCloud();
  for (const MaxRecords of [19, 101, 0, -1]) {
    const failure = await failureOf(rds.describeDBInstances({ MaxRecords }));
    expect(failure).toMatchObject({ name: 'InvalidParameterValue', status: 400 });
  }
  const failure = await failureOf(rds.describeDBInstances({ Marker: '?!' }));
  expect(failure).toMatchObject({ name: 'InvalidParameterValue' });
});

test('an instance whose server process is dead is not available', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const server = cloud.serverOf('copy');
  await cloud.host.kill(server);
  expect(await cloud.statusOf('copy')).toBe('failed');
  const modify = cloud.rds.modifyDBInstance({ DBInstanceIdentifier: 'copy', MultiAZ: true });
  expect(await failureOf(modify)).toMatchObject({ code: 'InvalidDBInstanceState' });
  await cloud.host.start(server);
  expect(await cloud.statusOf('copy')).toBe('available');
});

test('the subnet groups and parameter groups that drills use are there', async () => {
  const { rds } = await startCloud();
  const subnets = await rds.describeDBSubnetGroups({});
  expect(subnets.DBSubnetGroups?.map((each) => each.DBSubnetGroupName)).toEqual([
    'default',
    'drill-isolated',
    'orders-prod',
  ]);
  const isolated = await rds.describeDBSubnetGroups({ DBSubnetGroupName: 'drill-isolated' });
  expect(isolated.DBSubnetGroups?.[0]).toMatchObject({
    SubnetGroupStatus: 'Complete',
    Subnets: [
      { SubnetAvailabilityZone: { Name: 'ap-northeast-1a' } },
      { SubnetAvailabilityZone: { Name: 'ap-northeast-1c' } },
    ],
  });
  const missing = rds.describeDBSubnetGroups({ DBSubnetGroupName: 'nowhere' });
  expect(await failureOf(missing)).toMatchObject({
    code: 'DBSubnetGroupNotFoundFault',
    status: 404,
  });

  const parameters = await rds.describeDBParameterGroups({});
  expect(parameters.DBParameterGroups?.map((each) => each.DBParameterGroupName)).toEqual([
    'default.postgres18',
    'orders-postgres18',
  ]);
  const none = rds.describeDBParameterGroups({ DBParameterGroupName: 'none' });
  expect(await failureOf(none)).toMatchObject({ code: 'DBParameterGroupNotFound', status: 404 });
});

test('the automated backups of an instance tell its restore window', async () => {
  const { rds } = await startCloud();
  const { DBInstanceAutomatedBackups } = await rds.describeDBInstanceAutomatedBackups({
    DBInstanceIdentifier: 'orders-prod',
  });
  expect(DBInstanceAutomatedBackups).toHaveLength(1);
  expect(DBInstanceAutomatedBackups?.[0]).toMatchObject({
    Status: 'active',
    BackupRetentionPeriod: 7,
    DBInstanceAutomatedBackupsArn: expect.stringMatching(/:auto-backup:ab-[a-z2-7]{26}$/),
    RestoreWindow: {
      EarliestTime: new Date('2026-11-24T00:00:00.000Z'),
      LatestTime: new Date('2026-11-24T00:59:00.000Z'),
    },
  });
  const missing = rds.describeDBInstanceAutomatedBackups({ DbiResourceId: 'db-NONE' });
  expect(await failureOf(missing)).toMatchObject({ code: 'DBInstanceAutomatedBackupNotFound' });
});
