import { describe, expect, test } from 'vitest';
import { awaitStandby } from '../../src/activities/rds/await-standby.ts';
import { createProductionReplica } from '../../src/activities/rds/create-production-replica.ts';
import { createRehearsalReplica } from '../../src/activities/rds/create-rehearsal-replica.ts';
import { forceFailover } from '../../src/activities/rds/force-failover.ts';
import { handOver } from '../../src/activities/rds/hand-over.ts';
import { inspectPrimary } from '../../src/activities/rds/inspect-primary.ts';
import { inspectReplica } from '../../src/activities/rds/inspect-replica.ts';
import { inspectTarget } from '../../src/activities/rds/inspect-target.ts';
import { promoteReadReplica } from '../../src/activities/rds/promote-read-replica.ts';
import { renameInstance } from '../../src/activities/rds/rename-instance.ts';
import { resetMasterPassword } from '../../src/activities/rds/reset-master-password.ts';
import { retireSuperseded } from '../../src/activities/rds/retire-superseded.ts';
import { surveyFailover } from '../../src/activities/rds/survey-failover.ts';
import { DRILL_TAG, RUN_TAG } from '../../src/core/resource.ts';
import { doneFrom, failureFrom, pendingFrom, RUN } from '../support/activity-context.ts';
import { ACCOUNT, AWAY, HOME, hasMoto, motoForEachTest } from './moto.ts';
import { PRODUCTION, prepareOrders, TARGET } from './orders.ts';

const PRIMARY = { region: HOME, id: 'orders-prod' };
const PRIMARY_ARN = `arn:aws:rds:${HOME}:${ACCOUNT}:db:orders-prod`;
const TAGS = [
  { Key: DRILL_TAG, Value: 'restore-rds' },
  { Key: RUN_TAG, Value: RUN },
];

