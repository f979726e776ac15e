import pg from 'pg';
import type { Endpoint } from '../database-host.ts';
import { type Login, ORDERS_DATABASE, type OrdersLogins } from './orders-logins.ts';
import {
  KEYS,
  lineColumns,
  lineCount,
  paymentMethod,
  pick,
  shipTo,
  TABLES,
} from './orders-schema.ts';

export const CUSTOMERS = 10_000;
const SEEDED_ORDERS = 60_000;

/**
 * Fills a new server with a shop's database: half a year of orders up to now, the same on every machine but for
 * the time. An order's total is the sum of its lines, and an order that is not cancelled is paid in full.
 */
export async function seedOrders(endpoint: Endpoint, logins: OrdersLogins): Promise<void> {
  await withLogin(endpoint, logins.admin, 'postgres', async (client) => {
    for (const { user, password } of [logins.readonly, logins.app]) {
      const role = client.escapeIdentifier(user);
      await client.query(`CREATE ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    }
    await client.query(`CREATE DATABASE ${ORDERS_DATABASE}`);
  });
  await withLogin(endpoint, logins.admin, ORDERS_DATABASE, async (client) => {
    const [reader, writer] = [logins.readonly.user, logins.app.user].map((user) =>
      client.escapeIdentifier(user),
    );
    await client.query(`BEGIN;
      ${TABLES}
      ${ROWS}
      ${KEYS}
      ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${reader};
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader};
      GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO ${writer};
      COMMIT;`);
    await client.query('VACUUM (ANALYZE)');
  });
}

const MINUTES_PER_ORDER = 4;

const ROWS = `
INSERT INTO customers (name, email, country, created_at)
  SELECT 'Customer ' || n,
    'customer-' || n || '@example.com',
    (ARRAY['JP', 'JP', 'US', 'DE', 'SG'])[1 + ${pick('n', 1, 5)}],
    now() - (${CUSTOMERS} - n) * interval '50 minutes' - interval '170 days'
  FROM generate_series(1, ${CUSTOMERS}) AS n;
INSERT INTO order_lines (order_id, sku, description, quantity, unit_cents, created_at)
  SELECT o, ${lineColumns('o * 4 + k')},
    now() - (${SEEDED_ORDERS} + 1 - o) * interval '${MINUTES_PER_ORDER} minutes'
      - ${pick('o', 6, 200)} * interval '1 second'
  FROM generate_series(1, ${SEEDED_ORDERS}) AS o, generate_series(1, ${lineCount('o')}) AS k;
INSERT INTO orders (id, customer_id, placed_at, status, total_cents, ship_to)
  SELECT order_id, 1 + ${pick('order_id', 7, CUSTOMERS)}, min(created_at),
    CASE
      WHEN order_id % 12 = 0 THEN 'cancelled'
      WHEN min(created_at) > now() - interval '1 day' THEN 'paid'
      WHEN min(created_at) > now() - interval '4 days' THEN 'shipped'
      ELSE 'delivered'
    END,
    sum(quantity * unit_cents), ${shipTo('order_id')}
  FROM order_lines GROUP BY order_id ORDER BY order_id;
INSERT INTO payments (order_id, amount_cents, method, paid_at)
  SELECT id, total_cents, ${paymentMethod('id')}, placed_at + interval '40 seconds'
  FROM orders WHERE status <> 'cancelled' ORDER BY id;
INSERT INTO heartbeat VALUES (clock_timestamp());
ALTER TABLE orders ALTER id RESTART WITH ${SEEDED_ORDERS + 1};
`;

async function withLogin(
  endpoint: Endpoint,
  login: Login,
  database: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ ...endpoint, ...login, database });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
