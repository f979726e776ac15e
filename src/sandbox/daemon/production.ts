import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Endpoint } from '../database-host.ts';
import { readJson, writeJson } from '../postgres/json-file.ts';
import type { PostgresHost } from '../postgres/postgres-host.ts';
import type { OrdersLogins } from '../workload/orders-logins.ts';
import { seedOrders } from '../workload/seed-orders.ts';

/** The instance that drills rehearse the loss of. */
export const PRODUCTION = 'orders-prod';

export interface Production {
  readonly endpoint: Endpoint;
  readonly logins: OrdersLogins;
  /** Whether it was made just now. */
  readonly isNew: boolean;
}

/**
 * Starts the production database, or makes it on the first day. What an interrupted first day left is made anew.
 * @throws KunrenError `SANDBOX_PRODUCTION_GONE`
 */
export async function openProduction(
  host: PostgresHost,
  home: string,
  onPhase: (phase: 'creating database' | 'seeding') => Promise<void>,
): Promise<Production> {
  // Written when the data is in; until then there is nothing worth keeping.
  const path = join(home, 'credentials.json');
  const known = await readJson<OrdersLogins>(path);
  if (known) {
    if (!(await host.exists(PRODUCTION))) {
      throw new KunrenError({
        code: 'SANDBOX_PRODUCTION_GONE',
        message: `The sandbox's database ${PRODUCTION} was deleted. Reset the sandbox.`,
      });
    }
    return { endpoint: await host.start(PRODUCTION), logins: known, isNew: false };
  }
  const logins: OrdersLogins = {
    admin: { user: 'orders_admin', password: newPassword() },
    readonly: { user: 'drill_readonly', password: newPassword() },
    app: { user: 'orders_app', password: newPassword() },
  };
  await onPhase('creating database');
  await host.destroy(PRODUCTION);
  const endpoint = await host.create({
    id: PRODUCTION,
    masterUser: logins.admin.user,
    masterPassword: logins.admin.password,
  });
  await onPhase('seeding');
  await seedOrders(endpoint, logins);
  await writeJson(path, logins);
  return { endpoint, logins, isNew: true };
}

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
