import type { Undo } from '../../core/activity.ts';
import { describeInstance, type RdsContext, runOf } from '../rds/describe-instance.ts';
import { pending } from '../rds/pending.ts';
import { removal } from '../rds/remove-instance.ts';
import type { Services } from '../services.ts';
import {
  describeRestoreJob,
  findRestoreJob,
  hasEnded,
  type RestoreJob,
  type WantedJob,
} from './restore-job.ts';
import type { JobReceipt } from './start-restore.ts';
import { identityOf, tagMadeInstance } from './tag-made-instance.ts';

/**
 * Removes what a restore job has made. A job cannot be stopped, so as long as one runs, an instance may still come;
 * only its end and the missing instance together are a proof.
 * What carries no tag yet is tagged first, once the job has shown that it made it: nothing untagged is deleted.
 */
export const backupRemoval: Undo<WantedJob, Services, JobReceipt> = {
  async start(context, input, receipt) {
    const { instance } = await describeInstance(context, input.name);
    if (!instance || instance.DBInstanceStatus === 'deleting') return;
    if (runOf(instance) !== context.run) {
      const job = await jobOf(context, input, receipt);
      await tagMadeInstance(context, instance, job, 'NOT_OURS');
    }
    await removal.start(context, input, identityOf(context, instance));
  },
  async poll(context, input, receipt) {
    const { instance } = await describeInstance(context, input.name);
    if (instance) return pending(instance.DBInstanceStatus ?? 'unknown');
    const job = await jobOf(context, input, receipt);
    if (job && !hasEnded(job)) {
      return pending(
        `the restore job is ${job.Status} and cannot be stopped; its end is waited for`,
      );
    }
    // Looked at once more, after the end of the job.
    return await removal.poll(context, input);
  },
  iam: [
    'backup:DescribeRestoreJob',
    'backup:GetRestoreJobMetadata',
    'backup:ListRestoreJobs',
    'rds:AddTagsToResource',
    ...removal.iam,
  ],
  plan: removal.plan,
};

async function jobOf(
  context: RdsContext,
  input: WantedJob,
  receipt: JobReceipt | undefined,
): Promise<RestoreJob | undefined> {
  const known = receipt && (await describeRestoreJob(context, receipt.jobId));
  return known ?? (await findRestoreJob(context, input));
}
