import { parseArn } from '../rds/arn.ts';
import { restoreFromSnapshot } from '../rds/operations/restore-from-snapshot.ts';
import type { RdsContext } from '../rds/rds-context.ts';
import type { InstanceRecord } from '../rds/rds-state.ts';
import { serviceOf } from '../sts/identity.ts';
import type { Call } from '../wire/service.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { Backup } from './backup.ts';
import type { RestoreJobRecord } from './backup-state.ts';
import { readRestoreMetadata } from './restore-metadata.ts';

/** Asks RDS for the restore. The job fails with RDS's own words when it refuses. */
export async function askForRestore(
  backup: Backup,
  { rds, lifecycle }: RdsContext,
  job: RestoreJobRecord,
): Promise<void> {
  const point = backup.findRecoveryPoint(job.recoveryPoint);
  if (!point) return endRestore(backup, job, 'FAILED', 'The recovery point is gone.');
  const call: Call = {
    requestId: job.id,
    accessKey: '',
    caller: serviceOf(rds.place.accountId, 'backup'),
    region: rds.place.region,
    stale: false,
    seenBy: () => undefined,
    // In the turn in which the instance comes into being, so that no saved state has the one without the other.
    effect: (arn) => {
      const { resourceId } = rds.instance(arn);
      backup.changeRestoreJob(job, { status: 'RUNNING', created: { arn, resourceId } });
      point.lastRestoredAt = backup.now();
    },
  };
  const tags = job.copiesTags ? (rds.findSnapshot(point.snapshot)?.tags ?? []) : [];
  const input = {
    ...readRestoreMetadata(job.metadata),
    DBSnapshotIdentifier: point.snapshot,
    Tags: tags,
  };
  try {
    await restoreFromSnapshot.handle(input, { rds, lifecycle }, call);
  } catch (error) {
    if (job.status === 'PENDING') endRestore(backup, job, 'FAILED', wordsOf(error, job));
  }
}

/** As AWS Backup hands on what another service has said. */
function wordsOf(error: unknown, { id }: RestoreJobRecord): string {
  if (!(error instanceof ServiceError)) return String(error);
  const { message, status, code } = error;
  return `${message} (Service: AmazonRDS; Status Code: ${status}; Error Code: ${code}; Request ID: ${id})`;
}

/** Brings a restore job to where its instance is. @returns whether the job has ended. */
export function followInstance(
  backup: Backup,
  { rds }: RdsContext,
  job: RestoreJobRecord,
): boolean {
  if (job.status !== 'RUNNING') return true;
  const instance = restoredInstance({ rds }, job);
  if (!instance) {
    const arn = job.created?.arn ?? 'that it made';
    endRestore(backup, job, 'FAILED', `The DB instance ${arn} was deleted during the restore.`);
    return true;
  }
  switch (rds.statusOf(instance)) {
    case 'available':
      endRestore(backup, job, 'COMPLETED');
      return true;
    case 'failed':
    case 'restore-error':
      endRestore(backup, job, 'FAILED', lastWord({ rds }, instance));
      return true;
    default:
      return false;
  }
}

/** The instance that a job made, as long as it is there. */
export function restoredInstance(
  { rds }: Pick<RdsContext, 'rds'>,
  { created }: RestoreJobRecord,
): InstanceRecord | undefined {
  const instance = created && rds.find(parseArn(rds.place, created.arn)?.name ?? '');
  return instance?.resourceId === created?.resourceId ? instance : undefined;
}

/** Ends a job, with the time; what RDS goes on doing is RDS's business. */
export function endRestore(
  backup: Backup,
  job: RestoreJobRecord,
  status: 'COMPLETED' | 'FAILED' | 'ABORTED',
  message?: string,
): void {
  const isToBeJudged = status === 'COMPLETED' && (job.test?.validationWindowHours ?? 0) > 0;
  backup.changeRestoreJob(job, {
    status,
    completedAt: backup.now(),
    ...(message && { message }),
    ...(isToBeJudged && { validation: { status: 'VALIDATING' } }),
  });
}

function lastWord({ rds }: Pick<RdsContext, 'rds'>, { id }: InstanceRecord): string {
  const event = rds.state.events.findLast(
    ({ source, categories }) => source === id && categories.includes('failure'),
  );
  return event?.message ?? `The DB instance ${id} failed.`;
}
