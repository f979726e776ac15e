import pg from 'pg';
import type { Clock, Ms } from '../../core/ports.ts';
import type { Endpoint } from '../database-host.ts';
import { type Login, ORDERS_DATABASE } from './orders-logins.ts';
import { PLACE_ORDER } from './place-order.ts';

/** Time between two rows of `heartbeat`: the error of an RPO that is measured with it. */
const HEARTBEAT_EVERY_MS: Ms = 1000;
/** Twenty transactions a second. */
const WRITE_EVERY_MS: Ms = 50;
/** Three orders, then one change of an order's status, and again. */
const STATUS_CHANGE_EVERY = 4;
const RETRY_AFTER_MS: Ms = 500;
const GIVE_UP_ON_QUERY_MS: Ms = 5000;

export interface WorkloadOptions {
  readonly clock: Clock;
  /** Where the server is now; asked for at every new connection. @throws while there is none */
  readonly endpoint: () => Endpoint;
  readonly login: Login;
  readonly log?: (line: string) => void;
}

export interface Workload {
  /** Resolves when no write is under way any more. */
  stop(): Promise<void>;
}

/** A shop at work: places orders and beats the heart until it is stopped, whatever happens to the server. */
export function startWorkload(options: WorkloadOptions): Workload {
  const stopped = new AbortController();
  // So that no two starts of the sandbox place the same orders.
  const salt = options.clock.now();
  const writers = [
    keepWriting(options, stopped.signal, HEARTBEAT_EVERY_MS, (client) =>
      client.query('INSERT INTO heartbeat VALUES (clock_timestamp()) ON CONFLICT DO NOTHING'),
    ),
    keepWriting(options, stopped.signal, WRITE_EVERY_MS, (client, turn) =>
      turn % STATUS_CHANGE_EVERY === 0
        ? client.query(MOVE_ORDER_ON)
        : client.query({ name: 'place-order', text: PLACE_ORDER, values: [salt * 1000 + turn] }),
    ),
  ];
  return {
    stop: async () => {
      stopped.abort();
      await Promise.all(writers);
    },
  };
}

const MOVE_ORDER_ON = `
UPDATE orders SET status = CASE status WHEN 'paid' THEN 'shipped' ELSE 'delivered' END
WHERE id = (
  SELECT id FROM orders
  WHERE placed_at > now() - interval '4 days' AND status IN ('paid', 'shipped')
  ORDER BY placed_at LIMIT 1
)`;

async function keepWriting(
  { clock, endpoint, login, log = () => undefined }: WorkloadOptions,
  signal: AbortSignal,
  everyMs: Ms,
  write: (client: pg.Client, turn: number) => Promise<unknown>,
): Promise<void> {
  let trouble: string | undefined;
  let turn = 0;

  async function writeUntilTrouble(client: pg.Client): Promise<void> {
    await client.connect();
    let due = clock.monotonic();
    while (!signal.aborted) {
      turn += 1;
      await write(client, turn);
      if (trouble !== undefined) log(`workload: writing again.`);
      trouble = undefined;
      // What was missed is not made up for: a shop that was closed does not sell twice as fast afterwards.
      due = Math.max(due + everyMs, clock.monotonic() - everyMs);
      await clock.sleep(Math.max(0, due - clock.monotonic()), signal);
    }
  }

  while (!signal.aborted) {
    let client: pg.Client | undefined;
    try {
      client = connectionTo(endpoint(), login);
      await writeUntilTrouble(client);
    } catch (error) {
      if (signal.aborted) break;
      const message = error instanceof Error ? error.message : String(error);
      if (message !== trouble) log(`workload: ${message}`);
      trouble = message;
      await clock.sleep(RETRY_AFTER_MS, signal).catch(() => undefined);
    } finally {
      await client?.end().catch(() => undefined);
    }
  }
}

function connectionTo(endpoint: Endpoint, login: Login): pg.Client {
  const client = new pg.Client({
    ...endpoint,
    ...login,
    database: ORDERS_DATABASE,
    application_name: 'orders shop',
    connectionTimeoutMillis: GIVE_UP_ON_QUERY_MS,
    query_timeout: GIVE_UP_ON_QUERY_MS,
  });
  // The next query fails too, and is what we act on.
  client.on('error', () => undefined);
  return client;
}
