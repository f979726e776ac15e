import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { awaitLoss } from '../../../src/activities/sql/await-loss.ts';
import type { SqlDriver } from '../../../src/activities/sql/driver.ts';
import { injectLoss } from '../../../src/activities/sql/inject-loss.ts';
import { takeBaseline } from '../../../src/activities/sql/take-baseline.ts';
import type { DataCheck } from '../../../src/core/check.ts';
import { activityContext, doneFrom, failureFrom, RUN } from '../../support/activity-context.ts';
import {
  PASSWORD,
  startPostgres,
  type TestPostgres,
  wrappedDriver,
} from '../../support/activity-postgres.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

beforeEach(() =>
  postgres.session.execute(`
      drop table if exists orders, kunren_impact;
      create table orders (id int primary key, placed_at timestamptz default clock_timestamp());
      insert into orders select i, clock_timestamp() - interval '1 h' from generate_series(1, 10) i`),
);

function context(overrides: Parameters<typeof activityContext>[0] = {}) {
  const made = activityContext(overrides);
  made.secrets.put('shop-password', PASSWORD);
  return made;
}

const one = async (text: string) => (await postgres.session.query(text)).rows[0]?.[0];
const injection = () => ({
  access: postgres.access,
  statement: 'delete from orders where id > 4; delete from orders where id = 1',
});

describe('injecting a loss', () => {
  test('does the damage, and takes the server’s time just before it', async () => {
    const before = await one(`select to_json(clock_timestamp())#>>'{}'`);
    const receipt = await injectLoss.start(context(), injection());
    const done = doneFrom(await injectLoss.poll(context(), injection(), receipt));
    expect(done.output.rows).toBe(7);
    expect(Date.parse(done.output.impactAt)).toBeGreaterThanOrEqual(
      Math.floor(Date.parse(String(before))),
    );
    expect(await one('select count(*) from orders')).toBe('3');
  });

  test('happens once, however often it is started', async () => {
    const first = await injectLoss.start(context(), injection());
    await postgres.session.execute('insert into orders values (50)');
    expect(await injectLoss.start(context(), injection())).toEqual(first);
    expect(await one('select count(*) from orders')).toBe('4');
  });

  test('happens once for each run', async () => {
    await injectLoss.start(context(), injection());
    await injectLoss.start(context({ run: 'another-run' }), injection());
    expect(await one('select count(*) from kunren_impact')).toBe('2');
  });

  test('is found again by its marker, or known not to have happened', async () => {
    expect(await injectLoss.adopt(context(), injection())).toBeUndefined();
    const receipt = await injectLoss.start(context(), injection());
    expect(await injectLoss.adopt(context(), injection())).toEqual(receipt);
    expect(await injectLoss.adopt(context({ run: 'another-run' }), injection())).toBeUndefined();
  });

  test('that dies before the commit has not happened', async () => {
    const sql = wrappedDriver((session) => ({
      ...session,
      execute: async (script) => {
        if (script !== 'commit') return session.execute(script);
        await session.close();
        throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      },
    }));
    const failure = await failureFrom(
      injectLoss.start(context({ services: { sql } }), injection()),
    );
    expect(failure).toMatchObject({ retryable: true, ambiguous: true });
    expect(await one('select count(*) from orders')).toBe('10');
    expect(await injectLoss.adopt(context(), injection())).toBeUndefined();
  });

  test('with a statement that fails leaves no damage and no marker', async () => {
    const statement = 'delete from orders; delete from nowhere';
    await failureFrom(injectLoss.start(context(), { ...injection(), statement }));
    expect(await one('select count(*) from orders')).toBe('10');
    expect(await injectLoss.adopt(context(), injection())).toBeUndefined();
  });

  test.each([
    ['in an AWS account', { environment: 'aws' as const }, '127.0.0.1'],
    ['on another machine', {}, 'shop-production.example'],
  ])('is refused %s, and nothing is even connected to', async (_case, overrides, host) => {
    const sql: SqlDriver = { connect: () => Promise.reject(new Error('It must not connect.')) };
    const made = context({ ...overrides, services: { sql } });
    const access = { ...postgres.access, host };
    const refused = { code: 'INJECTION_REFUSED', class: 'safety', retryable: false };
    expect(await failureFrom(injectLoss.start(made, { ...injection(), access }))).toMatchObject(
      refused,
    );
    expect(await failureFrom(injectLoss.adopt(made, { ...injection(), access }))).toMatchObject(
      refused,
    );
  });
});

