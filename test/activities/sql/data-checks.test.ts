import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Comparison } from '../../../src/activities/sql/data-check.ts';
import { takeBaseline } from '../../../src/activities/sql/take-baseline.ts';
import type { CheckResult, DataCheck } from '../../../src/core/check.ts';
import { doneFrom } from '../../support/activity-context.ts';
import { startPostgres, type TestPostgres } from '../../support/activity-postgres.ts';
import {
  checkShop,
  fillShop,
  IMPACT,
  noBaseline,
  shopContext,
} from '../../support/activity-shop.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

beforeEach(() => fillShop(postgres));

const check = (checks: readonly DataCheck[], comparison = noBaseline) =>
  checkShop(postgres, checks, comparison);

async function checkOne(one: DataCheck, comparison = noBaseline): Promise<CheckResult> {
  const { checks } = await check([one], comparison);
  const [result] = checks;
  if (!result) throw new Error('The check has no result.');
  return result;
}

const rowCount = { kind: 'row-count', id: 'orders', table: 'orders' } as const;
const checksum = {
  kind: 'checksum',
  id: 'totals',
  table: 'public.orders',
  columns: ['id', 'total'],
  asOf: 'placed_at',
} as const;

describe('a row count', () => {
  test('is compared with bounds', async () => {
    expect(await checkOne({ ...rowCount, expect: { min: 1 } })).toMatchObject({
      id: 'orders',
      kind: 'row-count',
      expected: 'at least 1',
      observed: '100',
      outcome: 'passed',
      rows: 100,
    });
    expect(await checkOne({ ...rowCount, expect: { equals: 101 } })).toMatchObject({
      outcome: 'failed',
      reason: 'it is not equal to 101',
    });
  });

  test('of a table that is not there has failed', async () => {
    expect(await checkOne({ ...rowCount, table: 'gone', expect: { min: 0 } })).toMatchObject({
      outcome: 'failed',
      reason: 'SQL_TABLE_NOT_FOUND',
    });
  });

  test('up to the baseline cannot be told without a baseline', async () => {
    const one = { ...rowCount, asOf: 'placed_at', expect: { min: 1 } };
    expect(await checkOne(one)).toMatchObject({ outcome: 'unproven' });
  });
});

describe('a comparison with the source', () => {
  const checks: readonly DataCheck[] = [
    { ...rowCount, asOf: 'placed_at', expect: 'source' },
    { ...checksum, expect: 'source' },
  ];

  async function baselineAt(asOf: string): Promise<Comparison> {
    const input = { access: postgres.access, checks, settleMs: 0, asOf };
    return {
      baseline: doneFrom(await takeBaseline.poll(shopContext(), input)).output,
      impactAt: IMPACT,
    };
  }

  test('passes on the same data, and is not disturbed by rows written since', async () => {
    const comparison = await baselineAt('2026-11-24T00:01:00.000Z');
    await postgres.session.execute(`insert into orders values (999, 1, '2026-11-24 00:05:00+00')`);
    const { output, checks: results } = await check(checks, comparison);
    expect(output.outcome).toBe('passed');
    expect(results).toMatchObject([
      { expected: '60 (the source as of 2026-11-24T00:01:00.000Z)', observed: '60', rows: 60 },
      { outcome: 'passed', rows: 60 },
    ]);
  });

  test('fails when a row is gone or a value has changed', async () => {
    const comparison = await baselineAt('2026-11-24T00:01:00.000Z');
    await postgres.session.execute('update orders set total = 0 where id = 7');
    expect((await check(checks, comparison)).checks).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'failed', reason: 'it differs from the source' },
    ]);
    await postgres.session.execute('delete from orders where id = 7');
    expect((await check(checks, comparison)).output.outcome).toBe('failed');
  });

  test('proves nothing when the recovery point is older than the baseline', async () => {
    const comparison = await baselineAt('2026-11-24T00:01:00.000Z');
    await postgres.session.execute('delete from orders where id > 50');
    const older = { ...comparison, recoveryPoint: '2026-11-24T00:00:50.000Z' };
    const { output, checks: results } = await check(checks, older);
    expect(output.outcome).toBe('unproven');
    expect(results[0]?.reason).toContain('older than the baseline');
  });

  test('never passes without a baseline, without its value, or without a column to cut by', async () => {
    const reasonsOf = async (some: readonly DataCheck[], comparison: Comparison) =>
      (await check(some, comparison)).checks.map(({ outcome, reason }) => [outcome, reason]);
    expect(await reasonsOf(checks, noBaseline)).toEqual([
      ['unproven', 'there is no baseline: the test took none'],
      ['unproven', 'there is no baseline: the test took none'],
    ]);
    const baseline = { takenAt: IMPACT, asOf: IMPACT, values: {} };
    expect((await reasonsOf(checks, { ...noBaseline, baseline }))[0]).toEqual([
      'unproven',
      'the baseline has no value for it',
    ]);
    const uncut: DataCheck = { ...rowCount, expect: 'source' };
    expect((await reasonsOf([uncut], { ...noBaseline, baseline }))[0]?.[0]).toBe('unproven');
  });
});

