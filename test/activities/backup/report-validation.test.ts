import {
  DescribeRestoreJobCommand,
  PutRestoreValidationResultCommand,
} from '@aws-sdk/client-backup';
import { beforeEach, describe, expect, test } from 'vitest';
import { reportValidation } from '../../../src/activities/backup/report-validation.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { backupError, JOB, restoreJob } from '../../support/activity-backup.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  RUN,
  type TestContext,
} from '../../support/activity-context.ts';

const passed = { jobId: JOB, outcome: 'passed' } as const;
const ValidationStatusMessage = `Kunren run ${RUN}: all data checks passed`;
const receipt = { requestedAt: '2026-11-24T01:00:00.000Z' };

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  aws.backup.on(PutRestoreValidationResultCommand).resolves({});
});

function jobShows(overrides: Parameters<typeof restoreJob>[0]): void {
  aws.backup.on(DescribeRestoreJobCommand).resolves(restoreJob(overrides));
}

describe('the result that is sent', () => {
  test.each([
    ['passed', 'SUCCESSFUL', 'all data checks passed'],
    ['failed', 'FAILED', 'a data check failed'],
    // Unknown is not sound.
    ['unproven', 'FAILED', 'not all data checks could be carried out'],
  ] as const)('of a verification that %s is %s', async (outcome, status, words) => {
    await reportValidation.start(context, { jobId: JOB, outcome });
    const [call] = aws.backup.commandCalls(PutRestoreValidationResultCommand);
    expect(call?.args[0].input).toEqual({
      RestoreJobId: JOB,
      ValidationStatus: status,
      ValidationStatusMessage: `Kunren run ${RUN}: ${words}`,
    });
  });

  test('is done once AWS Backup shows it', async () => {
    jobShows({ ValidationStatus: 'VALIDATING' });
    const look = () => reportValidation.poll(context, passed, receipt);
    expect(pendingFrom(await look())).toContain('VALIDATING');
    jobShows({ ValidationStatus: 'SUCCESSFUL' });
    const { output, facts } = doneFrom(await look());
    expect(output).toEqual({ status: 'SUCCESSFUL', isTaken: true });
    expect(facts).toEqual([{ label: 'Validation result sent to AWS Backup', value: 'SUCCESSFUL' }]);
  });

  test('that AWS Backup never shows does not keep the run from its end', async () => {
    jobShows({});
    context.clock.pass(3 * 60_000);
    const { output } = doneFrom(await reportValidation.poll(context, passed, receipt));
    expect(output.isTaken).toBe(false);
  });
});

describe('a job that does not take it', () => {
  test.each(['InvalidRequestException', 'AccessDeniedException', 'InvalidParameterValueException'])(
    'because of %s is a fact, not a failure',
    async (name) => {
      const message = 'The validation has ended.';
      aws.backup.on(PutRestoreValidationResultCommand).rejects(backupError(name, message));
      const refused = await reportValidation.start(context, passed);
      const { output, facts } = doneFrom(await reportValidation.poll(context, passed, refused));
      expect(output).toEqual({ status: 'SUCCESSFUL', isTaken: false });
      expect(facts?.[0]?.value).toContain(message);
    },
  );

  test.each(['ThrottlingException', 'ExpiredTokenException'])(
    'because of %s is tried again',
    async (name) => {
      aws.backup.on(PutRestoreValidationResultCommand).rejects(backupError(name));
      expect((await failureFrom(reportValidation.start(context, passed))).retryable).toBe(true);
    },
  );
});

describe('after a lost answer', () => {
  test('the result is there when it stands there in this run’s words', async () => {
    jobShows({ ValidationStatus: 'SUCCESSFUL', ValidationStatusMessage });
    expect(await reportValidation.adopt(context, passed)).toEqual(receipt);
  });

  test.each([
    ['nothing', {}],
    ['another status', { ValidationStatus: 'TIMED_OUT', ValidationStatusMessage }],
    ['somebody else’s words', { ValidationStatus: 'SUCCESSFUL' }],
  ] as const)('it is sent when %s stands there', async (_case, overrides) => {
    jobShows(overrides);
    expect(await reportValidation.adopt(context, passed)).toBeUndefined();
  });
});
