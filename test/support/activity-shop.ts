import type { Services } from '../../src/activities/services.ts';
import type { Comparison } from '../../src/activities/sql/data-check.ts';
import type { SqlDriver } from '../../src/activities/sql/driver.ts';
import { postgresDriver } from '../../src/activities/sql/postgres-driver.ts';
import { type Verification, verify } from '../../src/activities/sql/verify.ts';
import type { ActivityContext } from '../../src/core/activity.ts';
import type { CheckResult, DataCheck } from '../../src/core/check.ts';
import { activityContext, doneFrom } from './activity-context.ts';
import { PASSWORD, type TestPostgres } from './activity-postgres.ts';
import { FakeClock } from './fake-clock.ts';
import { scaledClock } from './scaled-clock.ts';

/** When the shop's data were lost; its newest rows are a second older. */
export const IMPACT = '2026-11-24T01:00:00.000Z';

export const noBaseline: Comparison = {
  baseline: { unavailable: 'the test took none' },
  impactAt: IMPACT,
};

/** 100 orders, 300 lines and a heartbeat of ten seconds, always the same. */
export async function fillShop({ session }: TestPostgres): Promise<void> {
  await session.execute(`
    drop table if exists lines, orders, heartbeat;
    create table orders (id int primary key, total numeric(10,2), placed_at timestamptz);
    create table lines (id int primary key, order_id int, qty int);
    create table heartbeat (at timestamptz);
    insert into orders select i, i * 1.5, timestamptz '2026-11-24 00:00:00+00' + i * interval '1 s'
      from generate_series(1, 100) i;
    insert into lines select i, (i % 100) + 1, i from generate_series(1, 300) i;
    insert into heartbeat select timestamptz '2026-11-24 00:59:50+00' + i * interval '1 s'
      from generate_series(0, 9) i`);
}

export function shopContext(sql: SqlDriver = postgresDriver, clock = new FakeClock(IMPACT)) {
  const context = activityContext({ services: { sql }, clock });
  context.secrets.put('shop-password', PASSWORD);
  return context;
}

/** With a clock that goes on while servers work: for what gives them only so much time. */
export function timedContext(
  services: Parameters<typeof activityContext>[0] = {},
): ActivityContext<Services> {
  const context = activityContext(services);
  context.secrets.put('shop-password', PASSWORD);
  return { ...context, clock: scaledClock(1) };
}

/** Carries out checks on the shop's database. */
export async function checkShop(
  { access }: TestPostgres,
  checks: readonly DataCheck[],
  comparison = noBaseline,
  context = shopContext(),
): Promise<{ readonly output: Verification; readonly checks: readonly CheckResult[] }> {
  const done = doneFrom(await verify.poll(context, { access, checks, ...comparison }));
  return { output: done.output, checks: done.checks ?? [] };
}
