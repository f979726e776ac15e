import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { describe, expect, test } from 'vitest';
import type { SqlDriver } from '../../../src/activities/sql/driver.ts';
import { fenceWrites } from '../../../src/activities/sql/fence-writes.ts';
import { doneFrom, failureFrom, pendingFrom } from '../../support/activity-context.ts';
import {
  notFound,
  promoted,
  REGION_A,
  REGION_B,
  rdsError,
  replica,
} from '../../support/activity-rds.ts';
import { fenceBench, WRITE } from '../../support/fence-bench.ts';
import { scaledClock } from '../../support/scaled-clock.ts';

const bench = fenceBench();
const open = () => bench.open();
const context = (sql?: SqlDriver) => bench.context(sql);
const input = () => bench.input();
const nobody = () => bench.nobody();

describe('undoing a fence', () => {
  const { undo } = fenceWrites;
  if (!undo) throw new Error('It must be undoable.');
  const isOpen = async () =>
    (await open()).execute(WRITE).then(
      () => true,
      () => false,
    );

  test('is for runs that did not complete, and owned by name', () => {
    expect(undo.when).toBe('unless-completed');
    expect(fenceWrites.owns?.(input(), { run: 'r', region: 'elsewhere' })).toEqual({
      type: 'sql:fence',
      id: 'orders-prod/shop',
      region: REGION_A,
    });
  });

  test('lets writes through again while the replica is one, with a write as proof', async () => {
    const receipt = await fenceWrites.start(context(), input());
    expect(pendingFrom(await undo.poll(context(), input(), receipt))).toContain('stands');
    await undo.start(context(), input(), receipt);
    expect(await isOpen()).toBe(true);
    expect(doneFrom(await undo.poll(context(), input(), receipt)).output.observed).toBe(
      'off, and a write went through',
    );
    await undo.start(context(), input(), receipt);
  });

  test('ends the sessions that were opened while it stood', async () => {
    await fenceWrites.start(context(), input());
    const held = await open();
    await undo.start(context(), input());
    await expect(held.execute(WRITE)).rejects.toThrow();
  });

  test.each([
    ['was promoted', () => bench.replicaIs(promoted())],
    [
      'is not there any more',
      () => bench.aws.in(REGION_B).rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [] }),
    ],
  ])('leaves it when the replica %s', async (why, happens) => {
    const receipt = await fenceWrites.start(context(), input());
    happens();
    const failure = await failureFrom(undo.start(context(), input(), receipt));
    expect(failure).toMatchObject({ code: 'FENCE_STAYS', class: 'safety' });
    expect(failure.message).toContain(why);
    expect(await isOpen()).toBe(false);
  });

  test('opens what was promoted all the same, where the fence has come with the data, and no other fence', async () => {
    const receipt = await fenceWrites.start(context(), input());
    const { host: Address, port: Port } = bench.access;
    bench.replicaIs(promoted({ Endpoint: { Address, Port } }));
    const refused = { code: 'FENCE_STAYS', class: 'safety' };
    // A fence that the promoted one got later is of its own.
    const earlier = { ...receipt, since: '2026-01-01T00:00:00.000Z' } as typeof receipt;
    expect(await failureFrom(undo.start(context(), input(), earlier))).toMatchObject(refused);
    expect(await isOpen()).toBe(false);
    expect(await failureFrom(undo.start(context(), input(), receipt))).toMatchObject(refused);
    expect(await isOpen()).toBe(true);
  });

  test('waits while the replica may be being promoted, or RDS does not answer', async () => {
    await fenceWrites.start(context(), input());
    bench.replicaIs(replica({ DBInstanceStatus: 'modifying' }));
    expect(await failureFrom(undo.start(context(), input()))).toMatchObject({
      code: 'REPLICA_BUSY',
      retryable: true,
    });
    bench.aws
      .in(REGION_B)
      .rds.on(DescribeDBInstancesCommand)
      .rejects(rdsError('InternalFailure', 500));
    await expect(undo.start(context(), input())).rejects.toThrow();
    expect(await isOpen()).toBe(false);
  });

  test('leaves a fence that somebody else has set', async () => {
    const team = await open();
    await team.execute('alter database shop set default_transaction_read_only to on');
    const receipt = await fenceWrites.start(context(), input());
    doneFrom(await fenceWrites.poll(context(), input(), receipt));
    bench.replicaIs(promoted());
    await undo.start(context(), input(), receipt);
    expect(await isOpen()).toBe(false);
    expect(doneFrom(await undo.poll(context(), input(), receipt)).output.observed).toContain(
      'not set by this run',
    );
  });

  describe('in a server that is gone', () => {
    const gone = () => ({ ...input(), access: nobody() });
    const receipt = { fenced: 'yes', since: '2026-11-24T01:00:00.000Z', sessionsEnded: 0 } as const;
    /** Time does not have to pass for a server that will not come. */
    const hurried = () => ({ ...context(), clock: scaledClock(20) });
    const primaryIs = (instances: readonly object[]) =>
      bench.aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [...instances] });

    test('is nothing where it was never set', async () => {
      const never = { fenced: 'unreachable', reason: 'dead' } as const;
      await undo.start(context(), gone(), never);
      expect(doneFrom(await undo.poll(context(), gone(), never)).output.observed).toBe('never set');
    });

    test('is proven by the absence of the instance', async () => {
      bench.aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
      await undo.start(context(), gone(), receipt);
      expect(doneFrom(await undo.poll(hurried(), gone(), receipt)).output).toEqual({
        call: 'rds:DescribeDBInstances',
        observed: 'DBInstanceNotFound',
      });
    }, 60_000);

    test('is looked for by its resource id, for its name may be another’s by now', async () => {
      const primary = { ...input().primary, resourceId: 'db-PRIMARY' };
      primaryIs([{ DBInstanceIdentifier: 'orders-prod', DbiResourceId: 'db-OTHER' }]);
      const { output } = doneFrom(await undo.poll(hurried(), { ...gone(), primary }, receipt));
      expect(output.observed).toBe('DBInstanceNotFound');
    }, 60_000);

    test('is reported with what a person has to do', async () => {
      primaryIs([{ DBInstanceIdentifier: 'orders-prod' }]);
      const failure = await failureFrom(undo.poll(hurried(), gone(), receipt));
      expect(failure).toMatchObject({ code: 'FENCE_NOT_LIFTED', retryable: false });
      expect(failure.message).toContain('alter database "shop" reset');
    }, 60_000);

    test('stays where the replica was promoted', async () => {
      bench.aws.rds.on(DescribeDBInstancesCommand).rejects(rdsError('InternalFailure', 500));
      bench.replicaIs(promoted());
      expect(await failureFrom(undo.poll(hurried(), gone(), receipt))).toMatchObject({
        code: 'FENCE_STAYS',
        class: 'safety',
      });
    }, 60_000);
  });
});
