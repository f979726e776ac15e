import {
  type DBInstance,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, expect, test } from 'vitest';
import { retireSuperseded } from '../../../src/activities/rds/retire-superseded.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  RUN,
  type TestContext,
} from '../../support/activity-context.ts';
import { primary, REGION_A, REGION_B, rdsError } from '../../support/activity-rds.ts';

const oldPrimary = { region: REGION_A, id: 'orders-prod-old', resourceId: 'db-PRIMARY' };
const oldReplica = { region: REGION_B, id: 'orders-replica-old', resourceId: 'db-REPLICA' };
const input = { instances: [oldPrimary, oldReplica] };
const superseded = (run = RUN) => [{ Key: 'kunren:superseded-by', Value: run }];

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(region: string, instance?: Partial<DBInstance>) {
  const id = region === REGION_A ? oldPrimary : oldReplica;
  const shown = primary({
    DBInstanceIdentifier: id.id,
    DbiResourceId: id.resourceId,
    DeletionProtection: false,
    TagList: superseded(),
    ...instance,
  });
  aws
    .in(region)
    .rds.on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: instance ? [shown] : [] });
}

const deletions = () =>
  [REGION_A, REGION_B].flatMap((region) =>
    aws
      .in(region)
      .rds.commandCalls(DeleteDBInstanceCommand)
      .map(({ args }) => args[0].input),
  );

test('deletes in the sandbox what this run has superseded, protection or not', async () => {
  rdsShows(REGION_A, { DeletionProtection: true });
  rdsShows(REGION_B, {});
  expect(await retireSuperseded.start(context, input)).toEqual({
    asked: ['db-PRIMARY', 'db-REPLICA'],
  });
  expect(aws.rds.commandCalls(ModifyDBInstanceCommand)[0]?.args[0].input).toEqual({
    DBInstanceIdentifier: 'orders-prod-old',
    DeletionProtection: false,
    ApplyImmediately: true,
  });
  expect(deletions()).toMatchObject([
    { DBInstanceIdentifier: 'orders-prod-old', SkipFinalSnapshot: true },
    { DBInstanceIdentifier: 'orders-replica-old', SkipFinalSnapshot: true },
  ]);
});

test('touches nothing in an AWS account, and names what is left for a person', async () => {
  const real = { ...context, environment: 'aws' as const };
  const receipt = await retireSuperseded.start(real, input);
  const done = doneFrom(await retireSuperseded.poll(real, input, receipt));
  expect(done.output).toEqual({ deleted: [], left: [oldPrimary, oldReplica] });
  expect(done.facts?.map(({ value }) => value).join('\n')).toContain('orders-prod-old in');
  expect(aws.rds.calls()).toHaveLength(0);
});

test.each([
  ['without the tag', []],
  ['that another run has superseded', superseded('other-run')],
])('deletes nothing %s', async (_case, TagList) => {
  rdsShows(REGION_A, { TagList, DeletionProtection: true });
  expect(await failureFrom(retireSuperseded.start(context, input))).toMatchObject({
    code: 'NOT_SUPERSEDED',
    class: 'safety',
  });
  expect(aws.rds.commandCalls(ModifyDBInstanceCommand)).toHaveLength(0);
  expect(deletions()).toHaveLength(0);
});

test('may be asked again while things go', async () => {
  rdsShows(REGION_A, { DBInstanceStatus: 'deleting' });
  rdsShows(REGION_B);
  await retireSuperseded.start(context, input);
  expect(await retireSuperseded.adopt(context, input)).toBeUndefined();
  expect(deletions()).toHaveLength(0);
});

test('tries again while the protection is still on', async () => {
  rdsShows(REGION_A, { DeletionProtection: true });
  aws.rds.on(DeleteDBInstanceCommand).rejects(rdsError('InvalidParameterCombination'));
  expect(await failureFrom(retireSuperseded.start(context, input))).toMatchObject({
    code: 'DELETION_PROTECTED',
    retryable: true,
  });
});

test('is done when every one of them is gone', async () => {
  const receipt = { asked: ['db-PRIMARY', 'db-REPLICA'] };
  rdsShows(REGION_A);
  rdsShows(REGION_B, { DBInstanceStatus: 'deleting' });
  expect(pendingFrom(await retireSuperseded.poll(context, input, receipt))).toBe(
    'orders-replica-old is deleting',
  );
  rdsShows(REGION_B);
  expect(doneFrom(await retireSuperseded.poll(context, input, receipt)).output).toEqual({
    deleted: [oldPrimary, oldReplica],
    left: [],
  });
});
