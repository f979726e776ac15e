import { randomUUID } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { request } from 'node:http';
import type { Clock, Ms } from '../../core/ports.ts';
import type { ClientLog, ClientOutcome } from './client-log.ts';

/** Ten orders a second: the error of an outage that is measured with its log. */
const SEND_EVERY_MS: Ms = 100;
const GIVE_UP_MS: Ms = 2000;
const FLUSH_EVERY = 10;
/** Requests that hang must not pile up without end. */
const MOST_UNDER_WAY = 40;

export interface ShopClientOptions {
  readonly clock: Clock;
  /** `address:port` of the resolver that it asks for every request; that one caches for the TTL. */
  readonly resolver: string;
  readonly hostname: string;
  readonly port: number;
  readonly log: ClientLog;
}

export interface ShopClient {
  /** Resolves when its log is on disk. */
  stop(): Promise<void>;
}

/** A client of the shop that orders all the time, whatever happens, and keeps a log of what came of it. */
export function startShopClient(options: ShopClientOptions): ShopClient {
  const { clock, log } = options;
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();

  const send = () => {
    const sent = sendOrder(options)
      .then((outcome) => log.add(outcome))
      .finally(() => underWay.delete(sent));
    underWay.add(sent);
  };
  const run = async () => {
    let due = clock.monotonic();
    for (let turn = 1; !stopped.signal.aborted; turn += 1) {
      if (underWay.size < MOST_UNDER_WAY) send();
      // A log that cannot be written must not end the sending; it is tried again.
      if (turn % FLUSH_EVERY === 0) await log.flush().catch(() => undefined);
      due = Math.max(due + SEND_EVERY_MS, clock.monotonic() - SEND_EVERY_MS);
      const waitMs = Math.max(0, due - clock.monotonic());
      await clock.sleep(waitMs, stopped.signal).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped.abort();
      await running;
      await Promise.all(underWay);
      await log.flush();
    },
  };
}

async function sendOrder({
  clock,
  resolver,
  hostname,
  port,
}: ShopClientOptions): Promise<ClientOutcome> {
  const key = randomUUID();
  const at = new Date(clock.now()).toISOString();
  const started = clock.monotonic();
  const end = (more: Pick<ClientOutcome, 'ok' | 'status' | 'region' | 'error'>): ClientOutcome => ({
    at,
    key,
    ms: Math.round(clock.monotonic() - started),
    ...more,
  });
  try {
    const [address] = await lookUp(resolver, hostname);
    if (!address) return end({ ok: false, error: `${hostname} has no address` });
    const { status, region } = await post({ address, port, hostname, key });
    return end({ ok: status === 201, status, ...(region !== undefined && { region }) });
  } catch (error) {
    return end({ ok: false, error: error instanceof Error ? error.message : String(error) });
  }
}

/** A new resolver each time: one that is kept drops its servers for a while once they have not answered. */
async function lookUp(server: string, hostname: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: GIVE_UP_MS / 2, tries: 1 });
  resolver.setServers([server]);
  return resolver.resolve4(hostname);
}

function post(order: {
  readonly address: string;
  readonly port: number;
  readonly hostname: string;
  readonly key: string;
}): Promise<{ readonly status: number; readonly region?: string }> {
  const body = JSON.stringify({ key: order.key });
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: order.address,
        port: order.port,
        method: 'POST',
        path: '/orders',
        agent: false,
        timeout: GIVE_UP_MS,
        headers: {
          host: order.hostname,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () => {
          const region = regionIn(text);
          resolve({ status: response.statusCode ?? 0, ...(region !== undefined && { region }) });
        });
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}

function regionIn(body: string): string | undefined {
  try {
    const { region } = JSON.parse(body) as { region?: unknown };
    return typeof region === 'string' ? region : undefined;
  } catch {
    return undefined;
  }
}
