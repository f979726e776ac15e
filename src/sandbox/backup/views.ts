import type {
  BackupVaultListMember,
  DescribeBackupJobOutput,
  DescribeRecoveryPointOutput,
  RecoveryPointByBackupVault,
  RecoveryPointCreator,
  RestoreJobsListMember,
} from '@aws-sdk/client-backup';
import { parseArn } from '../rds/arn.ts';
import type { Backup } from './backup.ts';
import type { BackupContext } from './backup-context.ts';
import type {
  BackupJobRecord,
  Creator,
  RecoveryPointRecord,
  RestoreJobRecord,
  VaultRecord,
} from './backup-state.ts';

const DAY_MS = 86_400_000;

// What the operations say of the records. Members that an operation does not have are left out by its schema.

export function vaultView(backup: Backup, vault: VaultRecord): BackupVaultListMember {
  const { name, createdAt, encryptionKeyArn, creatorRequestId } = vault;
  return {
    BackupVaultName: name,
    BackupVaultArn: backup.arn('backup-vault', name),
    VaultType: 'BACKUP_VAULT',
    VaultState: 'AVAILABLE',
    CreationDate: new Date(createdAt),
    EncryptionKeyArn: encryptionKeyArn,
    EncryptionKeyType: encryptionKeyArn.includes(':alias/')
      ? 'AWS_OWNED_KMS_KEY'
      : 'CUSTOMER_MANAGED_KMS_KEY',
    CreatorRequestId: creatorRequestId,
    NumberOfRecoveryPoints: backup.state.recoveryPoints.filter((each) => each.vault === name)
      .length,
    Locked: false,
  };
}

export function recoveryPointView(
  { backup, rds }: BackupContext,
  point: RecoveryPointRecord,
): DescribeRecoveryPointOutput & RecoveryPointByBackupVault {
  const { createdAt, completedAt, lastRestoredAt, deleteAfterDays } = point;
  const { encrypted = false, kmsKey } = rds.rds.findSnapshot(point.snapshot)?.settings ?? {};
  return {
    RecoveryPointArn: point.arn,
    BackupVaultName: point.vault,
    BackupVaultArn: backup.arn('backup-vault', point.vault),
    ResourceArn: point.resourceArn,
    ResourceName: resourceName(backup, point.resourceArn),
    ResourceType: 'RDS',
    CreatedBy: creatorView(backup, point.creator),
    IamRoleArn: point.roleArn,
    Status: point.status,
    StatusMessage: point.statusMessage,
    CreationDate: new Date(createdAt),
    InitiationDate: new Date(createdAt),
    CompletionDate: date(completedAt),
    BackupSizeInBytes: point.sizeBytes,
    Lifecycle: deleteAfterDays === undefined ? undefined : { DeleteAfterDays: deleteAfterDays },
    CalculatedLifecycle:
      deleteAfterDays === undefined
        ? undefined
        : { DeleteAt: new Date(Date.parse(createdAt) + deleteAfterDays * DAY_MS) },
    // RDS keeps its snapshots itself, encrypted like the instance and not with the vault's key.
    IsEncrypted: encrypted,
    EncryptionKeyArn: encrypted ? kmsKey : undefined,
    StorageClass: 'WARM',
    LastRestoreTime: date(lastRestoredAt),
    IsParent: false,
    VaultType: 'BACKUP_VAULT',
  };
}

export function backupJobView(
  { backup }: BackupContext,
  job: BackupJobRecord,
): DescribeBackupJobOutput {
  const point = backup.findRecoveryPoint(job.recoveryPoint);
  return {
    AccountId: backup.place.accountId,
    BackupJobId: job.id,
    BackupVaultName: job.vault,
    BackupVaultArn: backup.arn('backup-vault', job.vault),
    RecoveryPointArn: job.recoveryPoint,
    ResourceArn: job.resourceArn,
    ResourceName: resourceName(backup, job.resourceArn),
    ResourceType: 'RDS',
    CreationDate: new Date(job.createdAt),
    CompletionDate: date(job.completedAt),
    State: job.state,
    StatusMessage: job.message,
    PercentDone: job.state === 'COMPLETED' ? '100.0' : undefined,
    BackupSizeInBytes: point?.sizeBytes,
    IamRoleArn: job.roleArn,
    CreatedBy: creatorView(backup, job.creator),
    IsParent: false,
  };
}

export function restoreJobView(backup: Backup, job: RestoreJobRecord): RestoreJobsListMember {
  return {
    AccountId: backup.place.accountId,
    RestoreJobId: job.id,
    RecoveryPointArn: job.recoveryPoint,
    RecoveryPointCreationDate: new Date(job.recoveryPointCreatedAt),
    SourceResourceArn: job.resourceArn,
    BackupVaultArn: backup.arn('backup-vault', job.vault),
    CreationDate: new Date(job.createdAt),
    CompletionDate: date(job.completedAt),
    Status: job.status,
    StatusMessage: job.message,
    PercentDone: percentDone(job),
    BackupSizeInBytes: job.sizeBytes,
    IamRoleArn: job.roleArn,
    CreatedResourceArn: job.created?.arn,
    ResourceType: 'RDS',
    CreatedBy: job.test && { RestoreTestingPlanArn: job.test.planArn },
    ValidationStatus: job.validation?.status,
    ValidationStatusMessage: job.validation?.message,
    DeletionStatus: job.deletion?.status,
    DeletionStatusMessage: job.deletion?.message,
    IsParent: false,
  };
}

/** Nothing is done while it waits, and all when it is done; in between nobody counts. */
function percentDone({ status }: RestoreJobRecord): string | undefined {
  switch (status) {
    case 'PENDING':
      return '0.00%';
    case 'COMPLETED':
      return '100.00%';
    case 'RUNNING':
    case 'FAILED':
    case 'ABORTED':
      return undefined;
  }
}

function creatorView(
  backup: Backup,
  creator: Creator | undefined,
): RecoveryPointCreator | undefined {
  const plan = creator && backup.state.plans.find(({ id }) => id === creator.plan);
  const rule = plan?.rules.find(({ id }) => id === creator?.rule);
  if (!plan || !rule) return undefined;
  return {
    BackupPlanId: plan.id,
    BackupPlanArn: backup.arn('backup-plan', plan.id),
    BackupPlanName: plan.name,
    BackupPlanVersion: plan.versionId,
    BackupRuleId: rule.id,
    BackupRuleName: rule.name,
    BackupRuleCron: rule.schedule,
    BackupRuleTimezone: 'Etc/UTC',
  };
}

export function resourceName(backup: Backup, arn: string): string {
  return parseArn(backup.place, arn)?.name ?? arn;
}

export function date(instant: string | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}
