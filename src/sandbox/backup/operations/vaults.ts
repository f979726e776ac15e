import {
  CreateBackupVault$,
  type CreateBackupVaultInput,
  type CreateBackupVaultOutput,
  DescribeBackupVault$,
  type DescribeBackupVaultInput,
  type DescribeBackupVaultOutput,
  ListBackupVaults$,
  type ListBackupVaultsInput,
  type ListBackupVaultsOutput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import type { BackupContext } from '../backup-context.ts';
import { alreadyExists, invalidValue } from '../backup-error.ts';
import { pageOf } from '../page.ts';
import { vaultKey } from '../seed.ts';
import { awsTags } from '../tags.ts';
import { vaultView } from '../views.ts';

export const createVault = operation<
  CreateBackupVaultInput,
  CreateBackupVaultOutput,
  BackupContext
>({
  schema: CreateBackupVault$,
  mutating: true,
  handle: (input, { backup }, call) => {
    const { BackupVaultName: name = '', CreatorRequestId, EncryptionKeyArn } = input;
    if (!/^[a-zA-Z0-9\-_]{2,50}$/.test(name)) {
      throw invalidValue(`The backup vault name ${name} is not valid.`);
    }
    const arn = backup.arn('backup-vault', name);
    const there = backup.state.vaults.find((each) => each.name === name);
    // The same request again is answered like the first one.
    if (there && (!CreatorRequestId || there.creatorRequestId !== CreatorRequestId)) {
      throw alreadyExists('Backup vault with the same name already exists', arn);
    }
    const vault = there ?? {
      name,
      createdAt: backup.now(),
      encryptionKeyArn: EncryptionKeyArn ?? vaultKey(backup.place),
      ...(CreatorRequestId && { creatorRequestId: CreatorRequestId }),
      tags: { ...input.BackupVaultTags },
    };
    if (!there) {
      backup.state.vaults.push(vault);
      call.effect(arn, awsTags(vault.tags));
    }
    return {
      BackupVaultName: name,
      BackupVaultArn: arn,
      CreationDate: new Date(vault.createdAt),
    };
  },
});

export const describeVault = operation<
  DescribeBackupVaultInput,
  DescribeBackupVaultOutput,
  BackupContext
>({
  schema: DescribeBackupVault$,
  mutating: false,
  honours: ['BackupVaultName'],
  handle: ({ BackupVaultName }, { backup }) => vaultView(backup, backup.vault(BackupVaultName)),
});

export const listVaults = operation<ListBackupVaultsInput, ListBackupVaultsOutput, BackupContext>({
  schema: ListBackupVaults$,
  mutating: false,
  honours: ['ByVaultType', 'MaxResults', 'NextToken'],
  handle: (input, { backup }) => {
    const type = input.ByVaultType ?? 'BACKUP_VAULT';
    const found = type === 'BACKUP_VAULT' ? backup.state.vaults : [];
    const { items, NextToken } = pageOf(found, ({ name }) => name, input);
    return { BackupVaultList: items.map((each) => vaultView(backup, each)), NextToken };
  },
});
