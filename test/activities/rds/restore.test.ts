import {
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  RestoreDBInstanceFromDBSnapshotCommand,
  RestoreDBInstanceToPointInTimeCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { restoreFromSnapshot } from '../../../src/activities/rds/restore-from-snapshot.ts';
import { restoreToPointInTime } from '../../../src/activities/rds/restore-to-point-in-time.ts';
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
  INSTANCE,
  notFound,
  rdsError,
  restored,
  runTag,
  source,
  target,
} from '../../support/activity-rds.ts';

const input = { name: INSTANCE, source, target, snapshotId: 'rds:shop-production-2026-11-24' };
const pitr = { name: INSTANCE, source, target, restoreTime: '2026-11-24T00:59:59.000Z' };
/** Made long ago: tags that are not there now will not come. */
const OLD = new Date('2026-11-24T00:30:00Z');
const receipt = {
  id: INSTANCE,
  arn: 'arn',
  dbiResourceId: 'db-RESTORED',
  requestedAt: '2026-11-24T01:00:00.000Z',
};

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(instance = restored()) {
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [instance], $metadata: {} });
}

describe('starting a restore', () => {
  test('leaves no setting to a default and tags the instance with the run', async () => {
    aws.rds
      .on(RestoreDBInstanceFromDBSnapshotCommand)
      .resolves({ DBInstance: restored({ DBInstanceStatus: 'creating' }) });

    const made = await restoreFromSnapshot.start(context, input);

    const [call] = aws.rds.commandCalls(RestoreDBInstanceFromDBSnapshotCommand);
    expect(call?.args[0].input).toEqual({
      DBInstanceIdentifier: INSTANCE,
      DBSnapshotIdentifier: 'rds:shop-production-2026-11-24',
      DBInstanceClass: 'db.m7g.large',
      Port: 5432,
      DBSubnetGroupName: 'drill-isolated',
      VpcSecurityGroupIds: ['sg-drill'],
      DBParameterGroupName: 'shop-postgres18',
      MultiAZ: false,
      PubliclyAccessible: false,
      DeletionProtection: false,
      AutoMinorVersionUpgrade: false,
      CopyTagsToSnapshot: false,
      BackupRetentionPeriod: 0,
      Tags: [
        { Key: 'kunren:run', Value: RUN },
        { Key: 'kunren:drill', Value: 'restore-rds' },
      ],
    });
    expect(made).toMatchObject({ id: INSTANCE, dbiResourceId: 'db-RESTORED' });
    expect(made.requestedAt).toBe('2026-11-24T01:00:00.000Z');
  });

  test('carries the run tag even when the context forgets it', async () => {
    aws.rds.on(RestoreDBInstanceFromDBSnapshotCommand).resolves({ DBInstance: restored() });
    await restoreFromSnapshot.start({ ...context, tags: {} }, input);
    const [call] = aws.rds.commandCalls(RestoreDBInstanceFromDBSnapshotCommand);
    expect(call?.args[0].input.Tags).toEqual(runTag());
  });

  test('asks for an explicit instant, never for the latest restorable time', async () => {
    aws.rds.on(RestoreDBInstanceToPointInTimeCommand).resolves({ DBInstance: restored() });
    await restoreToPointInTime.start(context, pitr);
    const [call] = aws.rds.commandCalls(RestoreDBInstanceToPointInTimeCommand);
    const sent = call?.args[0].input;
    expect(sent).toMatchObject({
      SourceDBInstanceIdentifier: 'shop-production',
      TargetDBInstanceIdentifier: INSTANCE,
      RestoreTime: new Date('2026-11-24T00:59:59Z'),
      PubliclyAccessible: false,
    });
    expect(sent).not.toHaveProperty('UseLatestRestorableTime');
    expect(sent).not.toHaveProperty('SourceDbiResourceId');
  });

  test('names a deleted source by its resource id', async () => {
    aws.rds.on(RestoreDBInstanceToPointInTimeCommand).resolves({ DBInstance: restored() });
    await restoreToPointInTime.start(context, {
      ...pitr,
      source: { ...source, status: 'deleted' },
    });
    const [call] = aws.rds.commandCalls(RestoreDBInstanceToPointInTimeCommand);
    expect(call?.args[0].input).toMatchObject({ SourceDbiResourceId: 'db-SOURCE' });
    expect(call?.args[0].input).not.toHaveProperty('SourceDBInstanceIdentifier');
  });

  test('takes over an instance of that name when it carries this run’s tag', async () => {
    aws.rds.on(RestoreDBInstanceFromDBSnapshotCommand).rejects(alreadyExists());
    rdsShows(restored({ DBInstanceStatus: 'creating' }));
    const made = await restoreFromSnapshot.start(context, input);
    expect(made).toMatchObject({ id: INSTANCE, dbiResourceId: 'db-RESTORED' });
  });

  test.each([
    ['the tag of another run', runTag('other-run')],
    ['no tag at all', []],
  ])('refuses an instance of that name with %s', async (_case, TagList) => {
    aws.rds.on(RestoreDBInstanceToPointInTimeCommand).rejects(alreadyExists());
    rdsShows(restored({ TagList, InstanceCreateTime: OLD }));
    expect(await failureFrom(restoreToPointInTime.start(context, pitr))).toMatchObject({
      code: 'NAME_TAKEN',
      class: 'safety',
      retryable: false,
    });
  });

  test.each([
    ['still being made', { InstanceCreateTime: undefined, DBInstanceStatus: 'creating' }],
    ['only just made', {}],
  ])('tries again while an instance %s shows no tags', async (_case, overrides) => {
    aws.rds.on(RestoreDBInstanceFromDBSnapshotCommand).rejects(alreadyExists());
    for (const TagList of [undefined, []]) {
      rdsShows(restored({ ...overrides, TagList }));
      expect(await failureFrom(restoreFromSnapshot.start(context, input))).toMatchObject({
        code: 'TAGS_NOT_VISIBLE',
        class: 'environment',
        retryable: true,
      });
    }
  });

  test('tries again when RDS knows the name but does not show the instance', async () => {
    aws.rds.on(RestoreDBInstanceFromDBSnapshotCommand).rejects(alreadyExists());
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    expect(await failureFrom(restoreFromSnapshot.start(context, input))).toMatchObject({
      code: 'INSTANCE_NOT_VISIBLE',
      retryable: true,
    });
  });
});

