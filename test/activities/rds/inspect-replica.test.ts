import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { beforeEach, expect, test } from 'vitest';
import { inspectReplica } from '../../../src/activities/rds/inspect-replica.ts';
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
  PRIMARY_ARN,
  promoted,
  REGION_A,
  REGION_B,
  replica,
} from '../../support/activity-rds.ts';

const input = {
  region: REGION_B,
  id: 'orders-prod-replica',
  primary: {
    region: REGION_A,
    id: 'orders-prod',
    engineVersion: '18.0',
    instanceClass: 'db.m7g.large',
  },
};

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(instance = replica()) {
  aws
    .in(REGION_B)
    .rds.on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [instance] });
}

const look = (given = input) => inspectReplica.poll(context, given);

test('describes a replica that follows, without a call to the primary’s Region', async () => {
  rdsShows();
  const { output } = doneFrom(await look());
  expect(output).toMatchObject({
    region: REGION_B,
    id: 'orders-prod-replica',
    dbiResourceId: 'db-REPLICA',
    endpoint: { host: 'orders-prod-replica.example', port: 5432 },
    backupRetentionDays: 0,
    replication: { source: PRIMARY_ARN, state: 'replicating', replicating: true },
  });
  expect(aws.in(REGION_A).rds.calls()).toHaveLength(0);
  expect(JSON.parse(JSON.stringify(output))).toEqual(output);
});

test('tells a replica that is absent from one that was promoted', async () => {
  aws.in(REGION_B).rds.on(DescribeDBInstancesCommand).rejects(notFound());
  expect(await failureFrom(look())).toMatchObject({ code: 'REPLICA_ABSENT', class: 'input' });
  for (const source of [undefined, '']) {
    rdsShows(promoted({ ReadReplicaSourceDBInstanceIdentifier: source }));
    expect(await failureFrom(look())).toMatchObject({ code: 'REPLICA_PROMOTED', class: 'safety' });
  }
});

test('an identifier without a Region is only its own Region’s', async () => {
  rdsShows(replica({ ReadReplicaSourceDBInstanceIdentifier: 'orders-prod' }));
  expect(await failureFrom(look())).toMatchObject({ code: 'REPLICA_OF_OTHER_PRIMARY' });
  doneFrom(await look({ ...input, primary: { ...input.primary, region: REGION_B } }));
});

test('refuses a replica of another primary', async () => {
  rdsShows(replica({ ReadReplicaSourceDBInstanceIdentifier: `${PRIMARY_ARN}-2` }));
  expect(await failureFrom(look())).toMatchObject({
    code: 'REPLICA_OF_OTHER_PRIMARY',
    class: 'input',
  });
});

test.each(['backing-up', 'modifying', 'rebooting'])('waits while it is %s', async (status) => {
  rdsShows(replica({ DBInstanceStatus: status }));
  expect(pendingFrom(await look())).toBe(status);
});

test('does not wait for one that is broken', async () => {
  rdsShows(replica({ DBInstanceStatus: 'incompatible-parameters' }));
  expect(await failureFrom(look())).toMatchObject({ code: 'REPLICA_NOT_AVAILABLE' });
});

test.each([
  ['in error', [{ StatusType: 'read replication', Normal: false, Status: 'error', Message: 'no' }]],
  ['stopped', [{ StatusType: 'read replication', Normal: false, Status: 'stopped' }]],
  [
    'replicating, but not normally',
    [{ StatusType: 'read replication', Normal: false, Status: 'replicating' }],
  ],
  ['of another kind only', [{ StatusType: 'other', Normal: true, Status: 'replicating' }]],
  ['not told, which is no sign of health', undefined],
])('refuses a replication that is %s', async (_case, StatusInfos) => {
  rdsShows(replica({ StatusInfos }));
  expect(await failureFrom(look())).toMatchObject({
    code: 'REPLICATION_BROKEN',
    class: 'environment',
  });
  // Looked at again for some seconds, and no longer.
  expect(inspectReplica.retry?.attempts).toBeLessThan(10);
});

test('takes a broken replication where that is expected, and says so', async () => {
  rdsShows(
    replica({
      StatusInfos: [{ StatusType: 'read replication', Normal: false, Status: 'error' }],
    }),
  );
  const done = doneFrom(await inspectReplica.poll(context, { ...input, mayBeBroken: true }));
  expect(done.output.replication).toMatchObject({ state: 'error', replicating: false });
  expect(done.facts).toContainEqual({ label: 'Replication', value: 'error' });
});

test('compares the version and the class where they are known', async () => {
  rdsShows(replica({ EngineVersion: '17.4', DBInstanceClass: 'db.t4g.micro' }));
  expect(await failureFrom(look())).toMatchObject({ code: 'REPLICA_VERSION_MISFIT' });
  doneFrom(
    await look({
      ...input,
      primary: { region: REGION_A, id: 'orders-prod' } as typeof input.primary,
    }),
  );
  rdsShows(replica({ DBInstanceClass: 'db.t4g.micro' }));
  expect(doneFrom(await look()).facts).toContainEqual({
    label: 'Replica class',
    value: 'db.t4g.micro, unlike the primary’s db.m7g.large'.replace('’', "'"),
  });
});
