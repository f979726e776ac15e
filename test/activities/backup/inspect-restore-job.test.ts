import { DescribeRestoreJobCommand } from '@aws-sdk/client-backup';
import { DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds';
import { beforeEach, expect, test } from 'vitest';
import { inspectRestoreJob } from '../../../src/activities/backup/inspect-restore-job.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { backupNotFound, JOB, restoreJob } from '../../support/activity-backup.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { INSTANCE, snapshot, source } from '../../support/activity-rds.ts';

const input = { jobId: JOB, resourceArn: source.arn };
const ofAPlan = {
  CreatedBy: { RestoreTestingPlanArn: 'arn:aws:backup:x:1:restore-testing-plan:p' },
};

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  aws.rds.on(DescribeDBSnapshotsCommand).resolves({ DBSnapshots: [snapshot('awsbackup:job-1')] });
});

function jobIs(overrides: Parameters<typeof restoreJob>[0]): void {
  aws.backup.on(DescribeRestoreJobCommand).resolves(restoreJob({ ...ofAPlan, ...overrides }));
}

test('a complete restore test tells its instance, its times and how new its data are', async () => {
  jobIs({});
  const { output, bounds } = doneFrom(await inspectRestoreJob.poll(context, input));
  expect(output).toEqual({
    jobId: JOB,
    name: INSTANCE,
    startedAt: '2026-11-24T01:00:05.000Z',
    completedAt: '2026-11-24T01:10:00.000Z',
    dataTime: '2026-11-23T17:00:00.000Z',
  });
  expect(bounds).toEqual([{ source: 'SnapshotDatabaseTime', instant: '2026-11-23T17:00:00.000Z' }]);
});

test('where RDS does not show the snapshot, the data are not newer than the job', async () => {
  aws.rds.on(DescribeDBSnapshotsCommand).resolves({ DBSnapshots: [] });
  jobIs({});
  const { bounds } = doneFrom(await inspectRestoreJob.poll(context, input));
  expect(bounds).toEqual([
    { source: 'CreationDate of the restore job', instant: '2026-11-24T01:00:05.000Z' },
  ]);
});

test.each([
  ['was started by hand', { CreatedBy: undefined }, 'RESTORE_JOB_NOT_A_TEST', 'safety'],
  ['still runs', { Status: 'RUNNING' }, 'RESTORE_JOB_NOT_COMPLETED', 'input'],
  ['failed', { Status: 'FAILED', StatusMessage: 'no room' }, 'RESTORE_JOB_NOT_COMPLETED', 'input'],
  ['is cleaned up', { DeletionStatus: 'DELETING' }, 'RESTORE_JOB_NOT_COMPLETED', 'input'],
  ['is of another source', { SourceResourceArn: 'arn:x' }, 'RESTORE_JOB_OF_OTHER_SOURCE', 'input'],
  ['is of another kind', { ResourceType: 'EBS' }, 'RESOURCE_TYPE_UNSUPPORTED', 'input'],
] as const)('a job that %s is refused', async (_case, overrides, code, failureClass) => {
  jobIs(overrides);
  const failure = await failureFrom(inspectRestoreJob.poll(context, input));
  expect(failure).toMatchObject({ code, class: failureClass });
  if ('StatusMessage' in overrides) expect(failure.message).toContain('AWS says: no room');
});

test('a job that is not there is not found', async () => {
  aws.backup.on(DescribeRestoreJobCommand).rejects(backupNotFound());
  expect(await failureFrom(inspectRestoreJob.poll(context, input))).toMatchObject({
    code: 'RESTORE_JOB_NOT_FOUND',
    class: 'input',
  });
});
