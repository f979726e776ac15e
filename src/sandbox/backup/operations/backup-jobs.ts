import {
  DescribeBackupJob$,
  type DescribeBackupJobInput,
  type DescribeBackupJobOutput,
  ListBackupJobs$,
  type ListBackupJobsInput,
  type ListBackupJobsOutput,
  StartBackupJob$,
  type StartBackupJobInput,
  type StartBackupJobOutput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import { askedOnce, earlierJob } from '../asked-once.ts';
import type { BackupContext } from '../backup-context.ts';
import type { BackupJobRecord } from '../backup-state.ts';
import { isBetween } from '../is-between.ts';
import { pageOf } from '../page.ts';
import { awsTags } from '../tags.ts';
import { beginBackup } from '../take-backup.ts';
import { backupJobView } from '../views.ts';

export const startBackupJob = operation<StartBackupJobInput, StartBackupJobOutput, BackupContext>({
  schema: StartBackupJob$,
  mutating: true,
  honours: [
    'BackupVaultName',
    'ResourceArn',
    'IamRoleArn',
    'IdempotencyToken',
    'Lifecycle',
    'RecoveryPointTags',
    // Taken and kept to: the sandbox begins at once and is done within minutes.
    'StartWindowMinutes',
    'CompleteWindowMinutes',
  ],
  handle: async (input, { backup, jobs, rds }, call) => {
    await rds.rds.lookAtServers();
    const { IdempotencyToken, ...request } = input;
    const asked = askedOnce(IdempotencyToken, request);
    let job = earlierJob(backup.state.backupJobs, asked);
    if (!job) {
      const days = input.Lifecycle?.DeleteAfterDays;
      const tags = { ...input.RecoveryPointTags };
      job = beginBackup(backup, rds, {
        vault: input.BackupVaultName ?? '',
        resourceArn: input.ResourceArn ?? '',
        roleArn: input.IamRoleArn ?? '',
        ...(asked && { asked }),
        ...(days !== undefined && { deleteAfterDays: days }),
        tags,
      });
      jobs.runBackup(job);
      call.effect(job.recoveryPoint, awsTags(tags));
    }
    return {
      BackupJobId: job.id,
      RecoveryPointArn: job.recoveryPoint,
      CreationDate: new Date(job.createdAt),
      IsParent: false,
    };
  },
});

export const describeBackupJob = operation<
  DescribeBackupJobInput,
  DescribeBackupJobOutput,
  BackupContext
>({
  schema: DescribeBackupJob$,
  mutating: false,
  handle: ({ BackupJobId }, context) =>
    backupJobView(context, context.backup.backupJob(BackupJobId)),
});

export const listBackupJobs = operation<ListBackupJobsInput, ListBackupJobsOutput, BackupContext>({
  schema: ListBackupJobs$,
  mutating: false,
  honours: [
    'ByAccountId',
    'ByBackupVaultName',
    'ByCompleteAfter',
    'ByCompleteBefore',
    'ByCreatedAfter',
    'ByCreatedBefore',
    'ByResourceArn',
    'ByResourceType',
    'ByState',
    'MaxResults',
    'NextToken',
  ],
  handle: (input, context) => {
    const { state, place } = context.backup;
    const { ByState: wanted, ByResourceArn: arn, ByBackupVaultName: vault } = input;
    const account = input.ByAccountId ?? place.accountId;
    const type = input.ByResourceType ?? 'RDS';
    const isAsked = (job: BackupJobRecord) =>
      account === place.accountId &&
      type === 'RDS' &&
      (wanted === undefined || job.state === wanted) &&
      (arn === undefined || job.resourceArn === arn) &&
      (vault === undefined || job.vault === vault) &&
      isBetween(job.createdAt, input.ByCreatedAfter, input.ByCreatedBefore) &&
      isBetween(job.completedAt, input.ByCompleteAfter, input.ByCompleteBefore);
    const found = state.backupJobs.filter(isAsked).reverse();
    const { items, NextToken } = pageOf(found, ({ id }) => id, input);
    return { BackupJobs: items.map((job) => backupJobView(context, job)), NextToken };
  },
});
