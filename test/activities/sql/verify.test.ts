import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Comparison } from '../../../src/activities/sql/data-check.ts';
import type { SqlDriver, SqlSession } from '../../../src/activities/sql/driver.ts';
import { postgresDriver } from '../../../src/activities/sql/postgres-driver.ts';
import { takeBaseline } from '../../../src/activities/sql/take-baseline.ts';
import { unprovenChecks } from '../../../src/activities/sql/unproven-checks.ts';
import { verify } from '../../../src/activities/sql/verify.ts';
import type { CheckResult, DataCheck } from '../../../src/core/check.ts';
import { activityContext, doneFrom, failureFrom, RUN } from '../../support/activity-context.ts';
import { PASSWORD, startPostgres, type TestPostgres } from '../../support/activity-postgres.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const IMPACT = '2026-11-24T01:00:00.000Z';
const none: Comparison = { baseline: { unavailable: 'the test took none' }, impactAt: IMPACT };

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

beforeEach(() =>
  postgres.with((session) =>
    session.execute(`
      drop table if exists lines, orders, heartbeat, kunren_probe;
      create table orders (id int primary key, total numeric(10,2), placed_at timestamptz);
      create table lines (id int primary key, order_id int, qty int);
      create table heartbeat (at timestamptz);
      insert into orders select i, i * 1.5, timestamptz '2026-11-24 00:00:00+00' + i * interval '1 s'
        from generate_series(1, 100) i;
      insert into lines select i, (i % 100) + 1, i from generate_series(1, 300) i;
      insert into heartbeat select timestamptz '2026-11-24 00:59:50+00' + i * interval '1 s'
        from generate_series(0, 9) i`),
  ),
);

function context(sql: SqlDriver = postgresDriver, clock = new FakeClock(IMPACT)) {
  const made = activityContext({ services: { sql }, clock });
  made.secrets.put('shop-password', PASSWORD);
  return made;
}

async function check(checks: readonly DataCheck[], comparison = none, made = context()) {
  const input = { access: postgres.access, checks, ...comparison };
  return doneFrom(await verify.poll(made, input));
}

async function checkOne(one: DataCheck, comparison = none): Promise<CheckResult> {
  const [result] = (await check([one], comparison)).checks ?? [];
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
      baseline: doneFrom(await takeBaseline.poll(context(), input)).output,
      impactAt: IMPACT,
    };
  }

  test('passes on the same data, and is not disturbed by rows written since', async () => {
    const comparison = await baselineAt('2026-11-24T00:01:00.000Z');
    await postgres.with((session) =>
      session.execute(`insert into orders values (999, 1, '2026-11-24 00:05:00+00')`),
    );
    const { output, checks: results } = await check(checks, comparison);
    expect(output.outcome).toBe('passed');
    expect(results).toMatchObject([
      { expected: '60 (the source as of 2026-11-24T00:01:00.000Z)', observed: '60', rows: 60 },
      { outcome: 'passed', rows: 60 },
    ]);
  });

  test('fails when a row is gone or a value has changed', async () => {
    const comparison = await baselineAt('2026-11-24T00:01:00.000Z');
    await postgres.with((session) => session.execute('update orders set total = 0 where id = 7'));
    expect((await check(checks, comparison)).checks).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'failed', reason: 'it differs from the source' },
    ]);
    await postgres.with((session) => session.execute('delete from orders where id = 7'));
    expect((await check(checks, comparison)).output.outcome).toBe('failed');
  });

  test('proves nothing when the recovery point is older than the baseline', async () => {
    const comparison = await baselineAt('2026-11-24T00:01:00.000Z');
    await postgres.with((session) => session.execute('delete from orders where id > 50'));
    const older = { ...comparison, recoveryPoint: '2026-11-24T00:00:50.000Z' };
    const { output, checks: results } = await check(checks, older);
    expect(output.outcome).toBe('unproven');
    expect(results?.[0]?.reason).toContain('older than the baseline');
  });

  test('never passes without a baseline, without its value, or without a column to cut by', async () => {
    const reasonsOf = async (some: readonly DataCheck[], comparison: Comparison) =>
      ((await check(some, comparison)).checks ?? []).map(({ outcome, reason }) => [
        outcome,
        reason,
      ]);
    expect(await reasonsOf(checks, none)).toEqual([
      ['unproven', 'there is no baseline: the test took none'],
      ['unproven', 'there is no baseline: the test took none'],
    ]);
    const baseline = { takenAt: IMPACT, asOf: IMPACT, values: {} };
    expect((await reasonsOf(checks, { ...none, baseline }))[0]).toEqual([
      'unproven',
      'the baseline has no value for it',
    ]);
    const uncut: DataCheck = { ...rowCount, expect: 'source' };
    expect((await reasonsOf([uncut], { ...none, baseline }))[0]?.[0]).toBe('unproven');
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
    await postgres.with((session) =>
      session.execute(
        'update lines set order_id = null where id = 1; delete from orders where id = 5',
      ),
    );
    expect(await checkOne(orphans)).toMatchObject({
      outcome: 'failed',
      observed: '3 orphans in 299 rows',
    });
  });

  test('nothing to look at proves nothing', async () => {
    await postgres.with((session) => session.execute('truncate lines'));
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
    expect(checks?.[0]?.newest).toEqual({ instant: '2026-11-24T00:59:59.000Z', errorMs: 1000 });
  });

  test('is never one from after the impact', async () => {
    await postgres.with((session) =>
      session.execute(`insert into heartbeat values ('2026-11-24 01:00:30+00')`),
    );
    expect((await check([newest])).output.newest).toBe('2026-11-24T00:59:59.000Z');
  });

  test('that is not there leaves the RPO unproven', async () => {
    await postgres.with((session) => session.execute('truncate heartbeat'));
    const { output } = await check([newest]);
    expect(output).toEqual({ outcome: 'unproven' });
  });

  test('of several tables is the oldest, so that no loss is hidden', async () => {
    const orders: DataCheck = { ...newest, id: 'orders', table: 'orders', column: 'placed_at' };
    expect((await check([newest, orders])).output.newest).toBe('2026-11-24T00:01:40.000Z');
  });
});

