import { expect, test } from 'vitest';
import {
  differences,
  laterChanges,
  likenessOf,
} from '../../../src/activities/rds/instance-likeness.ts';
import { furnished, primary, REPLICA_ARN, replica, runTag } from '../../support/activity-rds.ts';

test('is read as the parameters that would make such an instance, all plain data', () => {
  const likeness = likenessOf(furnished(primary({ TagList: runTag() })));
  expect(likeness).toEqual({
    created: {
      DBInstanceClass: 'db.m7g.large',
      Port: 5432,
      MultiAZ: true,
      DBSubnetGroupName: 'production',
      VpcSecurityGroupIds: ['sg-production'],
      PubliclyAccessible: false,
      DBParameterGroupName: 'orders-postgres18',
      OptionGroupName: 'orders-options',
      AllocatedStorage: 100,
      MaxAllocatedStorage: 500,
      StorageType: 'gp3',
      KmsKeyId: 'arn:aws:kms:ap-northeast-1:111122223333:key/of-orders',
      DeletionProtection: true,
      AutoMinorVersionUpgrade: true,
      CopyTagsToSnapshot: true,
      EnableIAMDatabaseAuthentication: true,
      EnableCloudwatchLogsExports: ['postgresql', 'upgrade'],
      CACertificateIdentifier: 'rds-ca-rsa4096-g1',
      MonitoringInterval: 60,
      MonitoringRoleArn: 'arn:aws:iam::111122223333:role/monitoring',
      EnablePerformanceInsights: true,
      PerformanceInsightsKMSKeyId: 'arn:aws:kms:ap-northeast-1:111122223333:key/of-orders',
      PerformanceInsightsRetentionPeriod: 31,
    },
    modified: {
      BackupRetentionPeriod: 7,
      PreferredBackupWindow: '16:00-16:30',
      PreferredMaintenanceWindow: 'sat:18:00-sat:18:30',
    },
    told: { EngineVersion: '18.0', ReadReplicas: [REPLICA_ARN] },
    tags: { team: 'shop' },
  });
  expect(JSON.parse(JSON.stringify(likeness))).toEqual(likeness);
});

const created = (change: Parameters<typeof primary>[0]) => likenessOf(primary(change)).created;

test.each([
  ['gp3 that is too small to choose', 'gp3', 399, {}],
  ['gp3 that is large enough', 'gp3', 400, { Iops: 12_000, StorageThroughput: 500 }],
  ['provisioned IOPS', 'io2', 100, { Iops: 12_000 }],
  ['gp2', 'gp2', 1000, {}],
] as const)('takes the performance of %s as RDS would', (_case, StorageType, gib, expected) => {
  const storage = { StorageType, AllocatedStorage: gib, Iops: 12_000, StorageThroughput: 500 };
  const { Iops, StorageThroughput } = created(storage);
  expect(JSON.parse(JSON.stringify({ Iops, StorageThroughput }))).toEqual(expected);
});

test('leaves out what RDS would refuse: details of what is off, a key without encryption, a limit that is reached', () => {
  const off = created({
    StorageEncrypted: false,
    KmsKeyId: 'key',
    MaxAllocatedStorage: 100,
    MonitoringInterval: 0,
    MonitoringRoleArn: 'role',
    PerformanceInsightsEnabled: false,
    PerformanceInsightsKMSKeyId: 'key',
    PerformanceInsightsRetentionPeriod: 7,
    EnabledCloudwatchLogsExports: [],
  });
  expect(Object.values(off)).not.toContain('key');
  for (const name of ['MaxAllocatedStorage', 'MonitoringRoleArn', 'EnableCloudwatchLogsExports']) {
    expect(off).not.toHaveProperty(name);
  }
  expect(off).not.toHaveProperty('PerformanceInsightsRetentionPeriod');
});

test('has no differences from itself, whatever the order of lists', () => {
  const was = likenessOf(furnished(primary()));
  const is = furnished(primary());
  is.EnabledCloudwatchLogsExports?.reverse();
  is.TagList?.reverse();
  expect(differences(was, likenessOf(is))).toEqual([]);
  expect(laterChanges(was, likenessOf(is))).toEqual({});
});

test('tells every difference, what is gone and what is new alike', () => {
  const was = likenessOf(furnished(primary({ AssociatedRoles: [{ RoleArn: 'arn:s3' }] })));
  const is = likenessOf({
    ...furnished(primary({ ReadReplicaDBInstanceIdentifiers: [] })),
    OptionGroupMemberships: [{ OptionGroupName: 'default:postgres-18', Status: 'in-sync' }],
    PreferredBackupWindow: '17:00-17:30',
    TagList: [{ Key: 'owner', Value: 'me' }],
  });
  expect(differences(was, is)).toEqual([
    'OptionGroupName: default:postgres-18, was orders-options',
    'PreferredBackupWindow: 17:00-17:30, was 16:00-16:30',
    `ReadReplicas: none, was ${REPLICA_ARN}`,
    'AssociatedRoles: none, was arn:s3',
    'tag team: none, was shop',
    'tag owner: me, was none',
  ]);
  expect(laterChanges(was, is)).toEqual({ PreferredBackupWindow: '16:00-16:30' });
});

test('of a replica has the key of its own Region', () => {
  expect(likenessOf(furnished(replica())).created.KmsKeyId).toContain('ap-northeast-3');
});