describe('noticing a loss', () => {
  const look = (query: string) => awaitLoss.poll(context(), { access: postgres.access, query });
  const missing = 'select 10 - count(*) from orders';

  test('waits until the number is not zero', async () => {
    expect((await look(missing)).status).toBe('pending');
    await postgres.session.execute('delete from orders where id = 3');
    expect(doneFrom(await look(missing)).output).toEqual({
      detectedAt: '2026-11-24T01:00:00.000Z',
    });
  });

  test('needs a number, and may not write', async () => {
    expect((await failureFrom(look(`select 'lost'`))).code).toBe('SQL_NOT_A_NUMBER');
    expect((await failureFrom(look('delete from orders returning 1'))).code).toBe('SQL_READ_ONLY');
  });
});

describe('the baseline', () => {
  const orders: DataCheck = {
    kind: 'row-count',
    id: 'orders',
    table: 'orders',
    asOf: 'placed_at',
    expect: 'source',
  };
  const ids: DataCheck = {
    kind: 'checksum',
    id: 'ids',
    table: 'orders',
    columns: ['id'],
    asOf: 'placed_at',
    expect: 'source',
  };
  const bounded: DataCheck = {
    kind: 'row-count',
    id: 'bounded',
    table: 'orders',
    expect: { min: 1 },
  };
  const take = (checks: readonly DataCheck[], more: object = {}, made = context()) =>
    takeBaseline.poll(made, { access: postgres.access, checks, settleMs: 60_000, ...more });

  test('holds what the checks against the source need, and no more', async () => {
    const { output } = doneFrom(await take([orders, ids, bounded]));
    expect(output).toMatchObject({
      values: { orders: 10, ids: expect.stringMatching(/^10:-?\d+$/) },
    });
    expect(output).not.toHaveProperty('values.bounded');
  });

  test('lies a while back, so that open transactions have settled', async () => {
    await postgres.session.execute('insert into orders values (11)');
    const { output } = doneFrom(await take([orders]));
    if ('unavailable' in output) throw new Error('There must be a baseline.');
    expect(Date.parse(output.takenAt) - Date.parse(output.asOf)).toBe(60_000);
    expect(output.values).toEqual({ orders: 10 });
  });

  test('can be taken as of the recovery point', async () => {
    const asOf = '2020-01-01T00:00:00.000Z';
    expect(doneFrom(await take([orders], { asOf })).output).toMatchObject({
      asOf,
      values: { orders: 0 },
    });
  });

  test('reads all its values from one snapshot of the source', async () => {
    let reads = 0;
    const sql = wrappedDriver((session) => ({
      ...session,
      query: async (text, values) => {
        if (text.includes('count(*)') && ++reads === 2) {
          await postgres.session.execute('delete from orders');
        }
        return session.query(text, values);
      },
    }));
    const { output } = doneFrom(await take([orders, ids], {}, context({ services: { sql } })));
    expect(reads).toBe(2);
    expect(output).toMatchObject({ values: { orders: 10, ids: expect.stringMatching(/^10:/) } });
  });

  test('is said to be missing without a password, or without a check that needs it', async () => {
    expect(doneFrom(await take([orders], {}, activityContext())).output).toHaveProperty(
      'unavailable',
    );
    expect(doneFrom(await take([bounded])).output).toHaveProperty('unavailable');
  });

  test('is tried again when the source does not answer, and stops on a table that is not there', async () => {
    const access = { ...postgres.access, port: 1 };
    expect(await failureFrom(take([orders], { access }))).toMatchObject({ retryable: true });
    expect(await failureFrom(take([{ ...orders, table: 'nowhere' }]))).toMatchObject({
      code: 'SQL_TABLE_NOT_FOUND',
      class: 'input',
      retryable: false,
    });
  });

  test('marks of another run do not belong to this one', async () => {
    await injectLoss.start(context({ run: 'another-run' }), injection());
    expect(await injectLoss.adopt(context({ run: RUN }), injection())).toBeUndefined();
  });
});
