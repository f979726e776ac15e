import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startAuthoritative } from '../../../src/sandbox/dns/authoritative.ts';
import { startResolver } from '../../../src/sandbox/dns/resolver.ts';
import { seedRoute53 } from '../../../src/sandbox/route53/seed.ts';
import { closing, nodeResolver } from '../dns/dns-harness.ts';
import { StoppedClock } from '../stopped-clock.ts';
import { eventually, startRoute53 } from './route53-harness.ts';

const NAME = 'shop.orders.example';

/** The zone of the first day over a shop whose health a test sets, with a name server and a resolver. */
async function start() {
  const shop = { status: 200 };
  const server = createServer((_, response) => {
    response.statusCode = shop.status;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const clock = new StoppedClock();
  const state = seedRoute53({
    zone: 'orders.example.',
    name: `${NAME}.`,
    ttl: 5,
    primary: '127.0.0.1',
    secondary: '127.0.0.2',
    health: { port: (server.address() as AddressInfo).port, path: '/healthz' },
  });
  const harness = await startRoute53({ clock, state });
  const { route53 } = harness;
  const upstream = closing(await startAuthoritative({ zones: route53, random: route53.random }));
  const resolver = closing(await startResolver({ upstream, clock }));
  const address = async (where: typeof upstream) => (await nodeResolver(where).resolve4(NAME))[0];
  return { ...harness, shop, clock, upstream, resolver, address };
}

test('the zone of the first day has the failover pair and its health check', async () => {
  const { client } = await start();
  const { HostedZones } = await client.listHostedZonesByName({ DNSName: 'orders.example' });
  expect(HostedZones?.[0]).toMatchObject({ Name: 'orders.example.', ResourceRecordSetCount: 4 });
  const { HealthChecks = [] } = await client.listHealthChecks({});
  expect(HealthChecks).toMatchObject([
    {
      HealthCheckConfig: {
        IPAddress: '127.0.0.1',
        ResourcePath: '/healthz',
        RequestInterval: 10,
        FailureThreshold: 1,
      },
    },
  ]);
  const { ResourceRecordSets } = await client.listResourceRecordSets({
    HostedZoneId: HostedZones?.[0]?.Id,
    StartRecordName: NAME,
  });
  expect(ResourceRecordSets).toMatchObject([
    { TTL: 5, Failover: 'PRIMARY', HealthCheckId: HealthChecks[0]?.Id },
    { TTL: 5, Failover: 'SECONDARY', ResourceRecords: [{ Value: '127.0.0.2' }] },
  ]);
});

test('when the primary fails, the name server moves within an interval and clients within a TTL more', async () => {
  const { shop, clock, upstream, resolver, address } = await start();
  expect(await address(resolver)).toBe('127.0.0.1');
  shop.status = 503;
  let waited = 0;
  await eventually(async () => {
    clock.advance(250);
    waited += 250;
    // Clients go on asking meanwhile, so the resolver's answer is never much older than its TTL.
    await address(resolver);
    expect(await address(upstream)).toBe('127.0.0.2');
  });
  // Seven of the eight checkers have to see it, one every 1.25 s.
  expect(waited).toBeGreaterThanOrEqual(7_500);
  clock.advance(5_000);
  expect(await address(resolver)).toBe('127.0.0.2');
});

test('a record that is edited moves clients when it is INSYNC and their TTL is over', async () => {
  const { client, clock, upstream, resolver, address } = await start();
  expect(await address(resolver)).toBe('127.0.0.1');
  const { HostedZones } = await client.listHostedZones({});
  const HostedZoneId = HostedZones?.[0]?.Id;
  const { ResourceRecordSets } = await client.listResourceRecordSets({ HostedZoneId });
  const primary = ResourceRecordSets?.find(({ Failover }) => Failover === 'PRIMARY');
  if (!primary) throw new Error('There is no primary.');
  const ResourceRecordSet = { ...primary, ResourceRecords: [{ Value: '127.0.0.3' }] };
  const { ChangeInfo } = await client.changeResourceRecordSets({
    HostedZoneId,
    ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet }] },
  });
  expect(await address(upstream)).toBe('127.0.0.1');
  clock.advance(1000);
  await eventually(async () => {
    const change = await client.getChange({ Id: ChangeInfo?.Id });
    expect(change.ChangeInfo?.Status).toBe('INSYNC');
  });
  expect(await address(upstream)).toBe('127.0.0.3');
  expect(await address(resolver)).toBe('127.0.0.1');
  clock.advance(4000);
  expect(await address(resolver)).toBe('127.0.0.3');
});
