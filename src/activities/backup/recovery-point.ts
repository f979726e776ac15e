import type { DBSnapshot } from '@aws-sdk/client-rds';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import type { RdsContext } from '../rds/describe-instance.ts';
import { databaseTimeOf } from '../rds/recovery-point.ts';
import { nameIn } from './restore-job.ts';

/** Which state of the data is wanted back. */
export type WantedRecoveryPoint =
  | { readonly kind: 'latest' }
  /** The newest one that holds nothing from the instant on: for damage that happened at it. */
  | { readonly kind: 'before'; readonly instant: Instant }
  | { readonly kind: 'recovery-point'; readonly arn: string };

/** What will be restored. */
export interface BackupRecoveryPoint {
  readonly arn: string;
  readonly resourceType: string;
  /** The newest instant that it can hold. */
  readonly dataTime: Instant;
  /** What AWS Backup says that the resource was like; the base of what a restore is asked for. */
  readonly restoreMetadata: { readonly [key: string]: string };
}

/** How new the data in a recovery point can be at most, and who says so. */
export interface DataTime {
  readonly instant: Instant;
  readonly source: 'SnapshotDatabaseTime' | 'OriginalSnapshotCreateTime' | 'CompletionDate';
}

/**
 * By the snapshot behind the recovery point; where RDS does not show it, by the end of the backup. Never by the
 * recovery point's `CreationDate`: that is when the backup was begun, and the loss would look larger than it is, or,
 * of a copy, smaller.
 */
export async function dataTimeOf(
  context: RdsContext,
  point: { readonly arn: string; readonly completedAt?: Date | undefined },
): Promise<DataTime | undefined> {
  const snapshot = await snapshotOf(context, point.arn);
  const instant = snapshot && databaseTimeOf(snapshot)?.toISOString();
  if (instant !== undefined) {
    const source = snapshot?.SnapshotDatabaseTime
      ? 'SnapshotDatabaseTime'
      : 'OriginalSnapshotCreateTime';
    return { instant, source };
  }
  const completed = point.completedAt?.toISOString();
  return completed === undefined ? undefined : { instant: completed, source: 'CompletionDate' };
}

async function snapshotOf(context: RdsContext, arn: string): Promise<DBSnapshot | undefined> {
  if (!/^arn:[\w-]+:rds:[^:]*:\d+:snapshot:/.test(arn)) return undefined;
  const rds = await context.services.aws.rds();
  const answer = await rds
    .describeDBSnapshots({ DBSnapshotIdentifier: nameIn(arn) })
    .catch((error) => {
      if (failedWith(error, 'DB_SNAPSHOT_NOT_FOUND') || failedWith(error, 'ACCESS_DENIED')) {
        return undefined;
      }
      throw error;
    });
  return answer?.DBSnapshots?.[0];
}

/** AWS Backup holds more kinds of resources than this knows how to verify. */
export function demandRds(resourceType: string | undefined, what: string): void {
  if (resourceType === 'RDS') return;
  throw new KunrenError({
    code: 'RESOURCE_TYPE_UNSUPPORTED',
    message: `${what} is of the resource type ${resourceType ?? 'unknown'}. Only RDS instances can be restored and verified; Aurora clusters and other resources need checks of their own.`,
    class: 'input',
  });
}
