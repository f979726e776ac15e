import { DescribeRestoreJobCommand } from '@aws-sdk/client-backup';
import {
  AddTagsToResourceCommand,
  DescribeDBInstancesCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { borrowInstance } from '../../../src/activities/backup/borrow-instance.ts';
import { claimInstance } from '../../../src/activities/backup/claim-instance.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { INSTANCE_ARN, JOB, restoreJob } from '../../support/activity-backup.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  RUN,
  type TestContext,
} from '../../support/activity-context.ts';
import { INSTANCE, notFound, rdsError, restored, runTag } from '../../support/activity-rds.ts';

const input = { name: INSTANCE, jobId: JOB };

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  aws.backup.on(DescribeRestoreJobCommand).resolves(restoreJob());
});

function rdsShows(overrides: Parameters<typeof restored>[0]): void {
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [restored(overrides)] });
}

const tagsGiven = () =>
  aws.rds.commandCalls(AddTagsToResourceCommand).map(({ args }) => args[0].input);

describe.each([
  ['claiming', claimInstance],
  ['borrowing', borrowInstance],
])('%s the instance of a restore job', (_verb, activity) => {
  test('gives it the run’s tags, and ends once they are shown', async () => {
    rdsShows({ TagList: [] });
    const receipt = await activity.start(context, input);
    expect(tagsGiven()).toEqual([
      { ResourceName: INSTANCE_ARN, Tags: expect.arrayContaining(runTag()) },
    ]);
    expect(pendingFrom(await activity.poll(context, input, receipt))).toContain('tags');
    rdsShows({});
    const { output } = doneFrom(await activity.poll(context, input, receipt));
    expect(output).toMatchObject({ id: INSTANCE, arn: INSTANCE_ARN, masterUser: 'shop' });
  });

  test('is done already when the tag is there', async () => {
    rdsShows({});
    expect(await activity.adopt(context, input)).toMatchObject({ dbiResourceId: 'db-RESTORED' });
    rdsShows({ TagList: [] });
    expect(await activity.adopt(context, input)).toBeUndefined();
    expect(tagsGiven()).toEqual([]);
  });

  test('leaves an instance alone that the job did not make, or that is another run’s', async () => {
    aws.backup
      .on(DescribeRestoreJobCommand)
      .resolves(restoreJob({ CreatedResourceArn: `${INSTANCE_ARN}-2` }));
    rdsShows({ TagList: [] });
    expect((await failureFrom(activity.start(context, input))).class).toBe('safety');
    rdsShows({ TagList: runTag('other-run') });
    expect((await failureFrom(activity.start(context, input))).class).toBe('safety');
    expect(tagsGiven()).toEqual([]);
  });

  test('fails when the instance is gone', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    expect(await failureFrom(activity.start(context, input))).toMatchObject({
      code: 'RESTORE_FAILED',
      message: expect.stringContaining('is not there'),
    });
  });
});

describe('giving a borrowed instance back', () => {
  const { undo } = borrowInstance;

  test('takes off the run’s tags and nothing else', async () => {
    rdsShows({ TagList: [...runTag(), { Key: 'owner', Value: 'backup' }] });
    await undo?.start(context, input);
    const [removal] = aws.rds.commandCalls(RemoveTagsFromResourceCommand);
    expect(removal?.args[0].input).toEqual({
      ResourceName: INSTANCE_ARN,
      TagKeys: ['kunren:run', 'kunren:drill'],
    });
  });

  test('is proven by the instance without the tag, or by its absence', async () => {
    rdsShows({});
    expect(pendingFrom((await undo?.poll(context, input)) as never)).toContain('still shown');
    rdsShows({ TagList: [] });
    const untagged = doneFrom((await undo?.poll(context, input)) as never);
    expect(untagged.output).toMatchObject({ observed: 'no tag kunren:run of this run' });
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    const gone = doneFrom((await undo?.poll(context, input)) as never);
    expect(gone.output).toMatchObject({ observed: 'DBInstanceNotFound' });
  });

  test('is done when AWS Backup removes the instance at that very moment', async () => {
    rdsShows({ TagList: runTag() });
    aws.rds.on(RemoveTagsFromResourceCommand).rejects(notFound());
    await undo?.start(context, input);
    aws.rds.on(RemoveTagsFromResourceCommand).rejects(rdsError('AccessDenied', 403));
    await expect(undo?.start(context, input)).rejects.toThrow();
  });

  test('touches no tag of another run', async () => {
    rdsShows({ TagList: runTag('other-run') });
    await undo?.start(context, input);
    expect(aws.rds.commandCalls(RemoveTagsFromResourceCommand)).toHaveLength(0);
  });

  test('owns the tag, not the instance', () => {
    expect(borrowInstance.owns?.(input, { run: RUN, region: 'ap-northeast-1' })).toEqual({
      type: 'rds:tag',
      id: `${INSTANCE}/kunren:run`,
      region: 'ap-northeast-1',
    });
    expect(claimInstance.owns).toBeUndefined();
  });
});
