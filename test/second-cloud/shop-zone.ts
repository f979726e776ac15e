import { type HealthCheckConfig, Route53 } from '@aws-sdk/client-route-53';
import { onTestFinished } from 'vitest';
import type { Moto } from './moto.ts';

export const SHOP = { zone: 'orders.example', record: 'shop.orders.example', type: 'A' } as const;
export const HERE = '192.0.2.1';
export const THERE = '192.0.2.2';

/** The zone with the failover pair of the shop, and the health check of its primary. */
export async function prepareZone(
  moto: Moto,
  { secondary = THERE, ...health }: Partial<HealthCheckConfig> & { secondary?: string } = {},
) {
  const route53 = new Route53(moto.settings('us-east-1'));
  onTestFinished(() => route53.destroy());
  const { HealthCheck } = await route53.createHealthCheck({
    CallerReference: 'shop',
    HealthCheckConfig: {
      Type: 'HTTP',
      IPAddress: HERE,
      Port: 80,
      ResourcePath: '/healthz',
      RequestInterval: 10,
      FailureThreshold: 3,
      ...health,
    },
  });
  const { HostedZone } = await route53.createHostedZone({
    Name: SHOP.zone,
    CallerReference: 'orders',
  });
  const zoneId = HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
  const side = (Failover: 'PRIMARY' | 'SECONDARY', Value: string, HealthCheckId?: string) => ({
    Action: 'CREATE' as const,
    ResourceRecordSet: {
      Name: SHOP.record,
      Type: SHOP.type,
      TTL: 60,
      Failover,
      SetIdentifier: Failover.toLowerCase(),
      ResourceRecords: [{ Value }],
      HealthCheckId,
    },
  });
  await route53.changeResourceRecordSets({
    HostedZoneId: zoneId,
    ChangeBatch: {
      Changes: [side('PRIMARY', HERE, HealthCheck?.Id), side('SECONDARY', secondary)],
    },
  });
  const records = async () =>
    (await route53.listResourceRecordSets({ HostedZoneId: zoneId })).ResourceRecordSets ?? [];
  return { zoneId, healthCheckId: HealthCheck?.Id ?? '', records };
}
