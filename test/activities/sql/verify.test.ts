import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SqlSession } from '../../../src/activities/sql/driver.ts';
import {
  createProbeTable,
  dropProbeTable,
  writeProbe,
} from '../../../src/activities/sql/postgres-dialect.ts';
import { unprovenChecks } from '../../../src/activities/sql/unproven-checks.ts';
import { verify } from '../../../src/activities/sql/verify.ts';
import type { DataCheck } from '../../../src/core/check.ts';
import { activityContext, doneFrom, failureFrom, RUN } from '../../support/activity-context.ts';
import {
  startPostgres,
  type TestPostgres,
  wrappedDriver,
} from '../../support/activity-postgres.ts';
import {
  checkShop,
  fillShop,
  IMPACT,
  noBaseline,
  shopContext,
} from '../../support/activity-shop.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

beforeEach(() => fillShop(postgres));

const check = (checks: readonly DataCheck[], context = shopContext()) =>
  checkShop(postgres, checks, noBaseline, context);

const rowCount = { kind: 'row-count', id: 'orders', table: 'orders' } as const;

describe('the write probe', () => {
  const probe: DataCheck = { kind: 'write-probe', id: 'write' };

  test('is made last, wherever it is declared, and read back over a new connection', async () => {
    const statements: string[] = [];
    const sql = wrappedDriver((session, number) =>
      recording(session, (text) => statements.push(`${number}: ${text}`)),
    );
    const counting: DataCheck = { ...rowCount, expect: { min: 1 } };
    const { output, checks } = await check([probe, counting], shopContext(sql));
    expect(checks.map(({ id }) => id)).toEqual(['orders', 'write']);
    expect(output).toEqual({ outcome: 'passed', verifiedAt: IMPACT });
    const written = statements.findIndex((text) => text.includes('insert into "kunren_probe_'));
    const counted = statements.findIndex((text) => text.includes('count(*)'));
    const read = statements.findIndex((text) => text.includes('select written_at'));
    expect(counted).toBeLessThan(written);
    expect(written).toBeLessThan(read);
    expect(statements[written]).toMatch(/^1: /);
    expect(statements[read]).toMatch(/^2: /);
  });

  const tables = async () => {
    const named = `select relname from pg_class where relkind = 'r' and relname like 'kunren%'`;
    return (await postgres.session.query(named)).rows;
  };

  test('leaves nothing in the database, nor does one that could not read', async () => {
    expect((await check([probe])).output.outcome).toBe('passed');
    expect(await tables()).toEqual([]);
    const refusing = wrappedDriver((session, number) =>
      recording(session, (text) => {
        if (number === 2 && text.includes('select written_at')) throw new Error('no such answer');
      }),
    );
    expect(await failureFrom(check([probe], shopContext(refusing)))).toMatchObject({
      message: expect.stringContaining('no such answer'),
    });
    expect(await tables()).toEqual([]);
  });

  test('takes up the table that an attempt of the same run has left, and no other run’s', async () => {
    const other = 'failover-region-20261124-010000-zzzz';
    await postgres.session.execute(createProbeTable(other));
    await postgres.session.execute(createProbeTable(RUN));
    await postgres.session.query(writeProbe(RUN).text, [RUN]);
    expect((await check([probe])).output.outcome).toBe('passed');
    expect(await tables()).toEqual([[`kunren_probe_${other}`]]);
    await postgres.session.execute(dropProbeTable(other));
  });

  test('fails on a database that takes no writes, and then nothing is verified', async () => {
    const sql = wrappedDriver(async (session) => {
      await session.execute('set default_transaction_read_only to on');
      return session;
    });
    const { output, checks } = await check([probe], shopContext(sql));
    expect(output).toEqual({ outcome: 'failed' });
    expect(checks[0]).toMatchObject({ outcome: 'failed', reason: 'SQL_READ_ONLY' });
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
    expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual([
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
    const sql = wrappedDriver((session) =>
      recording(session, (text) => {
        if (text.includes('count(*)')) clock.pass(3_600_000);
      }),
    );
    const { checks } = await check(
      [sound, failing, { kind: 'write-probe', id: 'write' }],
      shopContext(sql, clock),
    );
    expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['sound', 'passed'],
      ['wrong', 'unproven'],
      ['write', 'passed'],
    ]);
    expect(checks[0]?.durationMs).toBe(3_600_000);
  });

  test('the time that all may take is an input, and one check gets half of it', async () => {
    const limits: string[] = [];
    const clock = new FakeClock(IMPACT);
    const sql = wrappedDriver((session) =>
      recording(session, (text) => {
        const limit = /statement_timeout to (\d+)/.exec(text)?.[1];
        // The size of the database has a short limit of its own.
        if (limit !== undefined && limit !== '5000') limits.push(limit);
        if (text.includes('count(*)')) clock.pass(90 * 60_000);
      }),
    );
    const input = { ...noBaseline, access: postgres.access, checks: [sound, failing] };
    const context = shopContext(sql, clock);
    await verify.poll(context, { ...input, withinMs: 2 * 60 * 60_000 });
    expect(limits).toEqual(['3600000', '1800000']);
    limits.length = 0;
    await verify.poll(context, input);
    expect(limits).toEqual(['1800000']);
    limits.length = 0;
    await verify.poll(context, { ...input, withinMs: 24 * 60 * 60_000 });
    expect(limits[0]).toBe('10800000');
    expect(verify.attemptTimeoutMs).toBeGreaterThan(6 * 60 * 60_000);
  });

  test('why there is no baseline stands in the record, and how large the database is', async () => {
    const input = { access: postgres.access, checks: [sound], impactAt: IMPACT };
    const without = doneFrom(await verify.poll(shopContext(), { ...input, ...noBaseline }));
    const size = {
      label: 'Size of the recovered database',
      value: expect.stringMatching(/^\d{7,} bytes$/),
    };
    expect(without.facts).toEqual([
      { label: 'Baseline', value: 'not taken: the test took none' },
      size,
    ]);
    const baseline = { takenAt: IMPACT, asOf: IMPACT, values: {} };
    const taken = doneFrom(await verify.poll(shopContext(), { ...input, baseline }));
    expect(taken.facts).toEqual([size]);
  });

  test('a login that is refused for good leaves every check unproven', async () => {
    const made = shopContext();
    made.secrets.put('shop-password', 'wrong');
    const { output, checks } = await check([sound, failing], made);
    expect(output).toEqual({ outcome: 'unproven' });
    expect(checks.map(({ outcome }) => outcome)).toEqual(['unproven', 'unproven']);
    expect(checks[0]?.reason).toContain('SQL_AUTH_REFUSED');
  });

  test('a missing password leaves every check unproven', async () => {
    const { checks } = await check([sound], activityContext());
    expect(checks[0]).toMatchObject({ outcome: 'unproven' });
    expect(checks[0]?.reason).toContain('SECRET_MISSING');
  });

  test('a database that cannot be reached, or is lost midway, is tried again by the engine', async () => {
    const input = { ...noBaseline, checks: [sound, failing] };
    const unreachable = { ...input, access: { ...postgres.access, port: 1 } };
    expect(await failureFrom(verify.poll(shopContext(), unreachable))).toMatchObject({
      code: 'SQL_UNREACHABLE',
      retryable: true,
    });
    const lost: DataCheck = {
      kind: 'sql',
      id: 'lost',
      sql: 'select pg_terminate_backend(pg_backend_pid())',
      expect: { equals: 1 },
    };
    const midway = { ...noBaseline, access: postgres.access, checks: [sound, lost, failing] };
    expect(await failureFrom(verify.poll(shopContext(), midway))).toMatchObject({
      code: 'SQL_CONNECTION_LOST',
      retryable: true,
    });
  });
});

test('checks that were never carried out are listed as unproven, each with the reason', () => {
  const checks: readonly DataCheck[] = [
    { ...rowCount, expect: 'source' },
    {
      kind: 'checksum',
      id: 'totals',
      table: 'public.orders',
      columns: ['id', 'total'],
      asOf: 'placed_at',
      expect: 'source',
    },
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