describe('a checksum known beforehand', () => {
  test('is compared as it stands', async () => {
    const { asOf: _all, ...whole } = checksum;
    const found = await checkOne({ ...whole, expect: { equals: 'x' } });
    expect(found.outcome).toBe('failed');
    expect(await checkOne({ ...whole, expect: { equals: found.observed } })).toMatchObject({
      outcome: 'passed',
      rows: 100,
    });
  });
});

describe('orphans', () => {
  const orphans: DataCheck = {
    kind: 'no-orphans',
    id: 'lines-have-orders',
    table: 'public.lines',
    column: 'order_id',
    references: 'public.orders.id',
  };

  test('none is a pass, with the number of rows looked at', async () => {
    expect(await checkOne(orphans)).toMatchObject({
      outcome: 'passed',
      observed: '0 orphans in 300 rows',
      rows: 300,
    });
  });

  test('one is a failure; a NULL is none', async () => {
    await postgres.session.execute(
      'update lines set order_id = null where id = 1; delete from orders where id = 5',
    );
    expect(await checkOne(orphans)).toMatchObject({
      outcome: 'failed',
      observed: '3 orphans in 299 rows',
    });
  });

  test('nothing to look at proves nothing', async () => {
    await postgres.session.execute('truncate lines');
    expect(await checkOne(orphans)).toMatchObject({ outcome: 'unproven' });
  });
});

describe('SQL of the drill’s own', () => {
  const sql = (text: string, expect: Extract<DataCheck, { kind: 'sql' }>['expect']) =>
    checkOne({ kind: 'sql', id: 'own', sql: text, expect });

  test('is compared as a number or as text', async () => {
    expect(await sql('select sum(qty) from lines', { min: 1, max: 1e6 })).toMatchObject({
      outcome: 'passed',
      expected: 'between 1 and 1000000',
    });
    expect(await sql(`select 'ok'`, { equals: 'ok' })).toMatchObject({ outcome: 'passed' });
    expect(await sql('select 1.0', { equals: 1 })).toMatchObject({ outcome: 'passed' });
    expect(await sql('select 2', { max: 1 })).toMatchObject({ outcome: 'failed' });
  });

  test('that cannot be compared proves nothing', async () => {
    for (const text of [
      'select null',
      'select 1, 2',
      `select 'many'`,
      'selec 1',
      'select id from orders',
    ]) {
      expect(await sql(text, { min: 1 })).toMatchObject({ outcome: 'unproven' });
    }
    expect(await sql('select 1', {})).toMatchObject({ outcome: 'unproven' });
  });

  test('cannot change what it checks', async () => {
    const result = await sql('with d as (delete from orders returning 1) select count(*) from d', {
      min: 0,
    });
    expect(result).toMatchObject({ outcome: 'unproven' });
    expect(result.reason).toContain('SQL_READ_ONLY');
    expect(await checkOne({ ...rowCount, expect: { equals: 100 } })).toMatchObject({
      outcome: 'passed',
    });
  });
});

describe('the newest row', () => {
  const newest: DataCheck = {
    kind: 'newest',
    id: 'heartbeat',
    table: 'heartbeat',
    column: 'at',
    everyMs: 1000,
  };

  test('is the measured RPO, with the heartbeat’s period as its error', async () => {
    const { output, checks } = await check([newest]);
    expect(output.newest).toBe('2026-11-24T00:59:59.000Z');
    expect(checks[0]?.newest).toEqual({ instant: '2026-11-24T00:59:59.000Z', errorMs: 1000 });
  });

  test('is never one from after the impact', async () => {
    await postgres.session.execute(`insert into heartbeat values ('2026-11-24 01:00:30+00')`);
    expect((await check([newest])).output.newest).toBe('2026-11-24T00:59:59.000Z');
  });

  test('that is not there leaves the RPO unproven', async () => {
    await postgres.session.execute('truncate heartbeat');
    const { output } = await check([newest]);
    expect(output).toEqual({ outcome: 'unproven' });
  });

  test('of several tables is the oldest, so that no loss is hidden', async () => {
    const orders: DataCheck = { ...newest, id: 'orders', table: 'orders', column: 'placed_at' };
    expect((await check([newest, orders])).output.newest).toBe('2026-11-24T00:01:40.000Z');
  });
});
