import type { Mutation, Poll } from '../../core/activity.ts';
import type { CheckOutcome } from '../../core/check.ts';
import type { Instant } from '../../core/ports.ts';
import { awsFailure } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import { type RdsContext, VISIBILITY_MS } from '../rds/describe-instance.ts';
import { pending } from '../rds/pending.ts';
import type { Services } from '../services.ts';
import { describeRestoreJob, plannedJobLook } from './restore-job.ts';

export interface ReportValidationInput {
  readonly jobId: string;
  /** Of all checks together. What is not proven is reported as `FAILED`: unknown is not sound. */
  readonly outcome: CheckOutcome;
}

type ValidationReceipt = {
  readonly requestedAt: Instant;
  /** Why AWS Backup did not take it. */
  readonly refused?: string;
};

export interface ReportedValidation {
  readonly status: 'SUCCESSFUL' | 'FAILED';
  /** Whether AWS Backup took it. */
  readonly isTaken: boolean;
}

/**
 * Tells AWS Backup what came of the verification, so that it stands in its own record of the restore job.
 * A job that does not take it, since it has its result already or is none that takes one, is a fact, not a failure.
 */
export const reportValidation: Mutation<
  ReportValidationInput,
  ValidationReceipt,
  ReportedValidation,
  Services
> = {
  kind: 'mutation',
  name: 'backup.report-validation',
  waitsOn: 'aws',
  iam: ['backup:DescribeRestoreJob', 'backup:PutRestoreValidationResult'],
  // It is no part of the recovery, and must not keep a run from its end.
  retry: { attempts: 8 },
  plan: (input, { run }) => ({
    calls: [
      {
        service: 'backup',
        operation: 'PutRestoreValidationResult',
        parameters: { RestoreJobId: input.jobId, ...resultOf(input, run) },
        mutating: true,
      },
      plannedJobLook(input.jobId),
    ],
    output: { status: resultOf(input, run).ValidationStatus, isTaken: true },
  }),
  async start(context, input) {
    const requestedAt = instantNow(context);
    const backup = await context.services.aws.backup();
    try {
      await backup.putRestoreValidationResult({
        RestoreJobId: input.jobId,
        ...resultOf(input, context.run),
      });
      return { requestedAt };
    } catch (error) {
      const failed = awsFailure(error);
      const { retryable, class: failureClass, message } = failed.failure;
      if (retryable || failureClass === 'credentials' || failureClass === 'bug') throw failed;
      return { requestedAt, refused: message };
    }
  },
  async poll(context, input, { requestedAt, refused }) {
    const wanted = resultOf(input, context.run).ValidationStatus;
    if (refused !== undefined) return settled(wanted, refused);
    const job = await describeRestoreJob(context, input.jobId);
    if (job?.ValidationStatus === wanted) return settled(wanted);
    if (context.clock.now() - Date.parse(requestedAt) < VISIBILITY_MS) {
      return pending(`AWS Backup still shows ${job?.ValidationStatus ?? 'no validation'}`);
    }
    return settled(wanted, `AWS Backup took it, and shows ${job?.ValidationStatus ?? 'nothing'}`);
  },
  adopt: (context, input) => findReported(context, input),
};

/** The same status is this run's result, as long as it is in this run's words. */
async function findReported(
  context: RdsContext,
  input: ReportValidationInput,
): Promise<ValidationReceipt | undefined> {
  const { ValidationStatus, ValidationStatusMessage } = resultOf(input, context.run);
  const job = await describeRestoreJob(context, input.jobId);
  const isOurs =
    job?.ValidationStatus === ValidationStatus &&
    job.ValidationStatusMessage === ValidationStatusMessage;
  return isOurs ? { requestedAt: instantNow(context) } : undefined;
}

function resultOf({ outcome }: ReportValidationInput, run: string) {
  const words = {
    passed: 'all data checks passed',
    failed: 'a data check failed',
    unproven: 'not all data checks could be carried out',
  };
  return {
    ValidationStatus: outcome === 'passed' ? ('SUCCESSFUL' as const) : ('FAILED' as const),
    ValidationStatusMessage: `Kunren run ${run}: ${words[outcome]}`,
  };
}

function settled(status: ReportedValidation['status'], refused?: string): Poll<ReportedValidation> {
  const value = refused === undefined ? status : `${status}, not taken: ${refused}`;
  return {
    status: 'done',
    output: { status, isTaken: refused === undefined },
    facts: [{ label: 'Validation result sent to AWS Backup', value }],
  };
}
