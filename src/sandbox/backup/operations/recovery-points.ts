import {
  DescribeRecoveryPoint$,
  type DescribeRecoveryPointInput,
  type DescribeRecoveryPointOutput,
  GetRecoveryPointRestoreMetadata$,
  type GetRecoveryPointRestoreMetadataInput,
  type GetRecoveryPointRestoreMetadataOutput,
  ListRecoveryPointsByBackupVault$,
  type ListRecoveryPointsByBackupVaultInput,
  type ListRecoveryPointsByBackupVaultOutput,
  ListRecoveryPointsByResource$,
  type ListRecoveryPointsByResourceInput,
  type ListRecoveryPointsByResourceOutput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import type { BackupContext } from '../backup-context.ts';
import { invalidRequest } from '../backup-error.ts';
import { pageOf } from '../page.ts';
import { restoreMetadata } from '../restore-metadata.ts';
import { recoveryPointView } from '../views.ts';

export const listRecoveryPointsByVault = operation<
  ListRecoveryPointsByBackupVaultInput,
  ListRecoveryPointsByBackupVaultOutput,
  BackupContext
>({
  schema: ListRecoveryPointsByBackupVault$,
  mutating: false,
  honours: [
    'BackupVaultName',
    'ByResourceArn',
    'ByResourceType',
    'ByBackupPlanId',
    'ByCreatedBefore',
    'ByCreatedAfter',
    'MaxResults',
    'NextToken',
  ],
  handle: (input, context) => {
    const { backup } = context;
    const vault = backup.vault(input.BackupVaultName);
    const { ByResourceType: type, ByBackupPlanId: plan } = input;
    const { ByCreatedBefore: before, ByCreatedAfter: after } = input;
    const found = backup
      .recoveryPointsOf(input.ByResourceArn)
      .filter(
        ({ vault: name, creator, createdAt }) =>
          name === vault.name &&
          (type === undefined || type === 'RDS') &&
          (plan === undefined || creator?.plan === plan) &&
          (!before || Date.parse(createdAt) < before.getTime()) &&
          (!after || Date.parse(createdAt) > after.getTime()),
      );
    const { items, NextToken } = pageOf(found, ({ arn }) => arn, input);
    return { RecoveryPoints: items.map((each) => recoveryPointView(context, each)), NextToken };
  },
});

export const listRecoveryPointsByResource = operation<
  ListRecoveryPointsByResourceInput,
  ListRecoveryPointsByResourceOutput,
  BackupContext
>({
  schema: ListRecoveryPointsByResource$,
  mutating: false,
  handle: (input, context) => {
    const found = context.backup.recoveryPointsOf(input.ResourceArn);
    const { items, NextToken } = pageOf(found, ({ arn }) => arn, input);
    const list = items.map((point) => ({
      ...recoveryPointView(context, point),
      BackupSizeBytes: point.sizeBytes,
    }));
    return { RecoveryPoints: list, NextToken };
  },
});

export const describeRecoveryPoint = operation<
  DescribeRecoveryPointInput,
  DescribeRecoveryPointOutput,
  BackupContext
>({
  schema: DescribeRecoveryPoint$,
  mutating: false,
  honours: ['BackupVaultName', 'RecoveryPointArn'],
  handle: ({ BackupVaultName, RecoveryPointArn }, context) => {
    const { name } = context.backup.vault(BackupVaultName);
    return recoveryPointView(context, context.backup.recoveryPoint(RecoveryPointArn, name));
  },
});

export const getRestoreMetadata = operation<
  GetRecoveryPointRestoreMetadataInput,
  GetRecoveryPointRestoreMetadataOutput,
  BackupContext
>({
  schema: GetRecoveryPointRestoreMetadata$,
  mutating: false,
  honours: ['BackupVaultName', 'RecoveryPointArn'],
  handle: ({ BackupVaultName, RecoveryPointArn }, { backup, rds }) => {
    const { name } = backup.vault(BackupVaultName);
    const point = backup.recoveryPoint(RecoveryPointArn, name);
    const snapshot = rds.rds.findSnapshot(point.snapshot);
    if (!snapshot) throw invalidRequest(`The snapshot behind ${point.arn} is gone.`);
    return {
      BackupVaultArn: backup.arn('backup-vault', name),
      RecoveryPointArn: point.arn,
      ResourceType: 'RDS',
      RestoreMetadata: restoreMetadata(snapshot.instance, snapshot.settings),
    };
  },
});
