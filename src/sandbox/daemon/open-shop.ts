import { KunrenError } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { Endpoint } from '../database-host.ts';
import { startAuthoritative } from '../dns/authoritative.ts';
import { startResolver } from '../dns/resolver.ts';
import { ClientLog } from '../workload/client-log.ts';
import type { OrdersLogins } from '../workload/orders-logins.ts';
import { startShopClient } from '../workload/shop-client.ts';
import { type ShopService, startShopService } from '../workload/shop-service.ts';
import { startWorkload } from '../workload/start-workload.ts';
import type { Closers } from './closers.ts';
import { type Network, REGIONS, SHOP_PORT } from './network.ts';
import { PRODUCTION } from './production.ts';

export interface ShopParts {
  readonly home: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly cloud: Cloud;
  readonly network: Network;
  readonly logins: OrdersLogins;
  readonly closers: Closers;
}

/** Which database the shop of each Region works with. */
const DATABASES = [PRODUCTION, `${PRODUCTION}-replica`] as const;
const HOSTNAME = 'shop.orders.example';

/** Names, the shop in both Regions, its back office, and a client that orders all the time. */
export async function openShop(parts: ShopParts): Promise<{ readonly clientLog: ClientLog }> {
  const { home, clock, log, cloud, network, logins, closers } = parts;
  const { route53, faults } = cloud;
  const authoritative = await startAuthoritative({
    zones: route53,
    random: route53.random,
    port: network.authoritativeDns,
  });
  closers.add(() => authoritative.close());
  const resolver = await startResolver({
    upstream: authoritative,
    clock,
    isStuck: () => faults.has('stuck', 'dns:Query'),
    port: network.resolver,
  });
  closers.add(() => resolver.close());

  const database = (index: 0 | 1) => () => endpointOf(cloud, REGIONS[index], DATABASES[index]);
  // No two services, and no two starts of one, may place the same orders.
  const start = clock.now() * 1000;
  const services: ShopService[] = [];
  for (const index of [0, 1] as const) {
    const service = await openService(
      {
        region: REGIONS[index],
        address: network.shops[index],
        port: SHOP_PORT,
        login: logins.app,
        database: database(index),
        firstNumber: start + (index + 1) * 200_000_000,
      },
      log,
    );
    if (!service) continue;
    services.push(service);
    closers.add(() => service.stop());
  }
  const followPower = async () => {
    for (const [index, service] of services.entries()) {
      if (cloud.outages.isRegionDown(REGIONS[index] ?? '')) await service.stop();
      else await service.start();
    }
  };
  cloud.outages.onChange(followPower);
  await followPower();

  const workload = startWorkload({ clock, endpoint: database(0), login: logins.app, log });
  closers.add(() => workload.stop());
  const clientLog = new ClientLog(home);
  const client = startShopClient({
    clock,
    resolver: `127.0.0.1:${network.resolver}`,
    hostname: HOSTNAME,
    port: SHOP_PORT,
    log: clientLog,
  });
  closers.add(() => client.stop());
  return { clientLog };
}

/** A sandbox without a shop in each Region still restores; only failovers of traffic need both. */
async function openService(
  options: Parameters<typeof startShopService>[0],
  log: (line: string) => void,
): Promise<ShopService | undefined> {
  try {
    return await startShopService(options);
  } catch (error) {
    log(`${error instanceof Error ? error.message : error} Drills that move traffic will fail.`);
    return undefined;
  }
}

function endpointOf(cloud: Cloud, region: string, instance: string): Endpoint {
  const endpoint = cloud.endpoint(region, instance);
  if (endpoint) return endpoint;
  const message = `There is no database ${instance} in ${region} at this moment.`;
  throw new KunrenError({ code: 'DATABASE_NOT_FOUND', message });
}