describe('adopting an earlier attempt', () => {
  test('finds nothing when RDS has no such instance', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    expect(await restoreFromSnapshot.adopt(context, input)).toBeUndefined();
  });

  test('makes no mutating call', async () => {
    rdsShows();
    expect(await restoreToPointInTime.adopt(context, pitr)).toMatchObject({ id: INSTANCE });
    expect(aws.rds.calls()).toHaveLength(1);
  });

  test('refuses what is not this run’s', async () => {
    rdsShows(restored({ TagList: runTag('other-run') }));
    expect(await failureFrom(restoreFromSnapshot.adopt(context, input))).toMatchObject({
      code: 'NAME_TAKEN',
      class: 'safety',
    });
  });
});

describe('waiting for the restored instance', () => {
  const poll = (given: typeof receipt | Omit<typeof receipt, 'dbiResourceId'> = receipt) =>
    restoreFromSnapshot.poll(context, input, given);

  test('reports the status and how far it is', async () => {
    rdsShows(restored({ DBInstanceStatus: 'creating', PercentProgress: '45' }));
    expect(await poll()).toEqual({
      status: 'pending',
      progress: { message: 'creating', percent: 45 },
    });
  });

  test('is done with the endpoint when it is available', async () => {
    rdsShows();
    expect(doneFrom(await poll()).output).toEqual({
      id: INSTANCE,
      arn: `arn:aws:rds:ap-northeast-1:111122223333:db:${INSTANCE}`,
      dbiResourceId: 'db-RESTORED',
      endpoint: { host: 'restored.example', port: 5432 },
      createdAt: '2026-11-24T01:04:00.000Z',
      masterUser: 'shop',
    });
  });

  test('waits for the endpoint, which may come after the status', async () => {
    rdsShows({ ...restored(), Endpoint: undefined });
    expect(pendingFrom(await poll())).toBe('available');
  });

  test('waits while RDS does not show a new instance yet', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    context.clock.pass(30_000);
    expect(pendingFrom(await poll())).toContain('not visible yet');
  });

  test('fails when the instance stays invisible', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    context.clock.pass(10 * 60_000);
    expect(await failureFrom(poll())).toMatchObject({ code: 'RESTORE_FAILED', retryable: false });
  });

  test('does not take a stale available of another instance for the restored one', async () => {
    rdsShows(restored({ DbiResourceId: 'db-OLD' }));
    expect(pendingFrom(await poll())).toContain('not visible yet');
    context.clock.pass(10 * 60_000);
    expect(await failureFrom(poll())).toMatchObject({ code: 'RESTORE_REPLACED', class: 'safety' });
  });

  test('without a resource id, an instance from before the request is not the restored one', async () => {
    const { dbiResourceId: _none, ...bare } = receipt;
    rdsShows(restored({ InstanceCreateTime: new Date('2026-11-23T01:00:00Z') }));
    expect(pendingFrom(await poll(bare))).toContain('not visible yet');
    rdsShows();
    expect((await poll(bare)).status).toBe('done');
  });

  test.each(['failed', 'restore-error', 'incompatible-parameters', 'storage-full', 'deleting'])(
    'gives up on an instance that is %s, with what RDS says of it',
    async (status) => {
      rdsShows(restored({ DBInstanceStatus: status }));
      aws.rds.on(DescribeEventsCommand).resolves({
        Events: [
          { Date: new Date('2026-11-24T01:09:00Z'), Message: 'The network is incompatible.' },
          { Date: new Date('2026-11-24T01:01:00Z'), Message: 'Restore started.' },
        ],
      });
      const failure = await failureFrom(poll());
      expect(failure).toMatchObject({ code: 'RESTORE_FAILED', retryable: false });
      expect(failure.message).toContain(status);
      expect(failure.message).toContain('The network is incompatible.');
    },
  );

  test('gives up the same when the events cannot be read', async () => {
    rdsShows(restored({ DBInstanceStatus: 'failed' }));
    aws.rds.on(DescribeEventsCommand).rejects(rdsError('AccessDenied', 403));
    expect(await failureFrom(poll())).toMatchObject({ code: 'RESTORE_FAILED' });
  });

  test('stops when the tag is not this run’s', async () => {
    for (const TagList of [runTag('other-run'), [{ Key: 'team', Value: 'shop' }]]) {
      rdsShows(restored({ TagList }));
      expect(await failureFrom(poll())).toMatchObject({ code: 'NOT_OURS', class: 'safety' });
    }
  });

  test('waits for the tags of the instance that was asked for, however late they are', async () => {
    rdsShows(restored({ TagList: [] }));
    context.clock.pass(60 * 60_000);
    expect(pendingFrom(await poll())).toContain('tags');
    rdsShows();
    expect((await poll()).status).toBe('done');
  });

  test('without a resource id, waits for the tags of a new instance only', async () => {
    const { dbiResourceId: _none, ...bare } = receipt;
    rdsShows(restored({ TagList: undefined }));
    expect(pendingFrom(await poll(bare))).toContain('tags');
    context.clock.pass(60 * 60_000);
    expect(await failureFrom(poll(bare))).toMatchObject({ code: 'NOT_OURS', class: 'safety' });
  });
});

