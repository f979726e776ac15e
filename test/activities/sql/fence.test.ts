import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SqlDriver, SqlSession } from '../../../src/activities/sql/driver.ts';
import { type FenceWritesInput, fenceWrites } from '../../../src/activities/sql/fence-writes.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { doneFrom, failureFrom, pendingFrom } from '../../support/activity-context.ts';
import {
  connect,
  startPostgres,
  type TestPostgres,
  wrappedDriver,
} from '../../support/activity-postgres.ts';
import {
  notFound,
  promoted,
  REGION_A,
  REGION_B,
  rdsError,
  replica,
} from '../../support/activity-rds.ts';
import { fillShop, timedContext } from '../../support/activity-shop.ts';
import { scaledClock } from '../../support/scaled-clock.ts';

let postgres: TestPostgres;
/** Sessions of the test itself, ended with it. */
let sessions: SqlSession[];
let aws: ReturnType<typeof scriptedAws>;

beforeAll(async () => {
  postgres = await startPostgres();
  await fillShop(postgres);
}, 60_000);

afterAll(() => postgres?.stop());

beforeEach(() => {
  sessions = [];
  aws = scriptedAws();
  aws
    .in(REGION_B)
    .rds.on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [replica()] });
});

afterEach(async () => {
  const mender = await open();
  await mender.execute(`
    begin read write;
    alter database shop reset default_transaction_read_only;
    alter role shop reset default_transaction_read_only;
    drop table if exists kunren_fence;
    commit`);
  for (const session of sessions) await session.close();
});

async function open(): Promise<SqlSession> {
  const session = await connect(postgres.access);
  sessions.push(session);
  return session;
}

const context = (sql?: SqlDriver) =>
  timedContext({ services: { aws: aws.aws, ...(sql && { sql }) } });

const input = (): FenceWritesInput => ({
  primary: { region: REGION_A, id: 'orders-prod' },
  replica: { region: REGION_B, id: 'orders-prod-replica', resourceId: 'db-REPLICA' },
  access: postgres.access,
});
/** Where nobody listens. */
const nobody = () => ({ ...postgres.access, port: 1 });
const WRITE = 'insert into heartbeat values (now())';
const stateOf = (error: unknown) => (error as { code?: string }).code;

describe('fencing', () => {
  test('ends sessions that could still write, and holds new ones', async () => {
    const shop = await open();
    await shop.execute(WRITE);
    const idle = await open();
    await idle.execute('begin; delete from orders');

    const receipt = await fenceWrites.start(context(), input());
    expect(receipt).toMatchObject({ fenced: 'yes' });
    await expect(shop.execute(WRITE)).rejects.toThrow();
    await expect(idle.execute('commit')).rejects.toThrow();
    const fresh = await open();
    expect(await fresh.execute(WRITE).catch(stateOf)).toBe('25006');
    expect((await fresh.query('select count(*) from orders')).rows).toEqual([['100']]);

    const done = doneFrom(await fenceWrites.poll(context(), input(), receipt));
    expect(done.output).toMatchObject({ fenced: 'yes' });
    expect(done.output.sessionsEnded).toBeGreaterThanOrEqual(2);
    expect(JSON.parse(JSON.stringify(receipt))).toEqual(receipt);
  });

  test('leaves no table but its mark, and needs no other', async () => {
    const before = await open();
    const tables = `select count(*) from pg_tables where tablename like 'kunren%'`;
    expect((await before.query(tables)).rows).toEqual([['0']]);
    const receipt = await fenceWrites.start(context(), input());
    doneFrom(await fenceWrites.poll(context(), input(), receipt));
    expect((await (await open()).query(tables)).rows).toEqual([['1']]);
  });

  test('may be set again, and by a session that is fenced itself', async () => {
    await fenceWrites.start(context(), input());
    expect(await fenceWrites.adopt(context(), input())).toBeUndefined();
    const again = await fenceWrites.start(context(), input());
    doneFrom(await fenceWrites.poll(context(), input(), again));
    const marks = await (await open()).query('select count(*) from kunren_fence');
    expect(marks.rows).toEqual([['1']]);
  });

  test('is not called done while an old session lives', async () => {
    await fenceWrites.start(context(), input());
    await open();
    const late = { fenced: 'yes', since: '2099-01-01T00:00:00.000Z', sessionsEnded: 0 } as const;
    expect(pendingFrom(await fenceWrites.poll(context(), input(), late))).toContain('sessions');
  });

  test('that a role is exempt from does not hold', async () => {
    const receipt = await fenceWrites.start(context(), input());
    const setter = await open();
    await setter.execute(
      'begin read write; alter role shop set default_transaction_read_only to off; commit',
    );
    expect(await failureFrom(fenceWrites.poll(context(), input(), receipt))).toMatchObject({
      code: 'FENCE_NOT_HELD',
      retryable: false,
    });
  });

  test('that was never set does not pass for one', async () => {
    const receipt = { fenced: 'yes', since: '2000-01-01T00:00:00.000Z', sessionsEnded: 0 } as const;
    const failure = await failureFrom(fenceWrites.poll(context(), input(), receipt));
    expect(failure.code).toBe('FENCE_NOT_HELD');
  });
});

