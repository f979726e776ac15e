import {
  AddTagsToResourceCommand,
  type DBInstance,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { renameInstance } from '../../../src/activities/rds/rename-instance.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  RUN,
  type TestContext,
} from '../../support/activity-context.ts';
import {
  alreadyExists,
  PRIMARY_ARN,
  primary,
  REGION_A,
  rdsError,
} from '../../support/activity-rds.ts';

const input = {
  region: REGION_A,
  id: 'orders-prod',
  newId: 'orders-prod-old',
  resourceId: 'db-PRIMARY',
};
const receipt = { requestedAt: '2026-11-24T01:00:00.000Z' };
const RENAMED_ARN = `${PRIMARY_ARN}-old`;
const byResourceId = { Filters: [{ Name: 'dbi-resource-id', Values: ['db-PRIMARY'] }] };

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(instance?: Partial<DBInstance>) {
  aws.rds
    .on(DescribeDBInstancesCommand, byResourceId)
    .resolves({ DBInstances: instance ? [primary(instance)] : [] });
}

const renamed = {
  DBInstanceIdentifier: 'orders-prod-old',
  DBInstanceArn: RENAMED_ARN,
  Endpoint: { Address: 'orders-prod-old.example', Port: 5432 },
};

describe('start', () => {
  test('renames at once, and leaves everything else as it is', async () => {
    rdsShows({});
    expect(await renameInstance.start(context, input)).toEqual(receipt);
    expect(aws.rds.commandCalls(ModifyDBInstanceCommand)[0]?.args[0].input).toEqual({
      DBInstanceIdentifier: 'orders-prod',
      NewDBInstanceIdentifier: 'orders-prod-old',
      ApplyImmediately: true,
    });
    expect(aws.rds.commandCalls(AddTagsToResourceCommand)).toHaveLength(0);
  });

  test('marks what is superseded before it is renamed', async () => {
    rdsShows({});
    aws.rds.on(ModifyDBInstanceCommand).rejects(rdsError('InternalFailure', 500));
    await expect(renameInstance.start(context, { ...input, superseded: true })).rejects.toThrow();
    expect(aws.rds.commandCalls(AddTagsToResourceCommand)[0]?.args[0].input).toEqual({
      ResourceName: PRIMARY_ARN,
      Tags: [{ Key: 'kunren:superseded-by', Value: RUN }],
    });
  });

  test('does nothing when it has the name, or is getting it', async () => {
    rdsShows(renamed);
    expect(await renameInstance.start(context, input)).toEqual(receipt);
    rdsShows({ PendingModifiedValues: { DBInstanceIdentifier: 'orders-prod-old' } });
    expect(await renameInstance.start(context, input)).toEqual(receipt);
    expect(aws.rds.commandCalls(ModifyDBInstanceCommand)).toHaveLength(0);
  });

  test('refuses a name that another instance has', async () => {
    rdsShows({});
    aws.rds.on(ModifyDBInstanceCommand).rejects(alreadyExists());
    expect(await failureFrom(renameInstance.start(context, input))).toMatchObject({
      code: 'NAME_TAKEN',
      class: 'safety',
    });
  });

  test('refuses an instance that somebody else has renamed', async () => {
    rdsShows({ DBInstanceIdentifier: 'orders-prod-kept' });
    expect(await failureFrom(renameInstance.start(context, input))).toMatchObject({
      code: 'INSTANCE_REPLACED',
      class: 'safety',
    });
    expect(aws.rds.commandCalls(ModifyDBInstanceCommand)).toHaveLength(0);
  });

  test('tries again while it is shown under neither name', async () => {
    rdsShows();
    expect(await failureFrom(renameInstance.start(context, input))).toMatchObject({
      code: 'INSTANCE_NOT_VISIBLE',
      retryable: true,
    });
  });
});

describe('adopting a start whose answer was lost', () => {
  test('goes by the resource id: another instance under the new name is not it', async () => {
    rdsShows({});
    aws.rds
      .on(DescribeDBInstancesCommand, { DBInstanceIdentifier: 'orders-prod-old' })
      .resolves({ DBInstances: [primary({ ...renamed, DbiResourceId: 'db-OTHER' })] });
    expect(await renameInstance.adopt(context, input)).toBeUndefined();
    rdsShows(renamed);
    expect(await renameInstance.adopt(context, input)).toEqual(receipt);
    expect(aws.rds.commandCalls(ModifyDBInstanceCommand)).toHaveLength(0);
  });
});

describe('poll', () => {
  const poll = () => renameInstance.poll(context, input, receipt);

  test('waits for the new name, however available the old one is', async () => {
    rdsShows({});
    expect(pendingFrom(await poll())).toBe('available, still called orders-prod');
    rdsShows({ ...renamed, DBInstanceStatus: 'renaming' });
    expect(pendingFrom(await poll())).toBe('renaming');
  });

  test('waits while it is shown under neither name, but not for ever', async () => {
    rdsShows();
    expect(pendingFrom(await poll())).toContain('not shown');
    context.clock.pass(60 * 60_000);
    expect(await failureFrom(poll())).toMatchObject({ code: 'RENAME_FAILED' });
  });

  test('is done with the new endpoint', async () => {
    rdsShows(renamed);
    expect(doneFrom(await poll()).output).toEqual({
      region: REGION_A,
      id: 'orders-prod-old',
      arn: RENAMED_ARN,
      resourceId: 'db-PRIMARY',
      endpoint: { host: 'orders-prod-old.example', port: 5432 },
    });
  });
});
