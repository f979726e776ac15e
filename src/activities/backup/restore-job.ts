import type { DescribeRestoreJobOutput } from '@aws-sdk/client-backup';
import type { DBInstance } from '@aws-sdk/client-rds';
import type { PlannedCall } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { CLOCK_TOLERANCE_MS, type RdsContext } from '../rds/describe-instance.ts';

// A restore job carries no tags, and neither does what it makes. Whose it is, is told by the name that it was asked to
// give to the new instance: that name holds the name of the run.

/** A restore job as AWS Backup describes it. */
export type RestoreJob = DescribeRestoreJobOutput;

/** What tells a run's restore job from all others. */
export interface WantedJob {
  /** Name that the new instance was asked to get. */
  readonly name: string;
  readonly recoveryPoint: { readonly arn: string };
  /** Jobs from before it are not this run's. */
  readonly since: Instant;
}

/** `undefined`: AWS Backup says that there is none. */
export async function describeRestoreJob(
  context: RdsContext,
  jobId: string,
): Promise<RestoreJob | undefined> {
  const backup = await context.services.aws.backup();
  return await backup.describeRestoreJob({ RestoreJobId: jobId }).catch((error) => {
    if (failedWith(error, 'RESOURCE_NOT_FOUND')) return undefined;
    throw error;
  });
}

/** The job that an earlier call of this run has brought. */
export async function findRestoreJob(
  context: RdsContext,
  wanted: WantedJob,
): Promise<RestoreJob | undefined> {
  const backup = await context.services.aws.backup();
  const since = new Date(Date.parse(wanted.since) - CLOCK_TOLERANCE_MS);
  let token: string | undefined;
  do {
    const page = await backup.listRestoreJobs({
      ByCreatedAfter: since,
      ByResourceType: 'RDS',
      ...(token !== undefined && { NextToken: token }),
    });
    for (const job of page.RestoreJobs ?? []) {
      if (job.RecoveryPointArn !== wanted.recoveryPoint.arn) continue;
      if (await wasAskedFor(context, job, wanted.name)) return job;
    }
    token = page.NextToken;
  } while (token);
  return undefined;
}

/** Whether the job was asked to make an instance of this name. */
async function wasAskedFor(context: RdsContext, job: RestoreJob, name: string): Promise<boolean> {
  if (job.CreatedResourceArn !== undefined) return nameIn(job.CreatedResourceArn) === name;
  const backup = await context.services.aws.backup();
  const { Metadata = {} } = await backup.getRestoreJobMetadata({ RestoreJobId: job.RestoreJobId });
  const key = Object.keys(Metadata).find((each) => each.toLowerCase() === 'dbinstanceidentifier');
  return key !== undefined && Metadata[key]?.toLowerCase() === name;
}

/** Whether the instance is the one that the job made: of that name, and not older than the job. */
export async function isMadeBy(
  context: RdsContext,
  job: RestoreJob,
  instance: DBInstance,
): Promise<boolean> {
  const created = instance.InstanceCreateTime?.getTime() ?? Number.POSITIVE_INFINITY;
  if (created < (job.CreationDate?.getTime() ?? Number.POSITIVE_INFINITY)) return false;
  if (job.CreatedResourceArn !== undefined) {
    return job.CreatedResourceArn === instance.DBInstanceArn;
  }
  return await wasAskedFor(context, job, instance.DBInstanceIdentifier ?? '');
}

/** COMPLETED, FAILED or ABORTED: it will change nothing any more. */
export function hasEnded({ Status }: RestoreJob): boolean {
  return Status !== 'PENDING' && Status !== 'RUNNING';
}

/** The name at the end of an ARN such as `arn:aws:rds:…:db:orders-copy` or `…:snapshot:awsbackup:job-1`. */
export function nameIn(arn: string): string {
  return arn.split(':').slice(6).join(':');
}

export function plannedJobLook(jobId: string): PlannedCall {
  return {
    service: 'backup',
    operation: 'DescribeRestoreJob',
    parameters: { RestoreJobId: jobId },
    mutating: false,
  };
}
