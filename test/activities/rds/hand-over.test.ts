import {
  type DBInstance,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { handOver } from '../../../src/activities/rds/hand-over.ts';
import { likenessOf } from '../../../src/activities/rds/instance-likeness.ts';
import { DRILL_TAG, RUN_TAG } from '../../../src/core/resource.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import {
  furnished,
  REGION_B,
  REPLICA_ARN,
  rdsError,
  replica,
  runTag,
} from '../../support/activity-rds.ts';

const known = { region: REGION_B, id: 'orders-prod-replica', resourceId: 'db-REPLICA' };
const team = { Key: 'team', Value: 'shop' };
const input = { ...known, like: likenessOf(replica({ TagList: [team] })) };
const receipt = { arn: REPLICA_ARN, requestedAt: '2026-11-24T01:00:00.000Z' };
const tagged = [...runTag(), { Key: DRILL_TAG, Value: 'failover' }, team];

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(TagList: ReturnType<typeof runTag>, change: DBInstance = {}) {
  const instance = replica({ TagList, ...change });
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
  rdsShows([team]);
  const { output, facts } = doneFrom(await handOver.poll(context, input, receipt));
  expect(output).toEqual(known);
  expect(facts?.[1]).toEqual({ label: 'Settings', value: 'as they were before' });
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

describe('an instance that is not like the one before it', () => {
  const like = likenessOf(furnished(replica()));
  const furnishedInput = { ...known, like };
  const changes = () => aws.in(REGION_B).rds.commandCalls(ModifyDBInstanceCommand);
  const windows = {
    PreferredBackupWindow: '16:00-16:30',
    PreferredMaintenanceWindow: 'sat:18:00-sat:18:30',
  };
  const {
    PreferredBackupWindow: _b,
    PreferredMaintenanceWindow: _m,
    ...other
  } = furnished(replica());
  const before = { ...other, OptionGroupMemberships: [], BackupRetentionPeriod: 0 };

  test('is given what it could not be made with, while it still has the run’s tags', async () => {
    rdsShows(tagged, { ...before, TagList: tagged });
    await handOver.start(context, furnishedInput);
    expect(changes().map(({ args }) => args[0].input)).toEqual([
      { DBInstanceIdentifier: known.id, ...windows, ApplyImmediately: true },
    ]);
    expect(aws.in(REGION_B).rds.calls().at(-1)?.args[0]).toBeInstanceOf(
      RemoveTagsFromResourceCommand,
    );
  });

  test('is waited for until RDS shows that, then every difference that is left is told', async () => {
    rdsShows([team], { ...before, TagList: [team] });
    expect(pendingFrom(await handOver.poll(context, furnishedInput, receipt))).toContain(
      'PreferredBackupWindow, PreferredMaintenanceWindow',
    );
    rdsShows([team], { ...before, ...windows, TagList: [team] });
    const { facts } = doneFrom(await handOver.poll(context, furnishedInput, receipt));
    expect(facts?.slice(1)).toEqual([
      { label: 'Differs from before', value: 'OptionGroupName: none, was orders-options' },
    ]);
  });

  test('is handed over all the same when RDS refuses the change, and that is told', async () => {
    const { rds } = aws.in(REGION_B);
    rdsShows(tagged, { ...before, TagList: tagged });
    rds.on(ModifyDBInstanceCommand).rejects(rdsError('InvalidParameterCombination'));
    await handOver.start(context, furnishedInput);
    expect(removals()).toHaveLength(1);
    context.clock.pass(10 * 60_000);
    rdsShows([team], { ...before, TagList: [team] });
    const { facts } = doneFrom(await handOver.poll(context, furnishedInput, receipt));
    expect(facts?.map(({ value }) => value)).toContain(
      'PreferredBackupWindow: none, was 16:00-16:30',
    );
  });

  test('keeps its tags while RDS is too busy to change it', async () => {
    rdsShows(tagged, { ...before, TagList: tagged });
    aws.in(REGION_B).rds.on(ModifyDBInstanceCommand).rejects(rdsError('InvalidDBInstanceState'));
    await expect(handOver.start(context, furnishedInput)).rejects.toThrow('InvalidDBInstanceState');
    expect(removals()).toHaveLength(0);
  });
});
