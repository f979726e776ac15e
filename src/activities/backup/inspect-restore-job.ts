import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import type { Services } from '../services.ts';
import { dataTimeOf, demandRds } from './recovery-point.ts';
import { describeRestoreJob, nameIn, plannedJobLook, type RestoreJob } from './restore-job.ts';
import { jobFacts } from './start-restore.ts';

export interface InspectRestoreJobInput {
  readonly jobId: string;
  /** ARN of the resource that the job must have restored. */
  readonly resourceArn: string;
}

/** A restore test that AWS Backup has carried out. */
export interface RestoreTestJob {
  readonly jobId: string;
  /** Name of the instance that it made. */
  readonly name: string;
  readonly startedAt: Instant;
  readonly completedAt: Instant;
  /** The newest instant that its data can hold. */
  readonly dataTime: Instant;
}

/**
 * Looks at a job that a restore testing plan has started, and makes sure that there is something of it to verify.
 * Fails, with class `input`, with `RESTORE_JOB_NOT_FOUND`, `RESTORE_JOB_NOT_COMPLETED`, `RESTORE_JOB_OF_OTHER_SOURCE`
 * or `RESOURCE_TYPE_UNSUPPORTED`; with `RESTORE_JOB_NOT_A_TEST` (class `safety`).
 */
export const inspectRestoreJob: Probe<InspectRestoreJobInput, RestoreTestJob, Services> = {
  kind: 'probe',
  name: 'backup.inspect-restore-job',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['backup:DescribeRestoreJob', 'rds:DescribeDBSnapshots'],
  plan: ({ jobId }) => ({
    calls: [plannedJobLook(jobId)],
    output: {
      jobId,
      name: AT_THE_RUN,
      startedAt: AT_THE_RUN,
      completedAt: AT_THE_RUN,
      dataTime: AT_THE_RUN,
    },
  }),
  async poll(context, { jobId, resourceArn }) {
    const job = await describeRestoreJob(context, jobId);
    if (!job) {
      throw wrong(
        'RESTORE_JOB_NOT_FOUND',
        `There is no restore job ${jobId} in ${context.region}.`,
      );
    }
    demandRds(job.ResourceType, `The restore job ${jobId}`);
    demandTest(job, jobId);
    if (job.SourceResourceArn !== undefined && job.SourceResourceArn !== resourceArn) {
      throw wrong(
        'RESTORE_JOB_OF_OTHER_SOURCE',
        `The restore job ${jobId} restored ${job.SourceResourceArn}, not ${resourceArn}.`,
      );
    }
    demandCompleted(job, jobId);
    const { CreationDate, CompletionDate, RecoveryPointArn: arn = '' } = job;
    const startedAt = CreationDate?.toISOString() ?? '';
    // A job cannot hold newer data than what there was when it began.
    const data = (await dataTimeOf(context, { arn })) ?? {
      source: 'CreationDate of the restore job',
      instant: startedAt,
    };
    return {
      status: 'done',
      output: {
        jobId,
        name: nameIn(job.CreatedResourceArn ?? ''),
        startedAt,
        completedAt: CompletionDate?.toISOString() ?? startedAt,
        dataTime: data.instant,
      },
      bounds: [data],
      facts: [
        ...jobFacts(job),
        { label: 'Recovery point', value: arn },
        { label: data.source, value: data.instant },
      ],
    };
  },
};

/** What somebody restored for a purpose of his own is not touched: its password will be set anew. */
function demandTest({ CreatedBy }: RestoreJob, jobId: string): void {
  if (CreatedBy?.RestoreTestingPlanArn !== undefined) return;
  throw new KunrenError({
    code: 'RESTORE_JOB_NOT_A_TEST',
    message: `The restore job ${jobId} was not started by a restore testing plan, so what it made may be in use.`,
    class: 'safety',
  });
}

function demandCompleted(job: RestoreJob, jobId: string): void {
  const { Status, StatusMessage, DeletionStatus } = job;
  if (Status !== 'COMPLETED') {
    const why = StatusMessage ? ` AWS says: ${StatusMessage}` : '';
    const message = `The restore job ${jobId} is ${Status}, so there is nothing of it to verify.${why}`;
    throw wrong('RESTORE_JOB_NOT_COMPLETED', message);
  }
  if (DeletionStatus === undefined) return;
  throw wrong(
    'RESTORE_JOB_NOT_COMPLETED',
    `AWS Backup has removed, or is removing, what the restore job ${jobId} made (${DeletionStatus}). Give its selection a longer validation window.`,
  );
}

function wrong(code: string, message: string): KunrenError {
  return new KunrenError({ code, message, class: 'input' });
}
