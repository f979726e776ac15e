import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SqlDriver } from '../../../src/activities/sql/driver.ts';
import { type Baseline, takeBaseline } from '../../../src/activities/sql/take-baseline.ts';
import { verify } from '../../../src/activities/sql/verify.ts';
import type { PlannedCall } from '../../../src/core/activity.ts';
import type { DataCheck } from '../../../src/core/check.ts';
import { doneFrom, RUN } from '../../support/activity-context.ts';
import {
  startPostgres,
  type TestPostgres,
  wrappedDriver,
} from '../../support/activity-postgres.ts';
import { fillShop, IMPACT, noBaseline, shopContext } from '../../support/activity-shop.ts';

const names = { run: RUN, region: 'ap-northeast-1' };
const checks: readonly DataCheck[] = [
  { kind: 'write-probe', id: 'write' },
  { kind: 'row-count', id: 'orders', table: 'orders', asOf: 'placed_at', expect: 'source' },
  {
    kind: 'checksum',
    id: 'totals',
    table: 'public.orders',
    columns: ['id', 'total'],
    asOf: 'placed_at',
    expect: 'source',
  },
  { kind: 'row-count', id: 'lines', table: 'lines', expect: { min: 1 } },
  { kind: 'no-orphans', id: 'o', table: 'lines', column: 'order_id', references: 'orders.id' },
  { kind: 'sql', id: 'sum', sql: 'select sum(qty)\n  from lines', expect: { min: 1 } },
  { kind: 'newest', id: 'heartbeat', table: 'heartbeat', column: 'at', everyMs: 1000 },
];

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
  await fillShop(postgres);
});

afterAll(() => postgres?.stop());

/** Whatever reads or writes, without what only opens and closes transactions. */
function listeningDriver(): { readonly sql: SqlDriver; readonly sent: unknown[] } {
  const sent: unknown[] = [];
  const sql = wrappedDriver((session) => ({
    ...session,
    query: (text, values) => {
      sent.push([text, [...(values ?? [])]]);
      return session.query(text, values);
    },
    execute: (script) => {
      if (!/^(begin|commit)/.test(script)) sent.push([script, []]);
      return session.execute(script);
    },
  }));
  return { sql, sent };
}

const asSent = (calls: readonly PlannedCall[]) =>
  calls.map(({ parameters }) => [parameters['statement'], parameters['values'] ?? []]);

test('the plan of the baseline lists what is sent to the source, and nothing else is', async () => {
  const { sql, sent } = listeningDriver();
  const asOf = '2026-11-24T00:01:00.000Z';
  const input = { access: postgres.access, checks, settleMs: 0, asOf };
  const { calls, output } = takeBaseline.plan(input, names);
  doneFrom(await takeBaseline.poll(shopContext(sql), input));
  expect(asSent(calls)).toEqual(sent);
  expect(calls.map(({ parameters }) => parameters['check'])).toEqual([
    undefined,
    'orders',
    'totals',
  ]);
  expect(calls.every(({ mutating }) => !mutating)).toBe(true);
  expect(output).toMatchObject({ asOf });
});

test('the plan of the baseline is empty where no check compares with the source', () => {
  const input = { access: postgres.access, checks: checks.slice(3), settleMs: 0 };
  expect(takeBaseline.plan(input, names).calls).toEqual([]);
});

test.each<[string, Baseline]>([
  [
    'with a baseline',
    { takenAt: IMPACT, asOf: '2026-11-24T00:01:00.000Z', values: { orders: 60 } },
  ],
  ['without one', noBaseline.baseline],
])('the plan of the verification lists what is sent, %s', async (_case, baseline) => {
  const { sql, sent } = listeningDriver();
  const all = checks.filter(({ id }) => id !== 'totals');
  const input = { access: postgres.access, checks: all, baseline, impactAt: IMPACT };
  const { calls } = verify.plan(input, names);
  await verify.poll(shopContext(sql), input);
  expect(asSent(calls)).toEqual(sent);
});

test('only the write probe is announced as a change', () => {
  const input = { access: postgres.access, checks, ...noBaseline };
  const { calls } = verify.plan(input, names);
  const changes = calls.filter(({ mutating }) => mutating);
  expect(changes.map(({ parameters }) => parameters['check'])).toEqual(['write', 'write', 'write']);
  expect(changes.map(({ parameters }) => String(parameters['statement']).slice(0, 12))).toEqual([
    'create table',
    'insert into ',
    'drop table i',
  ]);
});
