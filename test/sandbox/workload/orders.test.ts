import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/sandbox/daemon/system-clock.ts';
import type { PostgresHost } from '../../../src/sandbox/postgres/postgres-host.ts';
import { ORDERS_DATABASE, type OrdersLogins } from '../../../src/sandbox/workload/orders-logins.ts';
import { seedOrders } from '../../../src/sandbox/workload/seed-orders.ts';
import { startWorkload } from '../../../src/sandbox/workload/start-workload.ts';
import { ask, discard, makeHome, openHost, PATIENCE } from '../postgres/host-harness.ts';

const LOGINS: OrdersLogins = {
  admin: { user: 'orders_admin', password: 'a' },
  readonly: { user: 'drill_readonly', password: 'r' },
  app: { user: 'orders_app', password: 'w' },
};

const WRONG_TOTALS = `
  SELECT count(*)::int FROM orders WHERE total_cents IS DISTINCT FROM
    (SELECT sum(quantity * unit_cents) FROM order_lines WHERE order_id = orders.id)`;
const WRONGLY_PAID = `
  SELECT count(*)::int FROM orders WHERE
    CASE status WHEN 'cancelled' THEN NULL ELSE total_cents END IS DISTINCT FROM
    (SELECT sum(amount_cents) FROM payments WHERE order_id = orders.id)`;

describe('the orders database', () => {
  let home: string;
  let host: PostgresHost;

  const read = (sql: string) =>
    ask(host.endpoint('orders-prod'), sql, LOGINS.readonly, ORDERS_DATABASE);

  beforeAll(async () => {
    home = await makeHome();
    host = await openHost(home);
    const { user, password } = LOGINS.admin;
    const endpoint = await host.create({
      id: 'orders-prod',
      masterUser: user,
      masterPassword: password,
    });
    await seedOrders(endpoint, LOGINS);
  });

  afterAll(() => discard(home, host));

  it('is the same on every machine, but for the time', async () => {
    expect(
      await read(`SELECT (SELECT count(*)::int FROM customers), count(*)::int,
        (SELECT count(*)::int FROM order_lines), (SELECT count(*)::int FROM payments),
        md5(string_agg(id || ' ' || customer_id || ' ' || total_cents, ',' ORDER BY id))
        FROM orders`),
    ).toEqual([[10_000, 60_000, 100_020, 55_000, 'ee58fd4d4313dff2f5b0e9373571a39e']]);
  });

  it('spreads over the past months and ends now', async () => {
    expect(
      await read(`SELECT min(placed_at) < now() - interval '5 months',
        max(placed_at) BETWEEN now() - interval '1 hour' AND now(),
        (SELECT min(created_at) FROM customers) < min(placed_at) FROM orders`),
    ).toEqual([[true, true, true]]);
  });

  it('is consistent: totals are the sums of the lines, and what is not cancelled is paid', async () => {
    expect(await read(WRONG_TOTALS)).toEqual([[0]]);
    expect(await read(WRONGLY_PAID)).toEqual([[0]]);
  });

  it('lets the drill read everything and write nothing', async () => {
    await expect(read('DELETE FROM heartbeat')).rejects.toThrow('permission denied');
    await expect(read('CREATE TABLE mine (id integer)')).rejects.toThrow('permission denied');
  });

  it('is written to by the shop, which goes on after the server was away', async () => {
    const orders = async () => (await read('SELECT count(*)::int FROM orders'))[0]?.[0] as number;
    const beats = async () => (await read('SELECT count(*)::int FROM heartbeat'))[0]?.[0] as number;
    const shop = startWorkload({
      clock: systemClock,
      endpoint: () => host.endpoint('orders-prod'),
      login: LOGINS.app,
    });
    const before = { orders: await orders(), beats: await beats() };
    await vi.waitUntil(async () => (await orders()) > before.orders + 10, PATIENCE);
    await vi.waitUntil(async () => (await beats()) > before.beats + 1, PATIENCE);

    await host.stop('orders-prod');
    await host.start('orders-prod');
    const restarted = await orders();
    await vi.waitUntil(async () => (await orders()) > restarted + 10, PATIENCE);
    await shop.stop();

    const stopped = await orders();
    expect(await read(WRONG_TOTALS)).toEqual([[0]]);
    expect(await read(WRONGLY_PAID)).toEqual([[0]]);
    expect(await read("SELECT count(*) > 0 FROM orders WHERE status = 'shipped'")).toEqual([
      [true],
    ]);
    expect(await orders()).toBe(stopped);
  });
});
