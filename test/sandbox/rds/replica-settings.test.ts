import { expect, test } from 'vitest';
import {
  ACCOUNT,
  type CloudHarness,
  failureOf,
  REGION,
  SECOND_REGION,
  startCloud,
} from '../cloud-harness.ts';

const replicate = (cloud: CloudHarness, more: object = {}) =>
  cloud.rds2.createDBInstanceReadReplica({
    DBInstanceIdentifier: 'throwaway',
    SourceDBInstanceIdentifier: `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders-prod`,
    KmsKeyId: 'alias/aws/rds',
    ...more,
  });

const key = (region: string, end: string) =>
  `arn:aws:kms:${region}:${ACCOUNT}:key/0a1b2c3d-4e5f-4600-8000-00000000000${end}`;

test('a replica in another Region is encrypted with a key of there, and refused without one', async () => {
  const cloud = await startCloud();
  expect((await cloud.instance('orders-prod'))?.KmsKeyId).toBe(key(REGION, '3'));
  expect((await cloud.instance('orders-prod-replica', cloud.rds2))?.KmsKeyId).toBe(
    key(SECOND_REGION, '3'),
  );
  expect(await failureOf(replicate(cloud, { KmsKeyId: undefined }))).toMatchObject({
    code: 'InvalidParameterCombination',
    message: 'Cannot create a cross region unencrypted read replica from encrypted source.',
  });
  expect(await failureOf(replicate(cloud, { KmsKeyId: key(REGION, '3') }))).toMatchObject({
    code: 'KMSKeyNotAccessibleFault',
  });
  const { DBInstance } = await replicate(cloud, { KmsKeyId: key(SECOND_REGION, '3') });
  expect(DBInstance?.KmsKeyId).toBe(key(SECOND_REGION, '3'));
  const near = { DBInstanceIdentifier: 'near', SourceDBInstanceIdentifier: 'orders-prod' };
  const made = await cloud.rds.createDBInstanceReadReplica(near);
  expect(made.DBInstance?.KmsKeyId).toBe(key(REGION, '3'));
});

test('a replica is made as it is asked for, and with RDS’s defaults otherwise', async () => {
  const cloud = await startCloud();
  const { DBInstance: plain } = await replicate(cloud);
  expect(plain).toMatchObject({
    OptionGroupMemberships: [{ OptionGroupName: 'default:postgres-18' }],
    MonitoringInterval: 0,
    PerformanceInsightsEnabled: false,
    CACertificateIdentifier: 'rds-ca-rsa2048-g1',
    CopyTagsToSnapshot: false,
    PreferredBackupWindow: '17:00-17:30',
    PreferredMaintenanceWindow: 'sun:18:00-sun:18:30',
  });
  expect(plain?.MaxAllocatedStorage).toBeUndefined();
  expect(plain?.EnabledCloudwatchLogsExports ?? []).toEqual([]);
  const wanted = {
    MaxAllocatedStorage: 200,
    MonitoringInterval: 30,
    MonitoringRoleArn: `arn:aws:iam::${ACCOUNT}:role/watch`,
    PerformanceInsightsKMSKeyId: key(SECOND_REGION, '3'),
    PerformanceInsightsRetentionPeriod: 731,
    CACertificateIdentifier: 'rds-ca-ecc384-g1',
  };
  const { DBInstance } = await replicate(cloud, {
    ...wanted,
    DBInstanceIdentifier: 'furnished',
    OptionGroupName: 'orders-postgres18',
    EnablePerformanceInsights: true,
    EnableCloudwatchLogsExports: ['upgrade'],
  });
  expect(DBInstance).toMatchObject({
    ...wanted,
    OptionGroupMemberships: [{ OptionGroupName: 'orders-postgres18' }],
    PerformanceInsightsEnabled: true,
    EnabledCloudwatchLogsExports: ['upgrade'],
  });
});

test.each([
  [{ OptionGroupName: 'nowhere' }, 'OptionGroupNotFoundFault'],
  [{ MaxAllocatedStorage: 20 }, 'InvalidParameterCombination'],
  [{ MonitoringInterval: 60 }, 'InvalidParameterCombination'],
  [{ MonitoringRoleArn: 'arn:aws:iam::000000000000:role/r' }, 'InvalidParameterCombination'],
  [{ MonitoringInterval: 7, MonitoringRoleArn: 'role' }, 'InvalidParameterValue'],
  [{ PerformanceInsightsRetentionPeriod: 7 }, 'InvalidParameterCombination'],
  [
    { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 94 },
    'InvalidParameterValue',
  ],
  [{ EnableCloudwatchLogsExports: ['audit'] }, 'InvalidParameterCombination'],
  [{ CACertificateIdentifier: 'rds-ca-2019' }, 'CertificateNotFound'],
  [{ Iops: 12_000 }, 'UnsupportedBySandbox'],
])('a replica with %j is refused: %s', async (input, code) => {
  const cloud = await startCloud();
  const { code: found, name } = (await failureOf(replicate(cloud, input))) as {
    code?: string;
    name: string;
  };
  expect([found, name]).toContain(code);
});
