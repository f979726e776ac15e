import { lineColumns, lineCount, paymentMethod, pick, shipTo } from './orders-schema.ts';
import { CUSTOMERS } from './seed-orders.ts';

/** The order with its lines and its payment, as common table expressions. `$1`: a number that no other order has. */
const ORDER = `
line AS MATERIALIZED (
  SELECT k, ${lineColumns('$1::bigint * 4 + k')}
  FROM generate_series(1, ${lineCount('$1::bigint')}) AS k
), placed AS (
  INSERT INTO orders (customer_id, placed_at, status, total_cents, ship_to)
  SELECT 1 + ${pick('$1::bigint', 7, CUSTOMERS)}, now(), 'paid', sum(quantity * unit_cents),
    ${shipTo('$1::bigint')}
  FROM line
  RETURNING id, total_cents
), lines AS (
  INSERT INTO order_lines (order_id, sku, description, quantity, unit_cents, created_at)
  SELECT placed.id, sku, description, quantity, unit_cents, now() FROM placed, line
)`;

const PAYMENT = `
INSERT INTO payments (order_id, amount_cents, method, paid_at)
SELECT id, total_cents, ${paymentMethod('$1::bigint')}, now() FROM placed`;

/** One statement, so one transaction. `$1`: a number that no other order has. */
export const PLACE_ORDER = `WITH ${ORDER} ${PAYMENT}`;

/** The same under a client's own key `$2`; gives the order's id. */
export const PLACE_CLIENT_ORDER = `
WITH ${ORDER}, payment AS (${PAYMENT})
INSERT INTO client_orders (key, order_id, placed_at)
SELECT $2::uuid, id, now() FROM placed
RETURNING order_id`;