test.each([restoreFromSnapshot, restoreToPointInTime])(
  '$name says how long its effect may stay hidden, and what an encrypted source needs',
  ({ settlesWithinMs, iam }) => {
    expect(settlesWithinMs).toBe(120_000);
    expect(iam).toEqual(expect.arrayContaining(['kms:CreateGrant', 'kms:DescribeKey']));
  },
);

describe('the plan', () => {
  const names = { run: RUN, region: 'ap-northeast-1' };

  test('prints the parameters as they would be sent', async () => {
    aws.rds.on(RestoreDBInstanceToPointInTimeCommand).resolves({ DBInstance: restored() });
    await restoreToPointInTime.start({ ...context, tags: {} }, pitr);
    const sent = aws.rds.commandCalls(RestoreDBInstanceToPointInTimeCommand)[0]?.args[0].input;
    const planned = restoreToPointInTime.plan(pitr, names).calls[0];
    expect(planned).toMatchObject({ operation: 'RestoreDBInstanceToPointInTime', mutating: true });
    expect(planned?.parameters).toEqual(JSON.parse(JSON.stringify(sent)));
  });

  test('names the resource before it exists', () => {
    expect(restoreFromSnapshot.owns?.(input, names)).toEqual({
      type: 'rds:db-instance',
      id: INSTANCE,
      region: 'ap-northeast-1',
    });
  });

  test('tells how it would be removed', () => {
    expect(restoreFromSnapshot.undo?.plan(input, names).map((call) => call.operation)).toEqual([
      'DeleteDBInstance',
      'DescribeDBInstances',
    ]);
  });
});
