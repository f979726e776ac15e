import { randomUUID } from 'node:crypto';
import type { Backup } from './backup.ts';
import { invalidRequest } from './backup-error.ts';
import type { RestoreJobRecord } from './backup-state.ts';
import { readRestoreMetadata } from './restore-metadata.ts';

/** What a restore job is asked to be. */
export interface RestoreRequest
  extends Pick<
    RestoreJobRecord,
    'recoveryPoint' | 'roleArn' | 'metadata' | 'copiesTags' | 'asked' | 'test'
  > {}

/**
 * Registers a restore job; what RDS says to it comes later, as the job's end.
 * @throws ServiceError when the recovery point cannot be restored from, or the metadata cannot be read.
 */
export function beginRestore(backup: Backup, request: RestoreRequest): RestoreJobRecord {
  const { roleArn, asked, test, ...rest } = request;
  const point = backup.recoveryPoint(request.recoveryPoint);
  if (point.status !== 'COMPLETED') {
    throw invalidRequest(`Recovery point ${point.arn} is ${point.status}, not COMPLETED.`);
  }
  readRestoreMetadata(request.metadata);
  const { vault, resourceArn, sizeBytes } = point;
  const job: RestoreJobRecord = {
    id: randomUUID().toUpperCase(),
    ...rest,
    recoveryPointCreatedAt: point.createdAt,
    vault,
    resourceArn,
    createdAt: backup.now(),
    ...(roleArn !== undefined && { roleArn }),
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(asked && { asked }),
    ...(test && { test }),
    status: 'PENDING',
  };
  backup.addRestoreJob(job);
  return job;
}
