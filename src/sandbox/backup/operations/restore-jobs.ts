import {
  DescribeRestoreJob$,
  type DescribeRestoreJobInput,
  type DescribeRestoreJobOutput,
  GetRestoreJobMetadata$,
  type GetRestoreJobMetadataInput,
  type GetRestoreJobMetadataOutput,
  ListRestoreJobs$,
  ListRestoreJobsByProtectedResource$,
  type ListRestoreJobsByProtectedResourceInput,
  type ListRestoreJobsByProtectedResourceOutput,
  type ListRestoreJobsInput,
  type ListRestoreJobsOutput,
  StartRestoreJob$,
  type StartRestoreJobInput,
  type StartRestoreJobOutput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import { askedOnce, earlierJob } from '../asked-once.ts';
import type { BackupContext } from '../backup-context.ts';
import { invalidValue } from '../backup-error.ts';
import type { RestoreJobRecord } from '../backup-state.ts';
import { beginRestore } from '../begin-restore.ts';
import { isBetween } from '../is-between.ts';
import { pageOf } from '../page.ts';
import { restoreJobView } from '../views.ts';

export const startRestoreJob = operation<
  StartRestoreJobInput,
  StartRestoreJobOutput,
  BackupContext
>({
  schema: StartRestoreJob$,
  mutating: true,
  handle: (input, { backup, jobs }, call) => {
    const { IdempotencyToken, ...request } = input;
    const { ResourceType, IamRoleArn, CopySourceTagsToRestoredResource, Metadata = {} } = request;
    if (ResourceType !== undefined && ResourceType !== 'RDS') {
      throw invalidValue(`The recovery point is of the resource type RDS, not ${ResourceType}.`);
    }
    const asked = askedOnce(IdempotencyToken, request);
    let job = earlierJob(backup.state.restoreJobs, asked);
    if (!job) {
      job = beginRestore(backup, {
        recoveryPoint: request.RecoveryPointArn ?? '',
        metadata: Metadata,
        copiesTags: CopySourceTagsToRestoredResource ?? false,
        ...(IamRoleArn !== undefined && { roleArn: IamRoleArn }),
        ...(asked && { asked }),
      });
      jobs.runRestore(job);
      // The job has no tags, so its effect is known by the name that the new instance will have.
      const name = (Metadata['DBInstanceIdentifier'] ?? '').toLowerCase();
      call.effect(`${job.id} ${name}`, []);
    }
    return { RestoreJobId: job.id };
  },
});

export const describeRestoreJob = operation<
  DescribeRestoreJobInput,
  DescribeRestoreJobOutput,
  BackupContext
>({
  schema: DescribeRestoreJob$,
  mutating: false,
  handle: ({ RestoreJobId }, { backup }, { stale }) =>
    restoreJobView(backup, backup.restoreJob(RestoreJobId, stale)),
});

export const getRestoreJobMetadata = operation<
  GetRestoreJobMetadataInput,
  GetRestoreJobMetadataOutput,
  BackupContext
>({
  schema: GetRestoreJobMetadata$,
  mutating: false,
  handle: ({ RestoreJobId }, { backup }) => {
    const { id, metadata } = backup.restoreJob(RestoreJobId);
    return { RestoreJobId: id, Metadata: { ...metadata } };
  },
});

export const listRestoreJobs = operation<
  ListRestoreJobsInput,
  ListRestoreJobsOutput,
  BackupContext
>({
  schema: ListRestoreJobs$,
  mutating: false,
  honours: [
    'ByAccountId',
    'ByResourceType',
    'ByCreatedBefore',
    'ByCreatedAfter',
    'ByCompleteBefore',
    'ByCompleteAfter',
    'ByStatus',
    'ByRestoreTestingPlanArn',
    'MaxResults',
    'NextToken',
  ],
  handle: (input, { backup }, { stale }) => {
    const { ByStatus: status, ByRestoreTestingPlanArn: plan } = input;
    const account = input.ByAccountId ?? backup.place.accountId;
    const type = input.ByResourceType ?? 'RDS';
    const isAsked = (job: RestoreJobRecord) =>
      account === backup.place.accountId &&
      type === 'RDS' &&
      (status === undefined || job.status === status) &&
      (plan === undefined || job.test?.planArn === plan) &&
      isBetween(job.createdAt, input.ByCreatedAfter, input.ByCreatedBefore) &&
      isBetween(job.completedAt, input.ByCompleteAfter, input.ByCompleteBefore);
    const found = backup.restoreJobs(stale).filter(isAsked).reverse();
    const { items, NextToken } = pageOf(found, ({ id }) => id, input);
    return { RestoreJobs: items.map((job) => restoreJobView(backup, job)), NextToken };
  },
});

export const listRestoreJobsByResource = operation<
  ListRestoreJobsByProtectedResourceInput,
  ListRestoreJobsByProtectedResourceOutput,
  BackupContext
>({
  schema: ListRestoreJobsByProtectedResource$,
  mutating: false,
  handle: (input, { backup }, { stale }) => {
    const { ByStatus: status } = input;
    const { ByRecoveryPointCreationDateAfter: after, ByRecoveryPointCreationDateBefore: before } =
      input;
    const found = backup
      .restoreJobs(stale)
      .filter(
        (job) =>
          job.resourceArn === input.ResourceArn &&
          (status === undefined || job.status === status) &&
          isBetween(job.recoveryPointCreatedAt, after, before),
      )
      .reverse();
    const { items, NextToken } = pageOf(found, ({ id }) => id, input);
    return { RestoreJobs: items.map((job) => restoreJobView(backup, job)), NextToken };
  },
});
