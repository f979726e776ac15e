import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from '../postgres/json-file.ts';
import type { PostgresHost } from '../postgres/postgres-host.ts';
import type { OrdersLogins } from '../workload/orders-logins.ts';
import { seedOrders } from '../workload/seed-orders.ts';

/** The instance that drills rehearse the loss of. */
export const PRODUCTION = 'orders-prod';

export interface Production {
  readonly logins: OrdersLogins;
  /** Whether it was made just now. */
  readonly isNew: boolean;
}

/** Makes the production database on the first day. What an interrupted first day left is made anew. */
export async function openProduction(
  host: PostgresHost,
  home: string,
  onPhase: (phase: 'creating database' | 'seeding') => Promise<void>,
): Promise<Production> {
  // Written when the data is in; until then there is nothing worth keeping.
  const path = join(home, 'credentials.json');
  const known = await readJson<OrdersLogins>(path);
  // From the second day on the cloud knows where production is: after a failover it is on another server.
  if (known) return { logins: known, isNew: false };
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
  return { logins, isNew: true };
}

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
