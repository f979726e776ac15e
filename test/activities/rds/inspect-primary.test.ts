import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { beforeEach, expect, test } from 'vitest';
import { inspectPrimary } from '../../../src/activities/rds/inspect-primary.ts';
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
  primary,
  REGION_A,
  REGION_B,
  REPLICA_ARN,
  replica,
} from '../../support/activity-rds.ts';

const input = { region: REGION_A, id: 'orders-prod' };

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(instance = primary()) {
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [instance] });
}

test('describes the primary as plain data, zones and replicas included', async () => {
  rdsShows();
  const { output, facts } = doneFrom(await inspectPrimary.poll(context, input));
  expect(output).toMatchObject({
    id: 'orders-prod',
    region: REGION_A,
    arn: PRIMARY_ARN,
    dbiResourceId: 'db-PRIMARY',
    multiAz: true,
    availabilityZone: 'ap-northeast-1a',
    secondaryAvailabilityZone: 'ap-northeast-1c',
    replicas: [REPLICA_ARN],
    endpoint: { host: 'orders-prod.example', port: 5432 },
    masterUser: 'orders_admin',
    likeness: {
      created: { DeletionProtection: true, DBInstanceClass: 'db.m7g.large', Port: 5432 },
      modified: { BackupRetentionPeriod: 7 },
    },
    status: 'available',
    inspectedAt: '2026-11-24T01:00:00.000Z',
  });
  expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  expect(facts?.map(({ value }) => value).join('\n')).toContain('standby: ap-northeast-1c');
});

test('asks the Region that is named, not the environment’s', async () => {
  aws
    .in(REGION_B)
    .rds.on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [primary()] });
  doneFrom(await inspectPrimary.poll(context, { ...input, region: REGION_B }));
  expect(aws.rds.calls()).toHaveLength(0);
});

test('names what exists when the primary does not', async () => {
  aws.rds
    .on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [{ DBInstanceIdentifier: 'orders-production' }] })
    .on(DescribeDBInstancesCommand, { DBInstanceIdentifier: 'orders-prod' })
    .rejects(notFound());
  const failure = await failureFrom(inspectPrimary.poll(context, input));
  expect(failure).toMatchObject({ code: 'PRIMARY_NOT_FOUND', class: 'input' });
  expect(failure.message).toContain('There are: orders-production.');
});

test('refuses a replica', async () => {
  rdsShows(replica());
  expect(await failureFrom(inspectPrimary.poll(context, input))).toMatchObject({
    code: 'PRIMARY_IS_REPLICA',
    class: 'input',
  });
});

test('refuses a Single-AZ instance only where Multi-AZ is demanded', async () => {
  rdsShows(primary({ MultiAZ: false, SecondaryAvailabilityZone: undefined }));
  doneFrom(await inspectPrimary.poll(context, input));
  expect(
    await failureFrom(inspectPrimary.poll(context, { ...input, multiAz: true })),
  ).toMatchObject({ code: 'NOT_MULTI_AZ', class: 'input', retryable: false });
});

test('waits for a standby that is being made', async () => {
  rdsShows(primary({ SecondaryAvailabilityZone: undefined }));
  const demanding = { ...input, multiAz: true };
  expect(pendingFrom(await inspectPrimary.poll(context, demanding))).toContain('standby');
  rdsShows(primary({ MultiAZ: false, PendingModifiedValues: { MultiAZ: true } }));
  expect(pendingFrom(await inspectPrimary.poll(context, demanding))).toContain('standby');
});

test('waits while it is busy; a backup matters only to a failover between zones', async () => {
  rdsShows(primary({ DBInstanceStatus: 'modifying' }));
  expect(pendingFrom(await inspectPrimary.poll(context, input))).toBe('modifying');
  rdsShows(primary({ DBInstanceStatus: 'backing-up' }));
  doneFrom(await inspectPrimary.poll(context, input));
  expect(pendingFrom(await inspectPrimary.poll(context, { ...input, multiAz: true }))).toBe(
    'backing-up',
  );
});

test.each(['stopped', 'failed', 'storage-full', 'deleting'])(
  'does not wait for a %s one',
  async (s) => {
    rdsShows(primary({ DBInstanceStatus: s }));
    expect(await failureFrom(inspectPrimary.poll(context, input))).toMatchObject({
      code: 'PRIMARY_NOT_AVAILABLE',
      details: { status: s },
    });
  },
);

test('demands the replica by its ARN in another Region and by its identifier in its own', async () => {
  const wanted = { region: REGION_B, id: 'orders-prod-replica' };
  rdsShows();
  doneFrom(await inspectPrimary.poll(context, { ...input, replica: wanted }));
  // A replica of the same name in its own Region is another one.
  rdsShows(primary({ ReadReplicaDBInstanceIdentifiers: ['orders-prod-replica'] }));
  doneFrom(
    await inspectPrimary.poll(context, { ...input, replica: { ...wanted, region: REGION_A } }),
  );
  expect(
    await failureFrom(inspectPrimary.poll(context, { ...input, replica: wanted })),
  ).toMatchObject({ code: 'REPLICA_NOT_LISTED', class: 'input' });
});
