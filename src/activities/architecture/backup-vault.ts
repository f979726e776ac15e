import type { DescribeBackupVaultOutput } from '@aws-sdk/client-backup';
import type { Fact } from '../../core/activity.ts';
import type { ArchitectureSubject } from '../../core/architecture.ts';
import { failedWith } from '../aws-failure.ts';
import type { Looker } from './looker.ts';
import { factsFrom, partOf, readSoon } from './read-part.ts';

type Subject = Extract<ArchitectureSubject, { kind: 'backup-vault' }>;

/** Key and lock of a vault, and not how much is in it. */
export const backupVault: Looker<Subject> = {
  iam: ['backup:DescribeBackupVault'],
  plan: ({ vault }) => [
    {
      service: 'backup',
      operation: 'DescribeBackupVault',
      parameters: { BackupVaultName: vault },
      mutating: false,
    },
  ],
  async look(context, subject) {
    const read = await readSoon(context, { call: 'backup:DescribeBackupVault' }, async () => {
      const backup = await context.services.aws.backup();
      try {
        return { found: await backup.describeBackupVault({ BackupVaultName: subject.vault }) };
      } catch (error) {
        if (failedWith(error, 'RESOURCE_NOT_FOUND')) return { found: undefined };
        throw error;
      }
    });
    return [partOf(subject, 'settings', read, ({ found }) => found && factsOf(found))];
  },
};

function factsOf(vault: DescribeBackupVaultOutput): Fact[] {
  const { MinRetentionDays: min, MaxRetentionDays: max, LockDate } = vault;
  return factsFrom({
    type: vault.VaultType ?? 'BACKUP_VAULT',
    'encryption key': vault.EncryptionKeyArn,
    locked: vault.Locked ?? false,
    'least retention': min === undefined ? undefined : `${min} days`,
    'longest retention': max === undefined ? undefined : `${max} days`,
    'lock is final from': LockDate?.toISOString(),
  });
}
