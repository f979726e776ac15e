import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../../src/sandbox/postgres/free-port.ts';
import type { PostgresHost } from '../../../src/sandbox/postgres/postgres-host.ts';
import type { OrdersLogins } from '../../../src/sandbox/workload/orders-logins.ts';
import { seedOrders } from '../../../src/sandbox/workload/seed-orders.ts';
import { type ShopService, startShopService } from '../../../src/sandbox/workload/shop-service.ts';
import { ask, discard, MASTER, makeHome, openHost } from '../postgres/host-harness.ts';

const ADDRESS = '127.0.0.1';
const logins: OrdersLogins = {
  admin: MASTER,
  readonly: { user: 'reader', password: 'reads-only' },
  app: { user: 'shop', password: 'sells' },
};

describe('the shop of a Region', () => {
  let home: string;
  let host: PostgresHost;
  let shop: ShopService;
  let url: string;

  beforeAll(async () => {
    home = await makeHome();
    host = await openHost(home);
    const endpoint = await host.create({
      id: 'orders',
      masterUser: MASTER.user,
      masterPassword: MASTER.password,
    });
    await seedOrders(endpoint, logins);
    const port = await findFreePort();
    shop = await startShopService({
      region: 'ap-northeast-1',
      address: ADDRESS,
      port,
      login: logins.app,
      database: () => host.endpoint('orders'),
      firstNumber: 1_000_000,
    });
    url = `http://${ADDRESS}:${port}`;
  }, 60_000);

  afterAll(async () => {
    await shop?.stop();
    await discard(home, host);
  });

  const order = (key: string) =>
    fetch(`${url}/orders`, { method: 'POST', body: JSON.stringify({ key }) });
  const health = () => fetch(`${url}/healthz`);
  const admin = (sql: string) => ask(host.endpoint('orders'), sql, MASTER, 'orders');

  it('acknowledges an order only when it is in the database, with its lines and its payment', async () => {
    const key = randomUUID();
    const answer = await order(key);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ region: 'ap-northeast-1', key });
    const found = await admin(`
      SELECT total_cents = (SELECT sum(quantity * unit_cents) FROM order_lines WHERE order_id = orders.id)
        AND total_cents = (SELECT sum(amount_cents) FROM payments WHERE order_id = orders.id)
      FROM orders WHERE id = (SELECT order_id FROM client_orders WHERE key = '${key}')`);
    expect(found).toEqual([[true]]);
    const latest = await fetch(`${url}/orders/latest`);
    expect(await latest.json()).toMatchObject({ key });
  });

  it('does not place the order of a key twice', async () => {
    const key = randomUUID();
    await order(key);
    expect((await order(key)).status).toBe(503);
    const found = await admin(`SELECT count(*)::int FROM client_orders WHERE key = '${key}'`);
    expect(found).toEqual([[1]]);
  });

  it('is not healthy while writes are fenced off, and says so', async () => {
    expect((await health()).status).toBe(200);
    await admin('ALTER DATABASE orders SET default_transaction_read_only = on');
    await admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop'`);
    await expect.poll(async () => (await health()).status, { timeout: 10_000 }).toBe(503);
    const answer = await (await health()).json();
    expect(answer).toMatchObject({ writable: false, reason: 'writes are fenced off' });
    expect((await order(randomUUID())).status).toBe(503);
    await ask(
      host.endpoint('orders'),
      'ALTER DATABASE orders RESET default_transaction_read_only',
      MASTER,
      'postgres',
    );
    await admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop'`);
    await expect.poll(async () => (await health()).status, { timeout: 10_000 }).toBe(200);
  });

  it('answers nobody while it is stopped, and again afterwards', async () => {
    await shop.stop();
    await expect(health()).rejects.toThrow('fetch failed');
    await shop.start();
    expect((await health()).status).toBe(200);
  });

  it('refuses an order without a key', async () => {
    const answer = await fetch(`${url}/orders`, { method: 'POST', body: '{"key":"me"}' });
    expect(answer.status).toBe(400);
  });

  it('says that it cannot sell while its database is gone, and sells again afterwards', async () => {
    await host.stop('orders');
    expect((await order(randomUUID())).status).toBe(503);
    await host.start('orders');
    await expect
      .poll(async () => (await order(randomUUID())).status, { timeout: 10_000 })
      .toBe(201);
  });
});
