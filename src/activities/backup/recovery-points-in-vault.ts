import type { RecoveryPointByBackupVault } from '@aws-sdk/client-backup';
import type { RdsContext } from '../rds/describe-instance.ts';

/** Every recovery point of a resource in a vault, the one that was begun last first. */
export async function allRecoveryPoints(
  context: RdsContext,
  vault: string,
  resourceArn: string,
): Promise<readonly RecoveryPointByBackupVault[]> {
  const backup = await context.services.aws.backup();
  const points: RecoveryPointByBackupVault[] = [];
  let token: string | undefined;
  do {
    const page = await backup.listRecoveryPointsByBackupVault({
      BackupVaultName: vault,
      ByResourceArn: resourceArn,
      ...(token !== undefined && { NextToken: token }),
    });
    points.push(...(page.RecoveryPoints ?? []));
    token = page.NextToken;
  } while (token);
  const begun = ({ CreationDate }: RecoveryPointByBackupVault) => CreationDate?.getTime() ?? 0;
  return points.sort((a, b) => begun(b) - begun(a));
}
