import {
  CreateDBInstanceReadReplicaCommand,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { createProductionReplica } from '../../../src/activities/rds/create-production-replica.ts';
import { createRehearsalReplica } from '../../../src/activities/rds/create-rehearsal-replica.ts';
import { likenessOf } from '../../../src/activities/rds/instance-likeness.ts';
import { RUN_TAG } from '../../../src/core/resource.ts';
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
  furnished,
  notFound,
  PRIMARY_ARN,
  promoted,
  REGION_A,
  REGION_B,
  rdsError,
  replica,
  runTag,
} from '../../support/activity-rds.ts';

const NAME = 'orders-prod-replica';
const input = {
  region: REGION_B,
  name: NAME,
  source: { arn: PRIMARY_ARN, port: 5432, masterUser: 'orders_admin', storageGb: 100 },
  like: likenessOf(furnished(replica({ DeletionProtection: true }))),
  target: {
    subnetGroup: 'replicas',
    securityGroups: ['sg-replicas'],
    parameterGroup: 'orders-postgres18',
    instanceClass: 'db.m7g.large',
    kmsKey: 'arn:aws:kms:ap-northeast-3:111122223333:key/1',
  },
};
const receipt = {
  id: NAME,
  arn: 'arn',
  dbiResourceId: 'db-REPLICA',
  requestedAt: '2026-11-24T01:00:00.000Z',
};

let aws: ReturnType<typeof scriptedAws>;
let rds: ReturnType<typeof scriptedAws>['rds'];
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  ({ rds } = aws.in(REGION_B));
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(instance = replica({ TagList: runTag() })) {
  rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [instance] });
}

