import type { DBInstanceAutomatedBackup } from '@aws-sdk/client-rds';
import { failedWith } from '../aws-failure.ts';
import type { RdsContext } from './describe-instance.ts';

/**
 * The automated backup of an instance, living or deleted.
 * Where an id was used more than once, that of the living instance wins, then that of the last one deleted.
 */
export async function findAutomatedBackup(
  context: RdsContext,
  id: string,
): Promise<DBInstanceAutomatedBackup | undefined> {
  const rds = await context.services.aws.rds();
  const answer = await rds
    .describeDBInstanceAutomatedBackups({ DBInstanceIdentifier: id })
    .catch((error) => {
      if (failedWith(error, 'DB_INSTANCE_AUTOMATED_BACKUP_NOT_FOUND')) return undefined;
      throw error;
    });
  return [...(answer?.DBInstanceAutomatedBackups ?? [])].sort((a, b) => rank(b) - rank(a))[0];
}

function rank(backup: DBInstanceAutomatedBackup): number {
  if (backup.Status !== 'retained') return Number.MAX_SAFE_INTEGER;
  return backup.RestoreWindow?.LatestTime?.getTime() ?? 0;
}
