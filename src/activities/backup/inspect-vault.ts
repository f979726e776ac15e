import type { Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { failedWith } from '../aws-failure.ts';
import type { RdsContext } from '../rds/describe-instance.ts';
import { pending } from '../rds/pending.ts';
import { noRecoveryPoint } from '../rds/recovery-point.ts';
import type { Services } from '../services.ts';
import { demandRds } from './recovery-point.ts';
import { allRecoveryPoints } from './recovery-points-in-vault.ts';

export interface InspectVaultInput {
  readonly vault: string;
  /** ARN of the resource that is to be recovered. */
  readonly resourceArn: string;
}

/**
 * Makes sure that the vault is there and holds a recovery point of the resource. Pending while the first is being made.
 * Fails with `VAULT_NOT_FOUND` or `RESOURCE_TYPE_UNSUPPORTED` (class `input`), or `NO_RECOVERY_POINT`.
 */
export const inspectVault: Probe<InspectVaultInput, Record<string, never>, Services> = {
  kind: 'probe',
  name: 'backup.inspect-vault',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['backup:DescribeBackupVault', 'backup:ListRecoveryPointsByBackupVault'],
  plan: ({ vault, resourceArn }) => ({
    calls: [
      {
        service: 'backup',
        operation: 'DescribeBackupVault',
        parameters: { BackupVaultName: vault },
        mutating: false,
      },
      {
        service: 'backup',
        operation: 'ListRecoveryPointsByBackupVault',
        parameters: { BackupVaultName: vault, ByResourceArn: resourceArn },
        mutating: false,
      },
    ],
    output: {},
  }),
  async poll(context, { vault, resourceArn }) {
    const { VaultType = 'BACKUP_VAULT', Locked = false } = await describeVault(context, vault);
    const points = await allRecoveryPoints(context, vault, resourceArn);
    const complete = points.filter(({ Status }) => Status === 'COMPLETED');
    const [newest] = complete;
    const coming = points.find(({ Status }) => Status === 'CREATING');
    if (!newest && coming) return pending(`waiting for the first recovery point in ${vault}`);
    if (!newest) {
      throw noRecoveryPoint(
        `The vault ${vault} holds no complete recovery point of ${resourceArn}; ${points.length} of another status.`,
      );
    }
    demandRds(newest.ResourceType, `The resource ${resourceArn}`);
    return {
      status: 'done',
      output: {},
      facts: [
        { label: 'Vault', value: `${vault} (${VaultType}${Locked ? ', locked' : ''})` },
        { label: 'Recovery points of the source', value: `${complete.length}` },
        {
          label: 'Newest recovery point was begun',
          value: newest.CreationDate?.toISOString() ?? 'unknown',
        },
        {
          label: 'Made by the backup plan',
          value: newest.CreatedBy?.BackupPlanName ?? 'none: on demand, or its plan is gone',
        },
      ],
    };
  },
};

async function describeVault(context: RdsContext, name: string) {
  const backup = await context.services.aws.backup();
  try {
    return await backup.describeBackupVault({ BackupVaultName: name });
  } catch (error) {
    // AWS also denies access to a vault that is not there.
    const denied = failedWith(error, 'ACCESS_DENIED');
    if (!denied && !failedWith(error, 'RESOURCE_NOT_FOUND')) throw error;
    const may = denied ? ', or the caller may not see it (backup:DescribeBackupVault)' : '';
    throw new KunrenError(
      {
        code: 'VAULT_NOT_FOUND',
        message: `There is no backup vault ${name} in ${context.region}${may}.`,
        class: 'input',
      },
      { cause: error },
    );
  }
}