describe('making a read replica', () => {
  test('sets everything, in the replica’s Region, from the source’s ARN', async () => {
    rds.on(CreateDBInstanceReadReplicaCommand).resolves({ DBInstance: replica() });
    const made = await createRehearsalReplica.start({ ...context, tags: {} }, input);
    const [call] = rds.commandCalls(CreateDBInstanceReadReplicaCommand);
    expect(call?.args[0].input).toEqual({
      DBInstanceIdentifier: NAME,
      SourceDBInstanceIdentifier: PRIMARY_ARN,
      DBInstanceClass: 'db.m7g.large',
      Port: 5432,
      DBSubnetGroupName: 'replicas',
      VpcSecurityGroupIds: ['sg-replicas'],
      DBParameterGroupName: 'orders-postgres18',
      KmsKeyId: 'arn:aws:kms:ap-northeast-3:111122223333:key/1',
      MultiAZ: false,
      PubliclyAccessible: false,
      DeletionProtection: false,
      AutoMinorVersionUpgrade: false,
      CopyTagsToSnapshot: false,
      Tags: runTag(),
    });
    expect(made).toMatchObject({ id: NAME, dbiResourceId: 'db-REPLICA' });
    expect(aws.in(REGION_A).rds.calls()).toHaveLength(0);
  });

  const sent = async (change: object = {}) => {
    rds.resetHistory();
    rds.on(CreateDBInstanceReadReplicaCommand).resolves({ DBInstance: replica() });
    await createProductionReplica.start({ ...context, tags: {} }, { ...input, ...change });
    return rds.commandCalls(CreateDBInstanceReadReplicaCommand)[0]?.args[0].input;
  };

  test('of production makes it like the one that was there, with its key and its tags', async () => {
    const { AllocatedStorage: _, ...settings } = input.like.created;
    expect(await sent()).toEqual({
      DBInstanceIdentifier: NAME,
      SourceDBInstanceIdentifier: PRIMARY_ARN,
      ...settings,
      Tags: [{ Key: 'team', Value: 'shop' }, ...runTag()],
    });
    expect(await sent()).toMatchObject({
      KmsKeyId: 'arn:aws:kms:ap-northeast-3:111122223333:key/of-orders',
      OptionGroupName: 'orders-options',
      DeletionProtection: true,
    });
  });

  test('asks for storage only where the source has less, since RDS refuses to take less', async () => {
    expect(await sent()).not.toHaveProperty('AllocatedStorage');
    const source = { ...input.source, storageGb: 50 };
    expect(await sent({ source })).toMatchObject({ AllocatedStorage: 100 });
  });

  test('takes over what an earlier attempt of this run made, and nothing else', async () => {
    rds.on(CreateDBInstanceReadReplicaCommand).rejects(alreadyExists());
    rdsShows();
    expect(await createProductionReplica.start(context, input)).toMatchObject({
      dbiResourceId: 'db-REPLICA',
    });
    expect(await createProductionReplica.adopt(context, input)).toMatchObject({ id: NAME });
    const old = new Date('2026-01-01T00:00:00Z');
    for (const TagList of [[], runTag('other-run')]) {
      rdsShows(replica({ TagList, InstanceCreateTime: old }));
      expect(await failureFrom(createProductionReplica.start(context, input))).toMatchObject({
        code: 'NAME_TAKEN',
        class: 'safety',
      });
    }
    rds.on(DescribeDBInstancesCommand).rejects(notFound());
    expect(await createProductionReplica.adopt(context, input)).toBeUndefined();
  });

  test('a source without backups is no state that passes', async () => {
    rds.on(CreateDBInstanceReadReplicaCommand).rejects(
      Object.assign(rdsError('InvalidDBInstanceState'), {
        message: 'Automated backups are not enabled for this database instance.',
      }),
    );
    expect(await failureFrom(createRehearsalReplica.start(context, input))).toMatchObject({
      code: 'BACKUPS_OFF',
      class: 'input',
      retryable: false,
    });
    rds.on(CreateDBInstanceReadReplicaCommand).rejects(rdsError('InvalidDBInstanceState'));
    await expect(createRehearsalReplica.start(context, input)).rejects.toThrow(
      'InvalidDBInstanceState',
    );
  });

  test('is done when it is available and follows', async () => {
    const poll = () => createRehearsalReplica.poll(context, input, receipt);
    rdsShows(replica({ TagList: runTag(), DBInstanceStatus: 'creating' }));
    expect(pendingFrom(await poll())).toBe('creating');
    rdsShows(replica({ TagList: runTag(), StatusInfos: undefined }));
    expect(pendingFrom(await poll())).toBe('available, replication: not told');
    rdsShows();
    const done = doneFrom(await poll());
    expect(done.output).toMatchObject({
      id: NAME,
      dbiResourceId: 'db-REPLICA',
      endpoint: { host: 'orders-prod-replica.example', port: 5432 },
    });
    expect(done.facts?.[0]?.label).toBe('Read replica');
  });

  test('fails with the words of a replica', async () => {
    rdsShows(replica({ TagList: runTag(), DBInstanceStatus: 'failed' }));
    expect(await failureFrom(createRehearsalReplica.poll(context, input, receipt))).toMatchObject({
      code: 'REPLICA_FAILED',
    });
    rdsShows(replica({ TagList: runTag(), DbiResourceId: 'db-OTHER' }));
    context.clock.pass(10 * 60_000);
    expect(await failureFrom(createRehearsalReplica.poll(context, input, receipt))).toMatchObject({
      code: 'REPLICA_REPLACED',
      class: 'safety',
    });
  });

  test('owns the instance in the replica’s Region, and plans the call as it is sent', async () => {
    const names = { run: RUN, region: REGION_A };
    expect(createProductionReplica.owns?.(input, names)).toEqual({
      type: 'rds:db-instance',
      id: NAME,
      region: REGION_B,
    });
    rds.on(CreateDBInstanceReadReplicaCommand).resolves({ DBInstance: replica() });
    await createProductionReplica.start({ ...context, tags: {} }, input);
    const sent = rds.commandCalls(CreateDBInstanceReadReplicaCommand)[0]?.args[0].input;
    expect(createProductionReplica.plan(input, names).calls[0]?.parameters).toEqual(sent);
  });
});

describe('removing the rehearsal’s replica', () => {
  const { undo } = createRehearsalReplica;
  if (!undo) throw new Error('It must be undoable.');

  test('deletes it in its Region, promoted or not', async () => {
    expect(undo.when ?? 'always').toBe('always');
    rdsShows(promoted({ TagList: runTag() }));
    await undo.start(context, input, receipt);
    expect(rds.commandCalls(DeleteDBInstanceCommand)).toHaveLength(1);
    rds.on(DescribeDBInstancesCommand).rejects(notFound());
    expect(doneFrom(await undo.poll(context, input, receipt)).output.observed).toBe(
      'DBInstanceNotFound',
    );
    expect(aws.in(REGION_A).rds.calls()).toHaveLength(0);
  });
});

