import { AT_THE_RUN, type Fact, type Mutation, type Poll } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import { demandNamedAfterRun } from '../named-after-run.ts';
import {
  demandOurs,
  describeInstance,
  type RdsContext,
  VISIBILITY_MS,
} from '../rds/describe-instance.ts';
import { pending } from '../rds/pending.ts';
import { ownedInstance, RESTORE_POLLING } from '../rds/restored-instance.ts';
import type { Services } from '../services.ts';
import { backupRemoval } from './remove-restored.ts';
import {
  describeRestoreJob,
  findRestoreJob,
  nameIn,
  plannedJobLook,
  type RestoreJob,
} from './restore-job.ts';
import { type BackupRestoreInput, restoreRequest } from './restore-request.ts';

export interface StartRestoreInput extends BackupRestoreInput {
  /** When the run was opened: no job of it is older. */
  readonly since: Instant;
}

export type JobReceipt = { readonly jobId: string; readonly requestedAt: Instant };

export interface FinishedRestore {
  readonly jobId: string;
  /** ARN of the instance that the job made. */
  readonly arn: string;
}

/**
 * Has AWS Backup restore a recovery point into a new instance, and waits for the end of the job.
 * The token comes of the run and the activity: the same call again means the same job.
 * Fails with `RESTORE_JOB_FAILED` or `RESTORE_JOB_ABORTED`, in AWS's words; with `RESTORE_REPLACED` or `NAME_TAKEN`
 * (class `safety`).
 */
export const startBackupRestore: Mutation<
  StartRestoreInput,
  JobReceipt,
  FinishedRestore,
  Services
> = {
  kind: 'mutation',
  name: 'backup.start-restore',
  waitsOn: 'aws',
  iam: [
    'backup:StartRestoreJob',
    'backup:DescribeRestoreJob',
    'backup:ListRestoreJobs',
    'backup:GetRestoreJobMetadata',
    'iam:PassRole',
    'rds:DescribeDBInstances',
  ],
  pollEvery: RESTORE_POLLING,
  plan: (input) => {
    const { Metadata = {}, ...request } = restoreRequest(input, AT_THE_RUN);
    const parameters = { ...request, Metadata };
    return {
      calls: [
        { service: 'backup', operation: 'StartRestoreJob', parameters, mutating: true },
        plannedJobLook(AT_THE_RUN),
      ],
      output: { jobId: AT_THE_RUN, arn: AT_THE_RUN },
    };
  },
  owns: ownedInstance,
  settlesWithinMs: VISIBILITY_MS,
  async start(context, input) {
    // Neither job nor instance carries a tag at first, so the name is all that tells whose they are.
    demandNamedAfterRun(context, input.name);
    const backup = await context.services.aws.backup();
    const requestedAt = instantNow(context);
    const request = restoreRequest(input, tokenOf(context.run, context.activity));
    const { RestoreJobId } = await backup.startRestoreJob(request);
    return receiptOf({ RestoreJobId }, requestedAt);
  },
  async poll(context, input, receipt) {
    const job = await describeRestoreJob(context, receipt.jobId);
    if (!job) return absent(context, receipt);
    switch (job.Status) {
      case 'COMPLETED':
        return completed(input, receipt, job);
      case 'FAILED':
      case 'ABORTED':
        throw ended(receipt, job);
      default:
        return running(job);
    }
  },
  async adopt(context, input) {
    const job = await findRestoreJob(context, input);
    if (job) return receiptOf(job, job.CreationDate?.toISOString() ?? instantNow(context));
    const { instance } = await describeInstance(context, input.name);
    if (instance) demandOurs(context, instance, 'NAME_TAKEN');
    // Should the list be behind, the token leads the next call to the same job.
    return undefined;
  },
  undo: backupRemoval,
};

function tokenOf(run: string, activity: string): string {
  return `kunren-${run}-${activity}`;
}

function receiptOf({ RestoreJobId: jobId }: RestoreJob, requestedAt: Instant): JobReceipt {
  if (jobId !== undefined) return { jobId, requestedAt };
  throw new KunrenError({
    code: 'AWS_ANSWER_INCOMPLETE',
    message: 'AWS Backup answered without RestoreJobId.',
    ambiguous: true,
    retryable: true,
  });
}

function absent(context: RdsContext, { jobId, requestedAt }: JobReceipt): Poll<never> {
  if (context.clock.now() - Date.parse(requestedAt) < VISIBILITY_MS) {
    return pending('asked for, not visible yet');
  }
  throw new KunrenError({
    code: 'RESTORE_JOB_FAILED',
    message: `The restore job ${jobId} was asked for at ${requestedAt} and does not exist.`,
  });
}

function running({ Status, StatusMessage, PercentDone = '' }: RestoreJob): Poll<never> {
  const percent = Number.parseFloat(PercentDone);
  const message = `job ${Status ?? 'unknown'}${StatusMessage ? `: ${StatusMessage}` : ''}`;
  const progress = { message, ...(Number.isFinite(percent) && { percent }) };
  return { status: 'pending', progress };
}

function ended({ jobId }: JobReceipt, { Status, StatusMessage }: RestoreJob): KunrenError {
  const why = StatusMessage ? ` AWS says: ${StatusMessage}` : ' AWS does not say why.';
  return new KunrenError({
    code: Status === 'ABORTED' ? 'RESTORE_JOB_ABORTED' : 'RESTORE_JOB_FAILED',
    message: `The restore job ${jobId} is ${Status}.${why}`,
    details: { jobId, statusMessage: StatusMessage ?? null },
  });
}

function completed(
  { name }: StartRestoreInput,
  { jobId }: JobReceipt,
  job: RestoreJob,
): Poll<FinishedRestore> {
  const { CreatedResourceArn: arn = '' } = job;
  if (nameIn(arn) !== name) {
    throw new KunrenError({
      code: 'RESTORE_REPLACED',
      message: `The restore job ${jobId} has made ${arn || 'nothing that it names'}, not an instance ${name}.`,
      class: 'safety',
    });
  }
  return { status: 'done', output: { jobId, arn }, facts: jobFacts(job) };
}

/** What the record keeps of a job that has ended. */
export function jobFacts(job: RestoreJob): readonly Fact[] {
  const { RestoreJobId = '', CreationDate, CompletionDate, CreatedBy, IamRoleArn } = job;
  const plan = CreatedBy?.RestoreTestingPlanArn;
  return [
    { label: 'Restore job', value: RestoreJobId },
    {
      label: 'Restore job ran',
      value: `${CreationDate?.toISOString() ?? 'unknown'} to ${CompletionDate?.toISOString() ?? 'unknown'}`,
    },
    ...(IamRoleArn === undefined ? [] : [{ label: 'Restored with the role', value: IamRoleArn }]),
    ...(plan === undefined ? [] : [{ label: 'Restore testing plan', value: plan }]),
  ];
}
