import { describe, expect, test } from 'vitest';
import type { SqlDriver } from '../../../src/activities/sql/driver.ts';
import { fenceWrites } from '../../../src/activities/sql/fence-writes.ts';
import { doneFrom, failureFrom, pendingFrom } from '../../support/activity-context.ts';
import { wrappedDriver } from '../../support/activity-postgres.ts';
import { REGION_A, REGION_B } from '../../support/activity-rds.ts';
import { fenceBench, WRITE } from '../../support/fence-bench.ts';

const bench = fenceBench();
const open = () => bench.open();
const context = (sql?: SqlDriver) => bench.context(sql);
const input = () => bench.input();
const nobody = () => bench.nobody();
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

  test('and has taken writes beside what was promoted, when it is there after all', async () => {
    const promoted = { region: REGION_B, id: 'orders-prod-replica' };
    const wanted = { ...input(), promoted, mayBeUnreachable: true };
    const receipt = await fenceWrites.start(context(), wanted);
    const { facts, output } = doneFrom(await fenceWrites.poll(context(), wanted, receipt));
    expect(facts?.[0]).toEqual({
      label: 'SPLIT BRAIN',
      value: `${wanted.primary.id} in ${wanted.primary.region} AND orders-prod-replica in ${REGION_B} took writes, until the former was stopped at ${output.since}`,
    });
  });

  test('or whose address is not known is none of the sandbox’s machine', async () => {
    const nowhere = { ...bench.access, host: '', port: 0 };
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

test('the plan shows the statements, and no password', () => {
  const { calls } = fenceWrites.plan(input(), { run: 'r', region: REGION_A });
  expect(calls[0]).toMatchObject({
    operation: 'Query',
    mutating: true,
    parameters: { statement: 'alter database "shop" set default_transaction_read_only to on' },
  });
});
