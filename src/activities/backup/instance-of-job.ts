import { AT_THE_RUN, type PlannedCall } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { RUN_TAG } from '../../core/resource.ts';
import { describeInstance, type RdsContext, runOf } from '../rds/describe-instance.ts';
import type { MadeInstance, MadeReceipt } from '../rds/made-instance.ts';
import { describeRestoreJob } from './restore-job.ts';
import { identityOf, tagMadeInstance } from './tag-made-instance.ts';

// What claiming and borrowing share: both put this run's tag on what a restore job has made.

interface InstanceOfJob {
  readonly name: string;
  readonly jobId: string;
}

/** @throws KunrenError `RESTORE_FAILED` when the instance is not there; of class `safety` when it is not the job's. */
export async function tagInstance(
  context: RdsContext,
  { name, jobId }: InstanceOfJob,
  code: 'NOT_OURS' | 'NAME_TAKEN',
): Promise<MadeReceipt> {
  const { instance } = await describeInstance(context, name);
  if (!instance) {
    throw new KunrenError({
      code: 'RESTORE_FAILED',
      message: `The restore job ${jobId} is complete, but its instance ${name} is not there.`,
    });
  }
  await tagMadeInstance(context, instance, await describeRestoreJob(context, jobId), code);
  return identityOf(context, instance);
}

/** The instance, when it carries this run's tag already. */
export async function findTagged(
  context: RdsContext,
  { name }: InstanceOfJob,
): Promise<MadeReceipt | undefined> {
  const { instance } = await describeInstance(context, name);
  return instance && runOf(instance) === context.run ? identityOf(context, instance) : undefined;
}

export const TAGGING_IAM = [
  'backup:DescribeRestoreJob',
  'backup:GetRestoreJobMetadata',
  'rds:AddTagsToResource',
  'rds:DescribeDBInstances',
  'rds:DescribeEvents',
];

export function plannedTagging(run: string): PlannedCall {
  return {
    service: 'rds',
    operation: 'AddTagsToResource',
    parameters: { ResourceName: AT_THE_RUN, Tags: [{ Key: RUN_TAG, Value: run }] },
    mutating: true,
  };
}

export function plannedInstance(name: string): MadeInstance {
  return {
    id: name,
    arn: AT_THE_RUN,
    dbiResourceId: AT_THE_RUN,
    endpoint: { host: AT_THE_RUN, port: 0 },
    createdAt: AT_THE_RUN,
    masterUser: AT_THE_RUN,
  };
}
