import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import pg from 'pg';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import type { Endpoint } from '../database-host.ts';
import { type Login, ORDERS_DATABASE } from './orders-logins.ts';
import { PLACE_CLIENT_ORDER } from './place-order.ts';

const CONNECT_WITHIN_MS: Ms = 1000;
const ANSWER_WITHIN_MS: Ms = 2000;
const LONGEST_BODY = 10_000;

export interface ShopServiceOptions {
  readonly region: string;
  /** An address of this machine that is the Region's alone. */
  readonly address: string;
  readonly port: number;
  readonly login: Login;
  /** The database of the Region; asked for at every request. @throws while there is none */
  readonly database: () => Endpoint;
  /** First number that an order of this service takes; no other order may have it or one after it. */
  readonly firstNumber: number;
}

/** The shop's service in one Region. It works with the database of its Region and with no other. */
export interface ShopService {
  /** Cuts every connection and stops listening, as a Region that goes down does. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** @throws KunrenError `SHOP_ADDRESS_UNUSABLE` when it cannot listen there */
export async function startShopService(options: ShopServiceOptions): Promise<ShopService> {
  const shop = new Shop(options);
  let server: Server | undefined;
  const start = async () => {
    if (server) return;
    const created = createServer((request, response) => void shop.answer(request, response));
    await listen(created, options);
    server = created;
  };
  await start();
  return {
    start,
    stop: async () => {
      const stopping = server;
      server = undefined;
      if (!stopping) return;
      const closed = new Promise((resolve) => stopping.close(resolve));
      stopping.closeAllConnections();
      await Promise.all([closed, shop.disconnect()]);
    },
  };
}

function listen(server: Server, { address, port, region }: ShopServiceOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `The shop of ${region} cannot listen on ${address}:${port}: ${cause.message}.`;
      reject(new KunrenError({ code: 'SHOP_ADDRESS_UNUSABLE', message }, { cause }));
    });
    server.listen(port, address, resolve);
  });
}

interface Answer {
  readonly status: number;
  readonly body: { readonly [key: string]: unknown };
}

class Shop {
  readonly #options: ShopServiceOptions;
  #pool: { readonly of: string; readonly pool: pg.Pool } | undefined;
  #number: number;

  constructor(options: ShopServiceOptions) {
    this.#options = options;
    this.#number = options.firstNumber;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { region } = this.#options;
    let answer: Answer;
    try {
      answer = await this.#route(request);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      answer = { status: 503, body: { reason } };
    }
    // A connection that is kept would keep the client at an address that DNS has left.
    response.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' });
    response.end(`${JSON.stringify({ region, ...answer.body })}\n`);
  }

  async disconnect(): Promise<void> {
    const { pool } = this.#pool ?? {};
    this.#pool = undefined;
    await pool?.end().catch(() => undefined);
  }

  async #route(request: IncomingMessage): Promise<Answer> {
    switch (`${request.method} ${request.url}`) {
      case 'GET /healthz':
        return await this.#health();
      case 'POST /orders':
        return await this.#place(await readKey(request));
      case 'GET /orders/latest':
        return await this.#latest();
      default:
        return { status: 404, body: { reason: 'There is nothing here.' } };
    }
  }

  /** Healthy is a shop that can sell: its database takes writes. */
  async #health(): Promise<Answer> {
    const [row] = await this.#query(
      `SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS fenced`,
    );
    const { standby, fenced } = row as { standby: boolean; fenced: boolean };
    if (standby) return { status: 503, body: { writable: false, reason: 'a read replica' } };
    if (fenced) return { status: 503, body: { writable: false, reason: 'writes are fenced off' } };
    return { status: 200, body: { writable: true } };
  }

  async #place(key: string | undefined): Promise<Answer> {
    if (!key) return { status: 400, body: { reason: 'An order needs a key, a UUID.' } };
    this.#number += 1;
    const [row] = await this.#query(PLACE_CLIENT_ORDER, [this.#number, key]);
    return { status: 201, body: { key, order: row?.['order_id'] } };
  }

  async #latest(): Promise<Answer> {
    const [row] = await this.#query(
      'SELECT key, order_id AS order, placed_at FROM client_orders ORDER BY placed_at DESC LIMIT 1',
    );
    return row ? { status: 200, body: row } : { status: 404, body: { reason: 'No order yet.' } };
  }

  async #query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const { rows } = await this.#poolOf(this.#options.database()).query<Record<string, unknown>>(
      text,
      values,
    );
    return rows;
  }

  #poolOf(endpoint: Endpoint): pg.Pool {
    const of = `${endpoint.host}:${endpoint.port}`;
    if (this.#pool?.of === of) return this.#pool.pool;
    void this.disconnect();
    const pool = new pg.Pool({
      ...endpoint,
      ...this.#options.login,
      database: ORDERS_DATABASE,
      application_name: `shop ${this.#options.region}`,
      max: 4,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    });
    // The next query fails too, and is what is answered.
    pool.on('error', () => undefined);
    this.#pool = { of, pool };
    return pool;
  }
}

async function readKey(request: IncomingMessage): Promise<string | undefined> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > LONGEST_BODY) return undefined;
  }
  try {
    const { key } = JSON.parse(body) as { key?: unknown };
    return typeof key === 'string' && /^[0-9a-f-]{36}$/.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