describe('removing production’s replica', () => {
  const { undo } = createProductionReplica;
  if (!undo) throw new Error('It must be undoable.');
  const deletions = () => rds.commandCalls(DeleteDBInstanceCommand);

  test('is for runs that did not complete', () => {
    expect(undo.when).toBe('unless-completed');
  });

  test('deletes it while it is a replica', async () => {
    for (const [status, count] of [
      ['available', 1],
      ['creating', 2],
      ['failed', 3],
      ['deleting', 3],
    ] as const) {
      rdsShows(replica({ TagList: runTag(), DBInstanceStatus: status }));
      await undo.start(context, input, receipt);
      expect(deletions()).toHaveLength(count);
    }
    rdsShows(promoted({ TagList: runTag(), DBInstanceStatus: 'deleting' }));
    expect(pendingFrom(await undo.poll(context, input, receipt))).toBe('deleting');
  });

  test.each([
    ['was promoted', promoted({ TagList: runTag() })],
    ['was promoted and renamed', promoted({ DBInstanceIdentifier: 'orders-prod', TagList: [] })],
    ['was renamed', replica({ DBInstanceIdentifier: 'orders-prod', TagList: runTag() })],
    ['was promoted and handed over', promoted({ TagList: [{ Key: 'team', Value: 'shop' }] })],
  ])('refuses when it %s: then it may hold the only good data', async (_case, instance) => {
    rdsShows(instance);
    const refused = { code: 'REPLICA_HOLDS_DATA', class: 'safety' };
    expect(await failureFrom(undo.start(context, input, receipt))).toMatchObject(refused);
    expect(await failureFrom(undo.poll(context, input, receipt))).toMatchObject(refused);
    if (instance.DBInstanceIdentifier === NAME) {
      expect(await failureFrom(undo.start(context, input))).toMatchObject(refused);
    }
    expect(deletions()).toHaveLength(0);
  });

  test('takes the protection from deletion away first, which production asked for', async () => {
    rdsShows(replica({ TagList: runTag(), DeletionProtection: true }));
    await undo.start(context, input, receipt);
    expect(rds.commandCalls(ModifyDBInstanceCommand)[0]?.args[0].input).toEqual({
      DBInstanceIdentifier: NAME,
      DeletionProtection: false,
      ApplyImmediately: true,
    });
    expect(deletions()).toHaveLength(1);
    rds.on(DeleteDBInstanceCommand).rejects(rdsError('InvalidParameterCombination'));
    expect(await failureFrom(undo.start(context, input, receipt))).toMatchObject({
      code: 'DELETION_PROTECTED',
      retryable: true,
    });
  });

  test('leaves one that was handed over, but not before its tags have had the time to be shown', async () => {
    const age = (ms: number) => new Date(context.clock.now() - ms);
    rdsShows(replica({ TagList: [], InstanceCreateTime: age(10_000) }));
    expect(await failureFrom(undo.start(context, input, receipt))).toMatchObject({
      code: 'TAGS_NOT_VISIBLE',
      retryable: true,
    });
    const own = [{ Key: 'team', Value: 'shop' }];
    for (const [TagList, ms] of [
      [[], 180_000],
      [own, 10_000],
    ] as const) {
      const change = { TagList: [...TagList], InstanceCreateTime: age(ms) };
      rdsShows(replica({ ...change, DeletionProtection: true }));
      expect(await failureFrom(undo.start(context, input, receipt))).toMatchObject({
        code: 'REPLICA_HOLDS_DATA',
        class: 'safety',
      });
    }
    expect(rds.commandCalls(ModifyDBInstanceCommand)).toHaveLength(0);
    expect(deletions()).toHaveLength(0);
  });

  test('waits while it may be being promoted', async () => {
    for (const status of ['modifying', 'rebooting']) {
      rdsShows(replica({ TagList: runTag(), DBInstanceStatus: status }));
      expect(await failureFrom(undo.start(context, input, receipt))).toMatchObject({
        code: 'REPLICA_BUSY',
        retryable: true,
      });
    }
    expect(deletions()).toHaveLength(0);
  });

  test('touches no replica of anybody else', async () => {
    rdsShows(replica({ TagList: [{ Key: RUN_TAG, Value: 'other-run' }] }));
    expect(await failureFrom(undo.start(context, input, receipt))).toMatchObject({
      code: 'NOT_OURS',
      class: 'safety',
    });
    expect(deletions()).toHaveLength(0);
  });

  test('is content when there is nothing', async () => {
    rds
      .on(DescribeDBInstancesCommand)
      .rejects(notFound())
      .on(DescribeDBInstancesCommand, {
        Filters: [{ Name: 'dbi-resource-id', Values: ['db-REPLICA'] }],
      })
      .resolves({ DBInstances: [] });
    await undo.start(context, input, receipt);
    expect(doneFrom(await undo.poll(context, input, receipt)).output.observed).toBe(
      'DBInstanceNotFound',
    );
  });
});
