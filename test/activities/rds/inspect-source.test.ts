import {
  DescribeDBInstanceAutomatedBackupsCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { inspectSource } from '../../../src/activities/rds/inspect-source.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { notFound, snapshot } from '../../support/activity-rds.ts';

const input = { source: 'shop-production' };
const production = {
  DBInstanceIdentifier: 'shop-production',
  DBInstanceArn: 'arn:aws:rds:ap-northeast-1:111122223333:db:shop-production',
  DbiResourceId: 'db-SOURCE',
  DBInstanceStatus: 'available',
  Engine: 'postgres',
  EngineVersion: '18.0',
  DBInstanceClass: 'db.m7g.large',
  AllocatedStorage: 100,
  StorageEncrypted: true,
  DBSubnetGroup: { DBSubnetGroupName: 'production' },
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-production', Status: 'active' }],
  DBParameterGroups: [{ DBParameterGroupName: 'shop-postgres18' }],
  MultiAZ: true,
  MasterUsername: 'shop',
  Endpoint: { Address: 'shop-production.example', Port: 5432 },
  BackupRetentionPeriod: 7,
  LatestRestorableTime: new Date('2026-11-24T00:57:00Z'),
};

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

test('describes the source as plain data', async () => {
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [production] });
  const { output } = doneFrom(await inspectSource.poll(context, input));
  expect(output).toEqual({
    id: 'shop-production',
    arn: 'arn:aws:rds:ap-northeast-1:111122223333:db:shop-production',
    dbiResourceId: 'db-SOURCE',
    engine: 'postgres',
    engineVersion: '18.0',
    instanceClass: 'db.m7g.large',
    storageGb: 100,
    storageEncrypted: true,
    subnetGroup: 'production',
    securityGroups: ['sg-production'],
    parameterGroup: 'shop-postgres18',
    multiAz: true,
    masterUser: 'shop',
    endpoint: { host: 'shop-production.example', port: 5432 },
    backupRetentionDays: 7,
    latestRestorableTime: '2026-11-24T00:57:00.000Z',
    status: 'available',
  });
  expect(JSON.parse(JSON.stringify(output))).toEqual(output);
});

test('names what exists when the source does not', async () => {
  const others = Array.from({ length: 12 }, (_, i) => ({ DBInstanceIdentifier: `db-${i + 10}` }));
  aws.rds
    .on(DescribeDBInstancesCommand, { DBInstanceIdentifier: 'shop-production' })
    .rejects(notFound())
    .on(DescribeDBInstancesCommand, {})
    .resolves({ DBInstances: others.slice(0, 6), Marker: 'more' })
    .on(DescribeDBInstancesCommand, { Marker: 'more' })
    .resolves({ DBInstances: others.slice(6) })
    .on(DescribeDBInstancesCommand, { DBInstanceIdentifier: 'shop-production' })
    .rejects(notFound());
  aws.rds.on(DescribeDBInstanceAutomatedBackupsCommand).resolves({});

  const failure = await failureFrom(inspectSource.poll(context, input));
  expect(failure).toMatchObject({ code: 'SOURCE_NOT_FOUND', class: 'input' });
  expect(failure.message).toContain('db-10, db-11');
  expect(failure.message).toContain('db-19 and 2 more');
  expect(failure.message).not.toContain('db-20');
});

test('finds what is left of a deleted source in its retained backups', async () => {
  aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
  aws.rds.on(DescribeDBInstanceAutomatedBackupsCommand).resolves({
    DBInstanceAutomatedBackups: [
      {
        DBInstanceIdentifier: 'shop-production',
        DBInstanceArn: production.DBInstanceArn,
        DbiResourceId: 'db-SOURCE',
        Engine: 'postgres',
        EngineVersion: '18.0',
        MasterUsername: 'shop',
        BackupRetentionPeriod: 7,
        Status: 'retained',
      },
    ],
  });
  const { output } = doneFrom(await inspectSource.poll(context, input));
  expect(output).toMatchObject({ status: 'deleted', dbiResourceId: 'db-SOURCE' });
});