describe('the write probe', () => {
  const probe: DataCheck = { kind: 'write-probe', id: 'write' };

  test('is made last, wherever it is declared, and read back over a new connection', async () => {
    const statements: string[] = [];
    let connections = 0;
    const sql: SqlDriver = {
      connect: async (...given) => {
        const number = ++connections;
        const session = await postgresDriver.connect(...given);
        return recording(session, (text) => statements.push(`${number}: ${text}`));
      },
    };
    const { output, checks } = await check(
      [probe, { ...rowCount, expect: { min: 1 } }],
      none,
      context(sql),
    );
    expect(checks?.map(({ id }) => id)).toEqual(['orders', 'write']);
    expect(output).toEqual({ outcome: 'passed', verifiedAt: IMPACT });
    const written = statements.findIndex((text) => text.includes('insert into kunren_probe'));
    const counted = statements.findIndex((text) => text.includes('count(*)'));
    const read = statements.findIndex((text) => text.includes('select written_at'));
    expect(counted).toBeLessThan(written);
    expect(written).toBeLessThan(read);
    expect(statements[written]).toMatch(/^1: /);
    expect(statements[read]).toMatch(/^2: /);
  });

  test('can be repeated by the same run', async () => {
    await check([probe]);
    expect((await check([probe])).output.outcome).toBe('passed');
    const rows = await postgres.with((session) => session.query('select run from kunren_probe'));
    expect(rows.rows).toEqual([[RUN]]);
  });

  test('fails on a database that takes no writes, and then nothing is verified', async () => {
    const sql: SqlDriver = {
      connect: async (...given) => {
        const session = await postgresDriver.connect(...given);
        await session.execute('set default_transaction_read_only to on');
        return session;
      },
    };
    const { output, checks } = await check([probe], none, context(sql));
    expect(output).toEqual({ outcome: 'failed' });
    expect(checks?.[0]).toMatchObject({ outcome: 'failed', reason: 'SQL_READ_ONLY' });
  });

  test('that was not declared leaves the service unverified', async () => {
    const { output } = await check([{ ...rowCount, expect: { min: 1 } }]);
    expect(output).toEqual({ outcome: 'passed' });
  });
});

function recording(session: SqlSession, record: (text: string) => void): SqlSession {
  return {
    query: (text, values) => {
      record(text);
      return session.query(text, values);
    },
    execute: (script) => {
      record(script);
      return session.execute(script);
    },
    close: () => session.close(),
  };
}

