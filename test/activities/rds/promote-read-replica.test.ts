import {
  type DBInstance,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  PromoteReadReplicaCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { promoteReadReplica } from '../../../src/activities/rds/promote-read-replica.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import {
  notFound,
  promoted,
  REGION_B,
  REPLICA_ARN,
  rdsError,
  replica,
} from '../../support/activity-rds.ts';

const input = {
  region: REGION_B,
  id: 'orders-prod-replica',
  resourceId: 'db-REPLICA',
  backupRetentionDays: 7,
};
const receipt = { requestedAt: '2026-11-24T01:00:00.000Z', asked: true };

let aws: ReturnType<typeof scriptedAws>;
let rds: ReturnType<typeof scriptedAws>['rds'];
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  ({ rds } = aws.in(REGION_B));
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(...looks: readonly DBInstance[]) {
  const handler = rds.on(DescribeDBInstancesCommand);
  for (const look of looks.slice(0, -1)) handler.resolvesOnce({ DBInstances: [look] });
  handler.resolves({ DBInstances: looks.slice(-1) });
}

const promotions = () => rds.commandCalls(PromoteReadReplicaCommand);

describe('start', () => {
  test('promotes with the backup retention that is asked for, in the replica’s Region', async () => {
    rdsShows(replica());
    expect(await promoteReadReplica.start(context, input)).toEqual(receipt);
    expect(promotions().map(({ args }) => args[0].input)).toEqual([
      { DBInstanceIdentifier: 'orders-prod-replica', BackupRetentionPeriod: 7 },
    ]);
    expect(aws.rds.calls()).toHaveLength(0);
  });

  test.each([
    ['backing-up', 'REPLICA_BACKING_UP'],
    ['modifying', 'REPLICA_BUSY'],
  ])('does not even ask while it is %s, and tries again', async (status, code) => {
    rdsShows(replica({ DBInstanceStatus: status }));
    expect(await failureFrom(promoteReadReplica.start(context, input))).toMatchObject({
      code,
      retryable: true,
      ambiguous: false,
    });
    expect(promotions()).toHaveLength(0);
  });

  test('makes no call when it is a primary already', async () => {
    rdsShows(promoted());
    expect(await promoteReadReplica.start(context, input)).toEqual({ ...receipt, asked: false });
    expect(promotions()).toHaveLength(0);
  });

  test('refuses another instance of that name, and one that is gone or broken', async () => {
    rdsShows(replica({ DbiResourceId: 'db-OTHER' }));
    expect(await failureFrom(promoteReadReplica.start(context, input))).toMatchObject({
      code: 'INSTANCE_REPLACED',
      class: 'safety',
    });
    rdsShows(replica({ DBInstanceStatus: 'failed' }));
    expect(await failureFrom(promoteReadReplica.start(context, input))).toMatchObject({
      code: 'PROMOTION_FAILED',
      retryable: false,
    });
    rds.on(DescribeDBInstancesCommand).rejects(notFound());
    expect(await failureFrom(promoteReadReplica.start(context, input))).toMatchObject({
      code: 'DB_INSTANCE_NOT_FOUND',
    });
    expect(promotions()).toHaveLength(0);
  });
});

describe('poll', () => {
  const poll = () => promoteReadReplica.poll(context, input, receipt);

  test('does not take the stale available right after the call for the end', async () => {
    rdsShows(replica());
    expect(pendingFrom(await poll())).toBe('available, still a replica');
  });

  test('is not done while it is changed or restarted, although it follows nobody any more', async () => {
    for (const status of ['modifying', 'rebooting']) {
      rdsShows(promoted({ DBInstanceStatus: status }));
      expect(pendingFrom(await poll())).toBe(status);
    }
  });

  test('is not done while its backup retention is pending, unless RDS says that it was promoted', async () => {
    rdsShows(promoted({ PendingModifiedValues: { BackupRetentionPeriod: 7 } }));
    expect(pendingFrom(await poll())).toContain('backup retention');
    rds.on(DescribeEventsCommand).resolves({
      Events: [
        {
          Date: new Date('2026-11-24T01:00:30Z'),
          Message: 'Promoted Read Replica instance to a stand-alone database instance',
        },
      ],
    });
    expect(JSON.stringify(doneFrom(await poll()).facts)).toContain('Promoted Read Replica');
  });

  test.each(['available', 'backing-up'])('is done when it is %s on its own', async (status) => {
    rdsShows(
      promoted({ DBInstanceStatus: status, PendingModifiedValues: { DBInstanceClass: 'x' } }),
    );
    expect(doneFrom(await poll()).output).toEqual({
      region: REGION_B,
      id: 'orders-prod-replica',
      arn: REPLICA_ARN,
      resourceId: 'db-REPLICA',
      endpoint: { host: 'orders-prod-replica.example', port: 5432 },
      promotedAt: '2026-11-24T01:00:00.000Z',
      masterUser: 'orders_admin',
    });
  });

  test('shows what RDS says while nothing moves, and fails when the instance does', async () => {
    rdsShows(replica());
    rds.on(DescribeEventsCommand).resolves({
      Events: [{ Date: new Date('2026-11-24T01:01:00Z'), Message: 'The promotion was refused.' }],
    });
    expect(pendingFrom(await poll())).toContain('The promotion was refused.');
    rdsShows(replica({ DBInstanceStatus: 'failed' }));
    expect(await failureFrom(poll())).toMatchObject({ code: 'PROMOTION_FAILED' });
  });
});

describe('adopting a start whose answer was lost', () => {
  test('a process that died after the call finds its effect, and makes no second call', async () => {
    rdsShows(
      replica({ DBInstanceStatus: 'modifying' }),
      replica({ DBInstanceStatus: 'rebooting' }),
      promoted({ DBInstanceStatus: 'modifying' }),
    );
    expect(await promoteReadReplica.adopt(context, input)).toMatchObject({ asked: true });
    rdsShows(promoted());
    doneFrom(await promoteReadReplica.poll(context, input, receipt));
    expect(promotions()).toHaveLength(0);
  });

  test('while it is changed for long, nothing is concluded', async () => {
    rdsShows(replica({ DBInstanceStatus: 'modifying' }));
    expect(await failureFrom(promoteReadReplica.adopt(context, input))).toMatchObject({
      code: 'PROMOTION_IN_DOUBT',
      retryable: true,
    });
  });

  test('a change that was no promotion ends in "not started"', async () => {
    rdsShows(replica({ DBInstanceStatus: 'modifying' }), replica());
    expect(await promoteReadReplica.adopt(context, input)).toBeUndefined();
  });

  test('a call that was still on its way is refused by RDS the second time, and then adopted', async () => {
    rdsShows(replica(), replica(), promoted());
    rds.on(PromoteReadReplicaCommand).rejects(rdsError('InvalidDBInstanceState'));
    expect(await promoteReadReplica.adopt(context, input)).toBeUndefined();
    await expect(promoteReadReplica.start(context, input)).rejects.toThrow();
    expect(await promoteReadReplica.start(context, input)).toMatchObject({ asked: false });
  });
});

test('there is no way back', () => {
  expect(promoteReadReplica.undo).toBeUndefined();
  expect(promoteReadReplica.owns).toBeUndefined();
});
