import { KunrenError } from '../../core/failure.ts';
import type { Clock, Ms } from '../../core/ports.ts';
import { type Cloud, openCloud } from '../cloud.ts';
import { openPostgresHost, type PostgresHost } from '../postgres/postgres-host.ts';
import type { ClientLog } from '../workload/client-log.ts';
import { ORDERS_DATABASE } from '../workload/orders-logins.ts';
import type { Closers } from './closers.ts';
import type { DaemonInfo, DaemonPhase } from './daemon-record.ts';
import { chooseNetwork, REGIONS, SHOP_PORT } from './network.ts';
import { openShop } from './open-shop.ts';
import { openProduction, PRODUCTION } from './production.ts';

/** No account has this number, so nothing that is done here can be taken for something else. */
const ACCOUNT_ID = '000000000000';

export interface SandboxParts {
  readonly home: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly onPhase: (phase: DaemonPhase) => Promise<void>;
  /** Gets what has to be closed, also when the opening fails half-way. */
  readonly closers: Closers;
}

export interface OpenSandbox {
  readonly host: PostgresHost;
  readonly cloud: Cloud;
  readonly clientLog: ClientLog;
  readonly place: Omit<DaemonInfo, 'version' | 'boot'>;
}

/** Databases, production, cloud and shop, in this order; each stands on the one before. */
export async function openSandbox(parts: SandboxParts): Promise<OpenSandbox> {
  const { home, clock, log, onPhase, closers } = parts;
  const host = await openPostgresHost({ home, clock, log });
  closers.add(() => host.close('stop'));
  const network = await chooseNetwork(home);
  const { logins, isNew } = await openProduction(host, home, onPhase);
  if (isNew) await onPhase('first snapshot');
  const cloud = await openCloud({
    home,
    clock,
    host,
    regions: REGIONS,
    accountId: ACCOUNT_ID,
    production: {
      id: PRODUCTION,
      database: ORDERS_DATABASE,
      masterUser: logins.admin.user,
    },
    shop: { addresses: network.shops, port: SHOP_PORT },
    log,
  });
  closers.add(() => cloud.close());
  if (isNew) await untilRestorable(host, clock);
  const { clientLog } = await openShop({ home, clock, log, cloud, network, logins, closers });
  const { readonly, admin } = logins;
  const database = { instance: PRODUCTION, database: ORDERS_DATABASE, readonly, admin };
  const dns = {
    authoritative: `127.0.0.1:${network.authoritativeDns}`,
    resolver: `127.0.0.1:${network.resolver}`,
  };
  const [region, ...otherRegions] = REGIONS;
  const place = { region, otherRegions, accountId: ACCOUNT_ID, database, dns };
  return { host, cloud, clientLog, place };
}

const LOOK_EVERY_MS: Ms = 20;
const ARCHIVE_LIMIT_MS: Ms = 20_000;

/** A sandbox that says that it is ready can be restored to a point in time. */
async function untilRestorable(host: PostgresHost, clock: Clock): Promise<void> {
  const deadline = clock.monotonic() + ARCHIVE_LIMIT_MS;
  while ((await host.latestRestorableTime(PRODUCTION)) === undefined) {
    if (clock.monotonic() > deadline) {
      throw new KunrenError({
        code: 'ARCHIVE_STUCK',
        message: `The logs of ${PRODUCTION} do not get into its archive; its server.log tells why.`,
      });
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
}
