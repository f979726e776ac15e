import { apexRecords } from './apex-records.ts';
import { newId, newNameServers } from './new-id.ts';
import { newHealthCheck } from './route53.ts';
import { newRoute53State, type RecordSet, type Route53State } from './route53-state.ts';

export interface Seed {
  /** With the dot at its end, e.g. `orders.example.`. */
  readonly zone: string;
  /** A name in it, e.g. `shop.orders.example.`, that goes to the primary while that is healthy. */
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
  readonly primary: string;
  readonly secondary: string;
  /** Where the primary tells its health. */
  readonly health: { readonly port: number; readonly path: string };
}

/** Route 53 on the first day: a zone with a failover pair, as it is made long before the bad day. */
export function seedRoute53(seed: Seed): Route53State {
  const { zone: name, ttl } = seed;
  const check = newHealthCheck('orders-primary', {
    type: 'HTTP',
    ipAddress: seed.primary,
    port: seed.health.port,
    path: seed.health.path,
    interval: 10,
    threshold: 1,
    inverted: false,
    disabled: false,
    regions: [],
  });
  check.tags.push({ Key: 'service', Value: 'orders' });
  const pair: RecordSet[] = [
    {
      name: seed.name,
      type: 'A',
      ttl,
      values: [seed.primary],
      setId: 'primary',
      failover: 'PRIMARY',
      healthCheck: check.id,
    },
    {
      name: seed.name,
      type: 'A',
      ttl,
      values: [seed.secondary],
      setId: 'secondary',
      failover: 'SECONDARY',
    },
  ];
  const nameServers = newNameServers();
  const id = newId('Z');
  const records = [...apexRecords(name, nameServers), ...pair];
  return {
    ...newRoute53State(),
    zones: [
      {
        id,
        name,
        callerReference: 'orders',
        comment: 'Production of the orders service',
        nameServers,
        records,
        tags: [{ Key: 'service', Value: 'orders' }],
      },
    ],
    served: [{ id, name, records: [...records] }],
    healthChecks: [check],
  };
}