test('refuses a source of which nothing can be restored', async () => {
  aws.rds
    .on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [{ ...production, BackupRetentionPeriod: 0 }] });
  aws.rds.on(DescribeDBSnapshotsCommand).resolves({ DBSnapshots: [] });
  expect(await failureFrom(inspectSource.poll(context, input))).toMatchObject({
    code: 'BACKUPS_OFF',
    class: 'input',
  });
});

test('takes a source without automated backups when it has a snapshot', async () => {
  aws.rds
    .on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [{ ...production, BackupRetentionPeriod: 0 }] });
  aws.rds.on(DescribeDBSnapshotsCommand).resolves({ DBSnapshots: [snapshot('manual')] });
  expect(doneFrom(await inspectSource.poll(context, input)).output.backupRetentionDays).toBe(0);
});

test('an answer without what is needed is an error with a name', async () => {
  aws.rds
    .on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [{ ...production, DbiResourceId: undefined }] });
  const failure = await failureFrom(inspectSource.poll(context, input));
  expect(failure.code).toBe('AWS_ANSWER_INCOMPLETE');
  expect(failure.message).toContain('DbiResourceId');
});

describe('a source that is so new that there is no backup of it yet', () => {
  const since = '2026-11-24T01:00:00.000Z';
  const wait = { since, withinMs: 3_600_000 };
  const window = (EarliestTime?: Date, LatestTime?: Date) =>
    aws.rds.on(DescribeDBInstanceAutomatedBackupsCommand).resolves({
      DBInstanceAutomatedBackups: [
        { Status: 'active', RestoreWindow: { EarliestTime, LatestTime } },
      ],
    });
  const early = new Date('2026-11-24T00:55:00Z');

  beforeEach(() => {
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [production] });
  });

  test('is waited for, until it can be restored to a point in time', async () => {
    const awaits = { ...input, ...wait, awaits: 'restorable-time' as const };
    const notYet = 'waiting for the first automated backup of shop-production';
    aws.rds
      .on(DescribeDBInstanceAutomatedBackupsCommand)
      .resolves({ DBInstanceAutomatedBackups: [] });
    expect(pendingFrom(await inspectSource.poll(context, awaits))).toBe(notYet);
    window();
    expect(pendingFrom(await inspectSource.poll(context, awaits))).toBe(notYet);
    window(early, new Date('2026-11-24T00:57:00Z'));
    expect(doneFrom(await inspectSource.poll(context, awaits)).output.status).toBe('available');
  });

  test('is waited for, until it has a snapshot that is complete', async () => {
    const awaits = { ...input, ...wait, awaits: 'snapshot' as const };
    aws.rds
      .on(DescribeDBSnapshotsCommand)
      .resolves({ DBSnapshots: [snapshot('first', { Status: 'creating' })] });
    expect(pendingFrom(await inspectSource.poll(context, awaits))).toBe(
      'waiting for the first snapshot of shop-production',
    );
    aws.rds.on(DescribeDBSnapshotsCommand).resolves({ DBSnapshots: [snapshot('first')] });
    expect(doneFrom(await inspectSource.poll(context, awaits)).output.status).toBe('available');
  });

  test('is not waited for without an end', async () => {
    context.clock.pass(3_600_000);
    window();
    const awaits = { ...input, ...wait, awaits: 'restorable-time' as const };
    expect(await failureFrom(inspectSource.poll(context, awaits))).toMatchObject({
      code: 'NO_RECOVERY_POINT',
      class: 'environment',
      message: 'There is no automated backup of shop-production yet, 1 h after it was asked for.',
    });
  });

  test('is waited for by nobody who names a snapshot', async () => {
    expect(doneFrom(await inspectSource.poll(context, input)).output.status).toBe('available');
    expect(aws.rds.commandCalls(DescribeDBInstanceAutomatedBackupsCommand)).toEqual([]);
  });
});

test('without automated backups no point in time can be restored, snapshot or not', async () => {
  aws.rds
    .on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [{ ...production, BackupRetentionPeriod: 0 }] });
  aws.rds.on(DescribeDBSnapshotsCommand).resolves({ DBSnapshots: [snapshot('manual')] });
  const awaits = { ...input, awaits: 'restorable-time' as const };
  expect(await failureFrom(inspectSource.poll(context, awaits))).toMatchObject({
    code: 'BACKUPS_OFF',
    class: 'input',
  });
});
