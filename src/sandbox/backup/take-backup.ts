import { randomUUID } from 'node:crypto';
import { parseArn } from '../rds/arn.ts';
import { newSnapshot } from '../rds/automated-snapshot.ts';
import type { RdsContext } from '../rds/rds-context.ts';
import type { Backup } from './backup.ts';
import { invalidValue, notFound } from './backup-error.ts';
import type { BackupJobRecord, RecoveryPointRecord } from './backup-state.ts';

/** What a backup is asked to be. */
export interface BackupRequest
  extends Pick<BackupJobRecord, 'vault' | 'resourceArn' | 'roleArn' | 'creator' | 'asked'>,
    Pick<RecoveryPointRecord, 'deleteAfterDays'> {
  readonly tags: RecoveryPointRecord['tags'];
}

/**
 * Registers a backup job, its recovery point and the snapshot behind it, which RDS then takes.
 * @throws ServiceError when the vault or the resource is not there, or is of a kind that the sandbox does not back up.
 */
export function beginBackup(
  backup: Backup,
  { rds, lifecycle }: RdsContext,
  request: BackupRequest,
): BackupJobRecord {
  const { vault, resourceArn, roleArn, creator, asked, deleteAfterDays, tags } = request;
  backup.vault(vault);
  const instance = rds.find(instanceOf(backup, resourceArn));
  if (!instance) throw notFound(`Resource ${resourceArn} does not exist.`);
  const id = randomUUID();
  const snapshot = newSnapshot(rds, instance, {
    id: `awsbackup:job-${id}`,
    type: 'awsbackup',
    tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
  const made = { vault, resourceArn, roleArn, createdAt: backup.now() };
  const recoveryPoint: RecoveryPointRecord = {
    arn: rds.arn('snapshot', snapshot.id),
    snapshot: snapshot.id,
    ...made,
    ...(creator && { creator }),
    status: 'CREATING',
    ...(deleteAfterDays !== undefined && { deleteAfterDays }),
    tags,
  };
  const job: BackupJobRecord = {
    id,
    recoveryPoint: recoveryPoint.arn,
    ...made,
    ...(creator && { creator }),
    ...(asked && { asked }),
    state: 'CREATED',
  };
  backup.state.recoveryPoints.push(recoveryPoint);
  backup.addBackupJob(job);
  lifecycle.enqueue(instance, { kind: 'take-snapshot', snapshot: snapshot.id });
  return job;
}

/** @throws ServiceError for another kind of resource than an RDS instance of this Region. */
function instanceOf(backup: Backup, resourceArn: string): string {
  const parsed = parseArn(backup.place, resourceArn);
  if (parsed?.type === 'db') return parsed.name;
  throw invalidValue(`The sandbox backs up DB instances of this Region, not ${resourceArn}.`);
}

/** Brings a backup job to where its snapshot is. @returns whether it has ended. */
export function followSnapshot(
  backup: Backup,
  { rds, lifecycle }: RdsContext,
  job: BackupJobRecord,
): boolean {
  const point = backup.findRecoveryPoint(job.recoveryPoint);
  const snapshot = point && rds.findSnapshot(point.snapshot);
  if (point && snapshot?.status === 'available') {
    const { createdAt: completedAt = backup.now(), sizeBytes } = snapshot;
    Object.assign(point, { status: 'COMPLETED', completedAt, sizeBytes });
    Object.assign(job, { state: 'COMPLETED', completedAt });
    return true;
  }
  if (point && snapshot?.status === 'creating') {
    job.state = 'RUNNING';
    return false;
  }
  const { recoveryPoints } = backup.state;
  if (point) recoveryPoints.splice(recoveryPoints.indexOf(point), 1);
  if (snapshot) lifecycle.discard(snapshot);
  const message = `The snapshot of ${job.resourceArn} failed.`;
  Object.assign(job, { state: 'FAILED', message, completedAt: backup.now() });
  return true;
}
