import {
  BackupServiceException,
  type DescribeRestoreJobOutput,
  type RecoveryPointByBackupVault,
  ResourceNotFoundException,
} from '@aws-sdk/client-backup';
import type { StartRestoreInput } from '../../src/activities/backup/start-restore.ts';
import { INSTANCE, source, target } from './activity-rds.ts';

const ACCOUNT = 'ap-northeast-1:111122223333';

export const VAULT = 'shop-vault';
export const JOB = '1A2B3C4D-0000-4000-8000-000000000001';
export const RECOVERY_POINT = `arn:aws:rds:${ACCOUNT}:snapshot:awsbackup:job-1`;
export const INSTANCE_ARN = `arn:aws:rds:${ACCOUNT}:db:${INSTANCE}`;
const ROLE = 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole';

/** What AWS Backup tells of the source: where it stands itself, among others. */
export const restoreMetadata = {
  DBInstanceIdentifier: source.id,
  DBSubnetGroupName: 'production',
  VpcSecurityGroupIds: '["sg-production"]',
  AvailabilityZone: 'ap-northeast-1a',
  PubliclyAccessible: 'true',
  DeletionProtection: 'true',
  MultiAZ: 'true',
  StorageType: 'gp3',
  EngineVersion: '18.0',
};

export const restoreInput: StartRestoreInput = {
  name: INSTANCE,
  source,
  target,
  recoveryPoint: {
    arn: RECOVERY_POINT,
    resourceType: 'RDS',
    dataTime: '2026-11-23T17:00:00.000Z',
    restoreMetadata,
  },
  role: ROLE,
  since: '2026-11-24T01:00:00.000Z',
};

/** A recovery point as AWS Backup lists it. */
export function recoveryPoint(
  name: string,
  begun: string,
  overrides: Partial<RecoveryPointByBackupVault> = {},
): RecoveryPointByBackupVault {
  return {
    RecoveryPointArn: `arn:aws:rds:${ACCOUNT}:snapshot:awsbackup:${name}`,
    ResourceArn: source.arn,
    ResourceType: 'RDS',
    Status: 'COMPLETED',
    CreationDate: new Date(begun),
    CompletionDate: new Date(Date.parse(begun) + 600_000),
    BackupSizeInBytes: 4_000_000,
    IsEncrypted: true,
    ...overrides,
  };
}

/** This run's restore job, once all is well. */
export function restoreJob(
  overrides: Partial<DescribeRestoreJobOutput> = {},
): DescribeRestoreJobOutput {
  return {
    RestoreJobId: JOB,
    RecoveryPointArn: RECOVERY_POINT,
    SourceResourceArn: source.arn,
    ResourceType: 'RDS',
    Status: 'COMPLETED',
    PercentDone: '100.00%',
    CreationDate: new Date('2026-11-24T01:00:05Z'),
    CompletionDate: new Date('2026-11-24T01:10:00Z'),
    CreatedResourceArn: INSTANCE_ARN,
    IamRoleArn: ROLE,
    ...overrides,
  };
}

const $metadata = { httpStatusCode: 400, requestId: 'req-backup' };

export const backupNotFound = () =>
  new ResourceNotFoundException({ message: 'does not exist', $metadata });

/** An error of AWS Backup by its name. */
export function backupError(name: string, message = name): BackupServiceException {
  return new BackupServiceException({ name, message, $fault: 'client', $metadata });
}
