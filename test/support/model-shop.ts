import { createServer, type Server } from 'node:http';
import type { Cloud } from '../../src/sandbox/cloud.ts';
import { answerFrom } from '../../src/sandbox/dns/answer.ts';
import type { IdleClock } from './idle-clock.ts';
import type { ModelDatabases } from './model-databases.ts';

export const REGIONS = ['ap-northeast-1', 'ap-northeast-3'] as const;
/** The database of each Region's shop, by its name. */
const DATABASES = ['orders-prod', 'orders-prod-replica'] as const;
const NAME = 'shop.orders.example.';
/** Time between two orders of the client. */
const EVERY_MS = 500;

export type RegionName = (typeof REGIONS)[number];

export interface InstanceStatus {
  readonly id: string;
  readonly region: string;
  readonly status: string;
  readonly server: string;
  readonly zone: string;
  readonly endpoint?: { readonly port: number };
  readonly standby?: { readonly inSync: boolean };
  readonly replicaOf?: { readonly id: string; readonly region: string };
  readonly tags: { readonly [key: string]: string };
}

/** The shop of both Regions, and a client that orders all the time. Health checks really reach it. */
export class ModelShop {
  readonly #clock: IdleClock;
  readonly #databases: ModelDatabases;
  readonly #servers: readonly Server[];
  readonly #closing = new AbortController();
  readonly #log: { readonly at: string; readonly key: string; readonly ok: boolean }[] = [];
  readonly addresses: readonly [string, string];
  readonly port: number;
  #cloud: Cloud | undefined;
  #ordering: Promise<void> | undefined;

  /** Opens the services on two addresses of this machine. */
  static async open(clock: IdleClock, databases: ModelDatabases): Promise<ModelShop> {
    for (let net = 20; ; net += 1) {
      const addresses = [`127.${net}.11.1`, `127.${net}.13.1`] as const;
      const servers = [createServer(), createServer()] as const;
      try {
        const port = await listen(servers[0], addresses[0], 0);
        await listen(servers[1], addresses[1], port);
        return new ModelShop(clock, databases, { servers, addresses, port });
      } catch (error) {
        for (const server of servers) server.close();
        if (net === 200) throw error;
      }
    }
  }

  private constructor(
    clock: IdleClock,
    databases: ModelDatabases,
    place: {
      readonly servers: readonly Server[];
      readonly addresses: readonly [string, string];
      readonly port: number;
    },
  ) {
    this.#clock = clock;
    this.#databases = databases;
    this.#servers = place.servers;
    this.addresses = place.addresses;
    this.port = place.port;
    place.servers.forEach((server, index) => {
      server.on('request', (_request, response) => {
        const release = clock.hold();
        response.once('close', release);
        const region = REGIONS[index] ?? REGIONS[0];
        response.writeHead(this.isServing(region) ? 200 : 503, { connection: 'close' }).end();
      });
    });
  }

  /** The services follow the power of their Regions, and the client begins to order. */
  start(cloud: Cloud): void {
    this.#cloud = cloud;
    cloud.outages.onChange(() => this.#followPower(cloud));
    this.#ordering = this.#keepOrdering();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#ordering;
    for (const server of this.#servers) await stop(server);
  }

  get instances(): readonly InstanceStatus[] {
    const status = this.#cloud?.status() as { instances: InstanceStatus[] } | undefined;
    return status?.instances ?? [];
  }

  /** The server behind the address of an instance. */
  serverAt(port: number): string | undefined {
    return this.instances.find(({ endpoint }) => endpoint?.port === port)?.server;
  }

  /** Whether a Region's shop is there and takes orders. */
  isServing(region: RegionName): boolean {
    const server = this.#serverIn(region);
    return server !== undefined && this.#databases.takesWrites(server);
  }

  /** Whether a Region's shop is there and can at least show orders. */
  isReading(region: RegionName): boolean {
    const server = this.#serverIn(region);
    return server !== undefined && this.#databases.servers.get(server)?.up === true;
  }

  #serverIn(region: RegionName): string | undefined {
    if (this.#cloud?.outages.isRegionDown(region)) return undefined;
    const id = DATABASES[REGIONS.indexOf(region)];
    return this.instances.find((each) => each.region === region && each.id === id)?.server;
  }

  /** What the name servers answer at this moment. */
  answer(name = NAME): string[] {
    const { route53 } = this.#cloud ?? {};
    if (!route53) return [];
    const full = name.endsWith('.') ? name : `${name}.`;
    const { answers } = answerFrom(route53, { name: full, type: 'A' }, () => 0.5);
    return answers.map(({ value }) => value);
  }

  /** The Region that a name leads to. */
  regionOf(name?: string): RegionName | undefined {
    const [address] = this.answer(name);
    return REGIONS[this.addresses.indexOf(address ?? '')];
  }

  /** As the sandbox's client logs it, from an instant on. */
  log(from: string): string {
    return this.#log
      .filter(({ at }) => at >= from)
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join('');
  }

  /** Keys of the orders that were acknowledged to the client. */
  get acknowledged(): string[] {
    return this.#log.filter(({ ok }) => ok).map(({ key }) => key);
  }

  async #keepOrdering(): Promise<void> {
    const { signal } = this.#closing;
    for (let turn = 1; !signal.aborted; turn += 1) {
      const at = new Date(this.#clock.now()).toISOString();
      const key = `order-${turn}`;
      const region = this.regionOf();
      const ok = region !== undefined && this.isServing(region);
      const server = ok ? this.#serverIn(region) : undefined;
      if (server !== undefined) {
        const { orders } = this.#databases.contentOf(server);
        this.#databases.commit(server, { orders: new Set([...orders, key]) });
      }
      this.#log.push({ at, key, ok });
      await this.#clock.sleep(EVERY_MS, signal).catch(() => undefined);
    }
  }

  async #followPower({ outages }: Cloud): Promise<void> {
    for (const [index, server] of this.#servers.entries()) {
      const isDown = outages.isRegionDown(REGIONS[index] ?? '');
      if (isDown) await stop(server);
      else if (!server.listening) await listen(server, this.addresses[index] ?? '', this.port);
    }
  }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