describe('a server that cannot be reached', () => {
  const dead = { unreachableForMs: 0 };

  test('is a failure where it must be fenced', async () => {
    const wanted = { ...input(), ...dead, access: nobody() };
    expect(await failureFrom(fenceWrites.start(context(), wanted))).toMatchObject({
      code: 'SQL_UNREACHABLE',
      retryable: true,
    });
  });

  test('is noted as such where that is allowed', async () => {
    const wanted = { ...input(), ...dead, access: nobody(), mayBeUnreachable: true };
    const receipt = await fenceWrites.start(context(), wanted);
    expect(receipt).toMatchObject({ fenced: 'unreachable' });
    const done = doneFrom(await fenceWrites.poll(context(), wanted, receipt));
    expect(done.output).toEqual({ fenced: 'unreachable', sessionsEnded: 0 });
    expect(done.facts?.[0]?.value).toContain('it may take writes');
  });

  test('or whose address is not known is none of the sandbox’s machine', async () => {
    const nowhere = { ...postgres.access, host: '', port: 0 };
    const wanted = { ...input(), access: nowhere };
    expect(await failureFrom(fenceWrites.start(context(), wanted))).toMatchObject({
      code: 'SQL_ADDRESS_MISSING',
    });
    expect(await fenceWrites.start(context(), { ...wanted, mayBeUnreachable: true })).toMatchObject(
      { fenced: 'unreachable' },
    );
  });

  test('is not one that was out of reach for a moment', async () => {
    let tries = 0;
    const flaky = wrappedDriver((session) => {
      tries += 1;
      if (tries === 1) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      return session;
    });
    const wanted = { ...input(), mayBeUnreachable: true };
    expect(await fenceWrites.start(context(flaky), wanted)).toMatchObject({ fenced: 'yes' });
  });

  test.each([
    ['is starting', '57P03'],
    ['refuses the password', '28P01'],
  ])('is not one that %s', async (_case, code) => {
    const sql: SqlDriver = {
      connect: () => Promise.reject(Object.assign(new Error('no'), { code })),
    };
    const wanted = { ...input(), ...dead, mayBeUnreachable: true };
    const failure = await failureFrom(fenceWrites.start(context(sql), wanted));
    expect(failure.code).not.toBe('SQL_UNREACHABLE');
  });

  test('after the fence was set, is not called fenced', async () => {
    const wanted = { ...input(), ...dead, access: nobody(), mayBeUnreachable: true };
    const receipt = { fenced: 'yes', since: '2026-11-24T01:00:00.000Z', sessionsEnded: 3 } as const;
    const done = doneFrom(await fenceWrites.poll(context(), wanted, receipt));
    expect(done.output.fenced).toBe('unreachable');
    expect(done.facts?.[0]?.value).toContain('set at 2026-11-24');
  });
});

describe('undoing a fence', () => {
  const { undo } = fenceWrites;
  if (!undo) throw new Error('It must be undoable.');
  const isOpen = async () =>
    (await open()).execute(WRITE).then(
      () => true,
      () => false,
    );
  const replicaIs = (instance = replica()) =>
    aws
      .in(REGION_B)
      .rds.on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [instance] });

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
    ['was promoted', () => replicaIs(promoted())],
    [
      'is not there any more',
      () => aws.in(REGION_B).rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [] }),
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
    const { host: Address, port: Port } = postgres.access;
    replicaIs(promoted({ Endpoint: { Address, Port } }));
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
    replicaIs(replica({ DBInstanceStatus: 'modifying' }));
    expect(await failureFrom(undo.start(context(), input()))).toMatchObject({
      code: 'REPLICA_BUSY',
      retryable: true,
    });
    aws.in(REGION_B).rds.on(DescribeDBInstancesCommand).rejects(rdsError('InternalFailure', 500));
    await expect(undo.start(context(), input())).rejects.toThrow();
    expect(await isOpen()).toBe(false);
  });

  test('leaves a fence that somebody else has set', async () => {
    const team = await open();
    await team.execute('alter database shop set default_transaction_read_only to on');
    const receipt = await fenceWrites.start(context(), input());
    doneFrom(await fenceWrites.poll(context(), input(), receipt));
    replicaIs(promoted());
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
      aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [...instances] });

    test('is nothing where it was never set', async () => {
      const never = { fenced: 'unreachable', reason: 'dead' } as const;
      await undo.start(context(), gone(), never);
      expect(doneFrom(await undo.poll(context(), gone(), never)).output.observed).toBe('never set');
    });

    test('is proven by the absence of the instance', async () => {
      aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
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
      aws.rds.on(DescribeDBInstancesCommand).rejects(rdsError('InternalFailure', 500));
      replicaIs(promoted());
      expect(await failureFrom(undo.poll(hurried(), gone(), receipt))).toMatchObject({
        code: 'FENCE_STAYS',
        class: 'safety',
      });
    }, 60_000);
  });
});

test('the plan shows the statements, and no password', () => {
  const { calls } = fenceWrites.plan(input(), { run: 'r', region: REGION_A });
  expect(calls[0]).toMatchObject({
    operation: 'Query',
    mutating: true,
    parameters: { statement: 'alter database "shop" set default_transaction_read_only to on' },
  });
});