describe.skipIf(!hasMoto)('RDS at moto', { timeout: 60_000 }, () => {
  const moto = motoForEachTest();

  async function primary() {
    return doneFrom(await inspectPrimary.poll(moto.attempt(), PRIMARY)).output;
  }

  async function known() {
    return { ...PRIMARY, resourceId: (await primary()).dbiResourceId };
  }

  /** What the run's own replica is asked for with. */
  async function wanted(name: string, region = AWAY) {
    const { arn, endpoint, masterUser } = await primary();
    return { name, region, source: { arn, port: endpoint.port, masterUser }, target: TARGET };
  }

  test('tells of a primary what a failover needs, but not whether it has a standby', async () => {
    await prepareOrders(moto);
    expect(await primary()).toMatchObject({
      arn: PRIMARY_ARN,
      engine: 'postgres',
      engineVersion: '18.1',
      availabilityZone: 'ap-northeast-1a',
      multiAz: true,
      replicas: [],
      backupRetentionDays: 7,
      endpoint: { port: 5432 },
    });
    const strict = await inspectPrimary.poll(moto.attempt(), { ...PRIMARY, multiAz: true });
    expect(pendingFrom(strict)).toBe('its standby is being made');
    const input = { ...(await known()), primaryZone: 'ap-northeast-1a' };
    const standby = await awaitStandby.poll(moto.attempt(), input);
    expect(pendingFrom(standby)).toBe('available, no standby yet');
    const other = { region: AWAY, id: 'orders-prod' };
    expect(await failureFrom(inspectPrimary.poll(moto.attempt(), other))).toMatchObject({
      code: 'PRIMARY_NOT_FOUND',
      message: expect.stringContaining('There are none at all.'),
    });
  });

  test('takes a forced failover, and leaves the instance where it is', async () => {
    const { home } = await prepareOrders(moto);
    const { availabilityZone, inspectedAt } = await primary();
    const input = { ...(await known()), availabilityZone, inspectedAt };
    const context = moto.attempt();
    const receipt = await forceFailover.start(context, input);
    expect(receipt).toMatchObject({ zoneBefore: 'ap-northeast-1a', asked: true });
    expect(moto.changes).toEqual([`RebootDBInstance ${HOME} 200`]);
    expect(pendingFrom(await forceFailover.poll(context, input, receipt))).toBe(
      'available, shown in ap-northeast-1a',
    );
    // moto gives every instance the same resource id, so that the next one can stand for this one elsewhere.
    await home.deleteDBInstance({ DBInstanceIdentifier: 'orders-prod', SkipFinalSnapshot: true });
    await home.createDBInstance({ ...PRODUCTION, AvailabilityZone: 'ap-northeast-1c' });
    const { output } = doneFrom(await forceFailover.poll(context, input, receipt));
    expect(output).toMatchObject({ zoneAfter: 'ap-northeast-1c', asked: true });
  });

  test('makes a replica in another Region, as asked and with the run’s tags', async () => {
    const { away } = await prepareOrders(moto);
    const input = await wanted(`kunren-${RUN}`);
    const context = moto.attempt();
    doneFrom(await inspectTarget.poll(context, { ...TARGET, ...input, source: await primary() }));
    expect(await createRehearsalReplica.adopt(context, input)).toBeUndefined();
    const receipt = await createRehearsalReplica.start(context, input);
    expect(moto.changes).toEqual([`CreateDBInstanceReadReplica ${AWAY} 200`]);
    const { DBInstances } = await away.describeDBInstances({ DBInstanceIdentifier: input.name });
    expect(DBInstances?.[0]).toMatchObject({
      ReadReplicaSourceDBInstanceIdentifier: PRIMARY_ARN,
      DBInstanceClass: 'db.t4g.medium',
      Endpoint: { Port: 5432 },
      DBSubnetGroup: { DBSubnetGroupName: 'drill-isolated' },
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0000000000000009' }],
      DBParameterGroups: [{ DBParameterGroupName: 'orders-postgres18' }],
      MultiAZ: false,
      PubliclyAccessible: false,
      DeletionProtection: false,
      AutoMinorVersionUpgrade: false,
      TagList: expect.arrayContaining(TAGS),
    });
    expect((await primary()).replicas).toEqual([receipt.arn]);
    expect(await createRehearsalReplica.adopt(context, input)).toMatchObject({ id: input.name });
    // moto has no word about the replication, and that is no good sign.
    expect(pendingFrom(await createRehearsalReplica.poll(context, input, receipt))).toBe(
      'available, replication: not told',
    );
    const ref = { region: AWAY, id: input.name, primary: PRIMARY };
    expect(await failureFrom(inspectReplica.poll(context, ref))).toMatchObject({
      code: 'REPLICATION_BROKEN',
    });
    const replica = doneFrom(await inspectReplica.poll(context, { ...ref, mayBeBroken: true }));
    expect(replica.output.replication).toEqual({
      source: PRIMARY_ARN,
      state: 'not told',
      replicating: false,
    });
  });

  test('promotes a replica, changes its password and removes it', async () => {
    await prepareOrders(moto);
    const made = await wanted(`kunren-${RUN}`);
    const context = moto.attempt();
    const receipt = await createRehearsalReplica.start(context, made);
    const ref = { region: AWAY, id: made.name, resourceId: receipt.dbiResourceId ?? '' };
    const input = { ...ref, backupRetentionDays: 3 };
    const promotion = await promoteReadReplica.start(context, input);
    expect(promotion).toMatchObject({ asked: true });
    // moto goes on naming the source of what it has promoted.
    expect(pendingFrom(await promoteReadReplica.poll(context, input, promotion))).toMatch(
      /^available, still a replica/,
    );
    const login = { ...ref, user: 'orders_admin', secret: 'drill-password', database: 'orders' };
    const reset = await resetMasterPassword.start(context, login);
    expect(pendingFrom(await resetMasterPassword.poll(context, login, reset))).toMatch(
      /^no login yet: moto has no database/,
    );
    const { undo } = createRehearsalReplica;
    await undo?.start(context, made, receipt);
    expect(await undo?.poll(context, made, receipt)).toMatchObject({
      status: 'done',
      output: { call: 'rds:DescribeDBInstances', observed: 'DBInstanceNotFound' },
    });
    expect(moto.changes).toEqual([
      `CreateDBInstanceReadReplica ${AWAY} 200`,
      `PromoteReadReplica ${AWAY} 200`,
      `ModifyDBInstance ${AWAY} 200`,
      `DeleteDBInstance ${AWAY} 200`,
    ]);
    const looks = moto.calls.filter(({ operation }) => operation === 'DescribeEvents');
    expect(looks.map(({ httpStatus }) => httpStatus)).toEqual([200]);
  });

  test('takes the protection off a replica of production, then the replica', async () => {
    await prepareOrders(moto);
    // moto cannot delete one of another Region before it is promoted: it looks for it under its bare name.
    const { arn, endpoint, masterUser, storageGb, likeness } = await primary();
    const input = {
      name: 'orders-copy',
      region: HOME,
      source: { arn, port: endpoint.port, masterUser, storageGb },
      like: { ...likeness, created: { ...likeness.created, DeletionProtection: true } },
    };
    const context = moto.attempt();
    await createProductionReplica.start(context, input);
    const { undo } = createProductionReplica;
    // As after a lost answer: by its name, since its resource id is the primary's too.
    await undo?.start(context, input);
    expect(await undo?.poll(context, input)).toMatchObject({ status: 'done' });
    expect(moto.changes).toEqual([
      `CreateDBInstanceReadReplica ${HOME} 200`,
      `ModifyDBInstance ${HOME} 200`,
      `DeleteDBInstance ${HOME} 200`,
    ]);
  });

  test('renames an instance that is found by its resource id, marks it, and lets it go', async () => {
    const { home } = await prepareOrders(moto, { DeletionProtection: true });
    const input = { ...(await known()), newId: 'orders-prod-before', superseded: true };
    const context = moto.attempt({ environment: 'sandbox' });
    expect(await renameInstance.adopt(context, input)).toBeUndefined();
    const receipt = await renameInstance.start(context, input);
    const { output } = doneFrom(await renameInstance.poll(context, input, receipt));
    expect(output).toMatchObject({
      id: 'orders-prod-before',
      endpoint: { host: expect.stringMatching(/^orders-prod-before\./), port: 5432 },
    });
    expect(await renameInstance.adopt(context, input)).toBeDefined();
    const { region, id, resourceId } = output;
    const instances = { instances: [{ region, id, resourceId }] };
    const asked = await retireSuperseded.start(context, instances);
    expect(doneFrom(await retireSuperseded.poll(context, instances, asked)).output).toEqual({
      deleted: [{ region, id, resourceId }],
      left: [],
    });
    expect(moto.changes).toEqual([
      `AddTagsToResource ${HOME} 200`,
      `ModifyDBInstance ${HOME} 200`,
      `ModifyDBInstance ${HOME} 200`,
      `DeleteDBInstance ${HOME} 200`,
    ]);
    expect((await home.describeDBInstances({})).DBInstances).toEqual([]);
  });

  test('takes the run’s tags off what production keeps, and no others', async () => {
    const team = { Key: 'team', Value: 'orders' };
    const { home } = await prepareOrders(moto, { Tags: [...TAGS, team] });
    const context = moto.attempt();
    const input = { ...(await known()), like: (await primary()).likeness };
    expect(await handOver.adopt(context, input)).toBeUndefined();
    const receipt = await handOver.start(context, input);
    doneFrom(await handOver.poll(context, input, receipt));
    expect(moto.changes).toEqual([`RemoveTagsFromResource ${HOME} 200`]);
    const { TagList } = await home.listTagsForResource({ ResourceName: PRIMARY_ARN });
    expect(TagList).toEqual([team]);
  });

  test('is surveyed, and without a database nobody is said to take writes', async () => {
    await prepareOrders(moto);
    const context = moto.attempt();
    context.secrets.put('admin-password', 'not-a-secret');
    const { endpoint } = await primary();
    const access = {
      ...endpoint,
      database: 'orders',
      user: 'orders_admin',
      secret: 'admin-password',
    };
    const gone = { region: AWAY, id: 'orders-prod-replica' };
    const survey = { instances: [{ ...PRIMARY, access }, gone] };
    expect(doneFrom(await surveyFailover.poll(context, survey)).output).toMatchObject({
      writable: [],
      unknown: [PRIMARY],
      instances: [
        { status: 'available', role: 'primary', writes: 'unknown' },
        { status: 'absent', writes: 'no' },
      ],
    });
  });
});
