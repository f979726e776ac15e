import { DescribeDBInstancesCommand, RemoveTagsFromResourceCommand } from '@aws-sdk/client-rds';
import { beforeEach, expect, test } from 'vitest';
import { handOver } from '../../../src/activities/rds/hand-over.ts';
import { DRILL_TAG, RUN_TAG } from '../../../src/core/resource.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { REGION_B, REPLICA_ARN, replica, runTag } from '../../support/activity-rds.ts';

const input = { region: REGION_B, id: 'orders-prod-replica', resourceId: 'db-REPLICA' };
const receipt = { arn: REPLICA_ARN };
const tagged = [...runTag(), { Key: DRILL_TAG, Value: 'failover' }, { Key: 'team', Value: 'shop' }];

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(TagList: ReturnType<typeof runTag>) {
  const instance = replica({ TagList });
  aws
    .in(REGION_B)
    .rds.on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [instance] });
}

const removals = () => aws.in(REGION_B).rds.commandCalls(RemoveTagsFromResourceCommand);

test('takes the run’s tags off, and no others', async () => {
  rdsShows(tagged);
  expect(await handOver.start(context, input)).toEqual(receipt);
  expect(removals().map(({ args }) => args[0].input)).toEqual([
    { ResourceName: REPLICA_ARN, TagKeys: [RUN_TAG, DRILL_TAG] },
  ]);
});

test('is done when RDS does not show them any more', async () => {
  rdsShows(tagged);
  expect(pendingFrom(await handOver.poll(context, input, receipt))).toContain('still shown');
  rdsShows([{ Key: 'team', Value: 'shop' }]);
  expect(doneFrom(await handOver.poll(context, input, receipt)).output).toEqual(input);
});

test('is known to have happened by the absence of the tags', async () => {
  rdsShows(tagged);
  expect(await handOver.adopt(context, input)).toBeUndefined();
  rdsShows([]);
  expect(await handOver.adopt(context, input)).toEqual(receipt);
  expect(await handOver.start(context, input)).toEqual(receipt);
  expect(removals()).toHaveLength(0);
});

test('hands over nothing that is another run’s', async () => {
  rdsShows(runTag('other-run'));
  expect(await failureFrom(handOver.start(context, input))).toMatchObject({
    code: 'NOT_OURS',
    class: 'safety',
  });
  expect(removals()).toHaveLength(0);
});
