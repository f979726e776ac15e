import {
  DescribeRestoreJobCommand,
  GetRestoreJobMetadataCommand,
  ListRestoreJobsCommand,
} from '@aws-sdk/client-backup';
import {
  AddTagsToResourceCommand,
  type DBInstance,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { backupRemoval } from '../../../src/activities/backup/remove-restored.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { JOB, restoreInput, restoreJob } from '../../support/activity-backup.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { INSTANCE, notFound, restored, runTag } from '../../support/activity-rds.ts';

const receipt = { jobId: JOB, requestedAt: '2026-11-24T01:00:00.000Z' };
const untagged = { TagList: [] };

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  aws.backup.on(ListRestoreJobsCommand).resolves({ RestoreJobs: [] });
  aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
});

/** RDS shows the instance, and with this run's tags as soon as it was given them. */
function rdsShows(instance: DBInstance): void {
  let seen = instance;
  aws.rds.on(DescribeDBInstancesCommand).callsFake(() => ({ DBInstances: [seen] }));
  aws.rds.on(AddTagsToResourceCommand).callsFake(({ Tags }) => {
    seen = { ...seen, TagList: Tags };
    return {};
  });
}

function jobIs(overrides: Parameters<typeof restoreJob>[0]): void {
  aws.backup.on(DescribeRestoreJobCommand).resolves(restoreJob(overrides));
}

const deletions = () => aws.rds.commandCalls(DeleteDBInstanceCommand).length;
const taggings = () => aws.rds.commandCalls(AddTagsToResourceCommand).length;
const remove = (given: typeof receipt | undefined = receipt) =>
  backupRemoval.start(context, restoreInput, given);
const look = (given: typeof receipt | undefined = receipt) =>
  backupRemoval.poll(context, restoreInput, given);

describe('removing what a restore job made', () => {
  test('an instance without a tag is tagged first, because the job says that it made it', async () => {
    jobIs({});
    rdsShows(restored(untagged));
    await remove();
    const [tagging] = aws.rds.commandCalls(AddTagsToResourceCommand);
    expect(tagging?.args[0].input.Tags).toContainEqual(runTag()[0]);
    const [deletion] = aws.rds.commandCalls(DeleteDBInstanceCommand);
    expect(deletion?.args[0].input).toMatchObject({
      DBInstanceIdentifier: INSTANCE,
      SkipFinalSnapshot: true,
    });
  });

  test('a job that was aborted leaves an instance behind, which goes too', async () => {
    jobIs({ Status: 'ABORTED', StatusMessage: 'aborted' });
    rdsShows(
      restored({ ...untagged, DBInstanceStatus: 'creating', InstanceCreateTime: undefined }),
    );
    await remove();
    expect(deletions()).toBe(1);
  });

  test('a job that has not named its instance yet was asked for one of this name', async () => {
    jobIs({ Status: 'RUNNING', CreatedResourceArn: undefined });
    aws.backup
      .on(GetRestoreJobMetadataCommand)
      .resolves({ Metadata: { DBInstanceIdentifier: INSTANCE } });
    rdsShows(restored({ ...untagged, InstanceCreateTime: undefined }));
    await remove();
    expect(deletions()).toBe(1);
  });

  test('what carries the run’s tag needs no job', async () => {
    rdsShows(restored());
    await remove(undefined);
    expect(taggings()).toBe(0);
    expect(deletions()).toBe(1);
    expect(aws.backup.calls()).toHaveLength(0);
  });

  test('without a receipt the job is looked for', async () => {
    aws.backup.on(ListRestoreJobsCommand).resolves({ RestoreJobs: [restoreJob()] });
    rdsShows(restored(untagged));
    await remove(undefined);
    expect(deletions()).toBe(1);
  });

  test.each([
    ['is older than the job', { InstanceCreateTime: new Date('2026-11-24T00:00:00Z') }],
    ['carries another run’s tag', { TagList: runTag('other-run') }],
    ['has another ARN than the one that the job made', { DBInstanceArn: 'arn:aws:rds:x:1:db:y' }],
  ])('an instance that %s is neither tagged nor deleted', async (_case, overrides) => {
    jobIs({});
    rdsShows(restored({ ...untagged, ...overrides }));
    expect(await failureFrom(remove())).toMatchObject({ code: 'NOT_OURS', class: 'safety' });
    expect(taggings()).toBe(0);
    expect(deletions()).toBe(0);
  });

  test('an instance that a failed job has found in its way stays', async () => {
    jobIs({ Status: 'FAILED', CreatedResourceArn: undefined });
    aws.backup
      .on(GetRestoreJobMetadataCommand)
      .resolves({ Metadata: { DBInstanceIdentifier: INSTANCE } });
    const InstanceCreateTime = new Date('2026-11-01T00:00:00Z');
    rdsShows(restored({ ...untagged, InstanceCreateTime }));
    expect(await failureFrom(remove())).toMatchObject({ code: 'NOT_OURS' });
    expect(deletions()).toBe(0);
  });

  test('nothing is asked for when nothing is there, or when it is going', async () => {
    await remove();
    rdsShows(restored({ DBInstanceStatus: 'deleting' }));
    await remove();
    expect(deletions()).toBe(0);
  });
});

describe('the proof', () => {
  test.each(['PENDING', 'RUNNING'] as const)(
    'is not given while the job is %s: an instance may still come',
    async (Status) => {
      jobIs({ Status });
      expect(pendingFrom(await look())).toContain(`the restore job is ${Status}`);
    },
  );

  test.each(['COMPLETED', 'FAILED', 'ABORTED'] as const)(
    'is that RDS does not find it, once the job is %s',
    async (Status) => {
      jobIs({ Status });
      expect(doneFrom(await look()).output).toEqual({
        call: 'rds:DescribeDBInstances',
        observed: 'DBInstanceNotFound',
        requestId: 'req-not-found',
      });
    },
  );

  test('is given when there never was a job', async () => {
    expect(doneFrom(await look(undefined)).output.observed).toBe('DBInstanceNotFound');
  });

  test('is waited for while RDS shows the instance', async () => {
    rdsShows(restored({ DBInstanceStatus: 'deleting' }));
    expect(pendingFrom(await look())).toBe('deleting');
  });
});