describe('together', () => {
  const failing: DataCheck = { ...rowCount, id: 'wrong', expect: { equals: 1 } };
  const broken: DataCheck = { kind: 'sql', id: 'broken', sql: 'selec', expect: { min: 1 } };
  const sound: DataCheck = { ...rowCount, id: 'sound', expect: { min: 1 } };

  test('no check keeps another from being carried out', async () => {
    const { output, checks } = await check([failing, broken, sound]);
    expect(checks?.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['wrong', 'failed'],
      ['broken', 'unproven'],
      ['sound', 'passed'],
    ]);
    expect(output.outcome).toBe('failed');
  });

  test('one unproven check is enough not to pass, and no check at all proves nothing', async () => {
    expect((await check([broken, sound])).output.outcome).toBe('unproven');
    expect((await check([])).output.outcome).toBe('unproven');
  });

  test('when the time is used up, the rest is unproven but the write is still probed', async () => {
    const clock = new FakeClock(IMPACT);
    const sql: SqlDriver = {
      connect: async (...given) => {
        const session = await postgresDriver.connect(...given);
        return recording(session, (text) => {
          if (text.includes('count(*)')) clock.pass(600_000);
        });
      },
    };
    const { checks } = await check(
      [sound, failing, { kind: 'write-probe', id: 'write' }],
      none,
      context(sql, clock),
    );
    expect(checks?.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['sound', 'passed'],
      ['wrong', 'unproven'],
      ['write', 'passed'],
    ]);
    expect(checks?.[0]?.durationMs).toBe(600_000);
  });

  test('a login that is refused for good leaves every check unproven', async () => {
    const made = context();
    made.secrets.put('shop-password', 'wrong');
    const { output, checks } = await check([sound, failing], none, made);
    expect(output).toEqual({ outcome: 'unproven' });
    expect(checks?.map(({ outcome }) => outcome)).toEqual(['unproven', 'unproven']);
    expect(checks?.[0]?.reason).toContain('SQL_AUTH_REFUSED');
  });

  test('a missing password leaves every check unproven', async () => {
    const { checks } = await check([sound], none, activityContext());
    expect(checks?.[0]).toMatchObject({ outcome: 'unproven' });
    expect(checks?.[0]?.reason).toContain('SECRET_MISSING');
  });

  test('a database that cannot be reached, or is lost midway, is tried again by the engine', async () => {
    const input = { ...none, checks: [sound, failing] };
    const unreachable = { ...input, access: { ...postgres.access, port: 1 } };
    expect(await failureFrom(verify.poll(context(), unreachable))).toMatchObject({
      code: 'SQL_UNREACHABLE',
      retryable: true,
    });
    const lost: DataCheck = {
      kind: 'sql',
      id: 'lost',
      sql: 'select pg_terminate_backend(pg_backend_pid())',
      expect: { equals: 1 },
    };
    const midway = { ...none, access: postgres.access, checks: [sound, lost, failing] };
    expect(await failureFrom(verify.poll(context(), midway))).toMatchObject({
      code: 'SQL_CONNECTION_LOST',
      retryable: true,
    });
  });
});

test('checks that were never carried out are listed as unproven, each with the reason', () => {
  const checks: readonly DataCheck[] = [
    { ...rowCount, expect: 'source' },
    { ...checksum, expect: 'source' },
    { kind: 'no-orphans', id: 'o', table: 'lines', column: 'order_id', references: 'orders.id' },
    { kind: 'sql', id: 's', sql: 'select\n  1', expect: { equals: 1 } },
    { kind: 'newest', id: 'n', table: 'heartbeat', column: 'at', everyMs: 1000 },
    { kind: 'write-probe', id: 'w' },
  ];
  const results = unprovenChecks(checks, 'nobody answered', new FakeClock(IMPACT));
  expect(results.map(({ id, title }) => [id, title])).toEqual([
    ['orders', 'orders: number of rows, against the source'],
    [
      'totals',
      'public.orders: checksum over id, total, up to the baseline by placed_at, against the source',
    ],
    ['o', 'lines.order_id: every value exists as orders.id'],
    ['s', 'select 1'],
    ['n', 'heartbeat.at: newest row up to the impact'],
    ['w', 'A row is written, and read back over a new connection'],
  ]);
  for (const result of results) {
    expect(result).toMatchObject({
      outcome: 'unproven',
      reason: 'nobody answered',
      startedAt: IMPACT,
    });
  }
});
