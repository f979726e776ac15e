import { decode } from 'dns-packet';
import { expect, test, vi } from 'vitest';
import { startAuthoritative } from '../../../src/sandbox/dns/authoritative.ts';
import type { DnsListener } from '../../../src/sandbox/dns/listen-for-queries.ts';
import { startResolver } from '../../../src/sandbox/dns/resolver.ts';
import { StoppedClock } from '../stopped-clock.ts';
import {
  A,
  asked,
  closing,
  nodeResolver,
  overUdp,
  query,
  startServer,
  Zones,
  zoneOf,
} from './dns-harness.ts';

async function start(zones: Zones, isStuck = () => false) {
  const clock = new StoppedClock();
  const upstream = await startServer(zones);
  const resolver = closing(await startResolver({ upstream, clock, isStuck }));
  return { clock, upstream, resolver };
}

const shop = (value: string) => zoneOf('a.example.', A('shop.a.example.', value));
const addressOf = async (resolver: DnsListener) =>
  (await nodeResolver(resolver).resolve4('shop.a.example', { ttl: true }))[0];

test('an answer is remembered for its TTL, which runs down', async () => {
  const zones = new Zones(shop('192.0.2.1'));
  const { clock, resolver } = await start(zones);
  expect(await addressOf(resolver)).toEqual({ address: '192.0.2.1', ttl: 5 });
  zones.served = [shop('192.0.2.2')];
  clock.advance(1900);
  expect(await addressOf(resolver)).toEqual({ address: '192.0.2.1', ttl: 4 });
  clock.advance(3099);
  expect(await addressOf(resolver)).toEqual({ address: '192.0.2.1', ttl: 1 });
  clock.advance(1);
  expect(await addressOf(resolver)).toEqual({ address: '192.0.2.2', ttl: 5 });
});

test('a resolver says that it resolves, and names have no case', async () => {
  const zones = new Zones(shop('192.0.2.1'));
  const { resolver } = await start(zones);
  const answer = decode(await overUdp(resolver, query('SHOP.a.example')));
  expect(answer).toMatchObject({ flag_ra: true, flag_aa: false, flag_rd: true });
  zones.served = [shop('192.0.2.2')];
  expect(await asked(resolver, 'shop.A.example')).toMatchObject({
    answers: ['shop.a.example 5 A 192.0.2.1'],
  });
});

test('that there is nothing is remembered too, as long as the zone says', async () => {
  const zones = new Zones(zoneOf('a.example.'));
  const { clock, resolver } = await start(zones);
  expect(await asked(resolver, 'shop.a.example')).toMatchObject({ rcode: 'NXDOMAIN' });
  zones.served = [shop('192.0.2.1')];
  clock.advance(899_999);
  expect(await asked(resolver, 'shop.a.example')).toMatchObject({ rcode: 'NXDOMAIN' });
  clock.advance(1);
  expect(await addressOf(resolver)).toEqual({ address: '192.0.2.1', ttl: 5 });
});

test('a resolver that is stuck keeps the answers that it has', async () => {
  const zones = new Zones(shop('192.0.2.1'));
  let stuck = false;
  const { clock, resolver } = await start(zones, () => stuck);
  await addressOf(resolver);
  stuck = true;
  zones.served = [
    zoneOf('a.example.', A('shop.a.example.', '192.0.2.2'), A('new.a.example.', '192.0.2.3')),
  ];
  clock.advance(3_600_000);
  expect(await addressOf(resolver)).toEqual({ address: '192.0.2.1', ttl: 5 });
  expect(await nodeResolver(resolver).resolve4('new.a.example')).toEqual(['192.0.2.3']);
  stuck = false;
  expect(await addressOf(resolver)).toEqual({ address: '192.0.2.2', ttl: 5 });
});

test('a long answer is fetched over TCP, and a TTL of 0 is not kept', async () => {
  const values = Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`);
  const zone = (...own: string[]) =>
    zoneOf('a.example.', { ...A('a.example.', ''), ttl: 0, values: own });
  const zones = new Zones(zone(...values));
  const { resolver } = await start(zones);
  expect(await nodeResolver(resolver).resolve4('a.example')).toEqual(values);
  zones.served = [zone('192.0.2.1')];
  expect(await nodeResolver(resolver).resolve4('a.example')).toEqual(['192.0.2.1']);
});

test('a name server that refuses or is not there is a failure that is not remembered', async () => {
  const zones = new Zones(shop('192.0.2.1'));
  const { upstream, resolver } = await start(zones);
  expect(await asked(resolver, 'b.example')).toMatchObject({ rcode: 'SERVFAIL' });
  await upstream.close();
  expect(await asked(resolver, 'shop.a.example')).toMatchObject({ rcode: 'SERVFAIL' });
  closing(await startAuthoritative({ zones, random: () => 0, port: upstream.port }));
  expect(await addressOf(resolver)).toEqual({ address: '192.0.2.1', ttl: 5 });
});

test('a name server that does not answer is asked twice and then given up', async () => {
  const { createSocket } = await import('node:dgram');
  const silent = createSocket('udp4');
  let messages = 0;
  silent.on('message', () => {
    messages += 1;
  });
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
  const clock = new StoppedClock();
  const upstream = { address: '127.0.0.1', port: silent.address().port };
  const resolver = closing(await startResolver({ upstream, clock }));
  const answer = asked(resolver, 'shop.a.example');
  for (const expected of [1, 2]) {
    await vi.waitFor(() => expect(messages).toBe(expected), { timeout: 5000 });
    clock.advance(1000);
  }
  expect(await answer).toMatchObject({ rcode: 'SERVFAIL' });
  silent.close();
});
