import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Route53State } from '../../../src/sandbox/route53/route53-state.ts';
import { StoppedClock } from '../stopped-clock.ts';
import { eventually, newCheck, type Route53Harness, startRoute53 } from './route53-harness.ts';

/** An endpoint whose health a test sets; it counts the probes. */
class Endpoint {
  status = 200;
  silent = false;
  readonly probes: { readonly path: string | undefined; readonly host: string | undefined }[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.probes.push({ path: request.url, host: request.headers.host });
      if (this.silent) return;
      response.statusCode = this.status;
      response.end('body');
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function startEndpoint(): Promise<Endpoint> {
  const endpoint = new Endpoint();
  await endpoint.listen();
  onTestFinished(() => endpoint.close());
  return endpoint;
}

const observed = async ({ client }: Route53Harness, HealthCheckId: string) => {
  const { HealthCheckObservations = [] } = await client.getHealthCheckStatus({ HealthCheckId });
  return HealthCheckObservations;
};

/** Lets the next checker probe, and waits until it has said what it saw. */
async function nextProbe(harness: Route53Harness, id: string, clock: StoppedClock) {
  const before = JSON.stringify(await observed(harness, id));
  // Its own turn comes with the sleep between two checkers; nothing else waits for so short a time.
  await eventually(() => expect(clock.sleeping(3750)).toBeGreaterThan(0));
  clock.advance(1250);
  await eventually(async () => {
    expect(JSON.stringify(await observed(harness, id))).not.toBe(before);
  });
}

test('the checkers probe one after the other, each once in an interval', async () => {
  const clock = new StoppedClock();
  const harness = await startRoute53({ clock });
  const endpoint = await startEndpoint();
  const id = await newCheck(harness, {
    Port: endpoint.port,
    FullyQualifiedDomainName: 'shop.example',
  });
  await eventually(async () => expect(await observed(harness, id)).toHaveLength(1));
  for (let checkers = 2; checkers <= 8; checkers += 1) {
    await nextProbe(harness, id, clock);
    expect(await observed(harness, id)).toHaveLength(checkers);
  }
  await nextProbe(harness, id, clock);
  const observations = await observed(harness, id);
  expect(observations).toHaveLength(8);
  expect(new Set(observations.map(({ Region }) => Region)).size).toBe(8);
  expect(observations[0]).toEqual({
    Region: 'us-east-1',
    IPAddress: expect.any(String),
    StatusReport: {
      Status: 'Success: HTTP Status Code 200, OK',
      CheckedTime: new Date('2026-11-24T01:00:10.000Z'),
    },
  });
  expect(endpoint.probes).toHaveLength(9);
  expect(endpoint.probes[0]).toEqual({ path: '/healthz', host: 'shop.example' });
});

test('an endpoint is healthy while more than 18 % of its checkers say so', async () => {
  const clock = new StoppedClock();
  const harness = await startRoute53({ clock });
  const endpoint = await startEndpoint();
  const id = await newCheck(harness, { Port: endpoint.port });
  await eventually(async () => expect(await observed(harness, id)).toHaveLength(1));
  endpoint.status = 503;
  const saves = harness.saves();
  for (let failed = 1; failed <= 6; failed += 1) {
    await nextProbe(harness, id, clock);
    expect(harness.route53.isHealthy(id)).toBe(true);
  }
  await nextProbe(harness, id, clock);
  // Seven of eight; the one that is left is 12.5 %.
  expect(harness.route53.isHealthy(id)).toBe(false);
  expect(harness.saves()).toBe(saves + 7);
  const failing = (await observed(harness, id)).at(-1);
  expect(failing?.StatusReport?.Status).toBe('Failure: HTTP Status Code 503, Service Unavailable');
  endpoint.status = 302;
  // The first that succeeds again is the one that never failed.
  await nextProbe(harness, id, clock);
  expect(harness.route53.isHealthy(id)).toBe(false);
  await nextProbe(harness, id, clock);
  expect(harness.route53.isHealthy(id)).toBe(true);
});

test('a checker changes its mind after as many probes in a row as the threshold says', async () => {
  const clock = new StoppedClock();
  const harness = await startRoute53({ clock });
  const endpoint = await startEndpoint();
  const id = await newCheck(harness, { Port: endpoint.port, FailureThreshold: 2 });
  await eventually(async () => expect(await observed(harness, id)).toHaveLength(1));
  endpoint.status = 500;
  for (let probe = 0; probe < 8; probe += 1) await nextProbe(harness, id, clock);
  endpoint.status = 200;
  await nextProbe(harness, id, clock);
  endpoint.status = 500;
  for (let probe = 0; probe < 6; probe += 1) await nextProbe(harness, id, clock);
  // Six have failed twice in a row; one was interrupted by a success, one has failed once.
  expect(harness.route53.isHealthy(id)).toBe(true);
  await nextProbe(harness, id, clock);
  expect(harness.route53.isHealthy(id)).toBe(false);
});

test('an endpoint that does not listen or does not answer is not healthy', async () => {
  const clock = new StoppedClock();
  const harness = await startRoute53({ clock });
  const endpoint = await startEndpoint();
  const { port } = endpoint;
  const Regions = ['us-east-1', 'us-west-1', 'us-west-2'] as const;
  const id = await newCheck(harness, { Port: port, Regions: [...Regions] });
  await eventually(async () => expect(await observed(harness, id)).toHaveLength(1));
  endpoint.silent = true;
  await eventually(() => expect(clock.sleeping(3750)).toBeGreaterThan(0));
  clock.advance(3334);
  await eventually(() => expect(endpoint.probes).toHaveLength(2));
  // Until the answer is late, nothing is said.
  expect(await observed(harness, id)).toHaveLength(1);
  await eventually(() => expect(clock.sleeping(2000)).toBe(1));
  clock.advance(2000);
  await eventually(async () => expect(await observed(harness, id)).toHaveLength(2));
  const late = (await observed(harness, id))[1];
  expect(late?.StatusReport?.Status).toBe('Failure: The endpoint did not answer in time.');
  await endpoint.close();
  await eventually(() => expect(clock.sleeping(3334)).toBeGreaterThan(0));
  clock.advance(1334);
  await eventually(async () => {
    const refused = (await observed(harness, id))[2];
    expect(refused?.StatusReport?.Status).toBe('Failure: Connection refused.');
  });
  expect(harness.route53.isHealthy(id)).toBe(true);
});

test('a health check of type TCP only connects', async () => {
  const clock = new StoppedClock();
  const harness = await startRoute53({ clock });
  const server = createTcpServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const id = await newCheck(harness, { Type: 'TCP', Port: port, ResourcePath: undefined });
  await eventually(async () => {
    const [seen] = await observed(harness, id);
    expect(seen?.StatusReport?.Status).toBe('Success: TCP connection established');
  });
  await new Promise((resolve) => server.close(resolve));
  await nextProbe(harness, id, clock);
  const failed = (await observed(harness, id))[1];
  expect(failed?.StatusReport?.Status).toBe('Failure: Connection refused.');
});

test('a disabled check is healthy, an inverted one is the opposite, and neither is what the endpoint says', async () => {
  const clock = new StoppedClock();
  const harness = await startRoute53({ clock });
  const { client, route53 } = harness;
  const endpoint = await startEndpoint();
  endpoint.status = 500;
  const id = await newCheck(harness, { Port: endpoint.port });
  await eventually(async () => expect(await observed(harness, id)).toHaveLength(1));
  for (let probe = 0; probe < 7; probe += 1) await nextProbe(harness, id, clock);
  expect(route53.isHealthy(id)).toBe(false);
  const { HealthCheck } = await client.updateHealthCheck({ HealthCheckId: id, Disabled: true });
  expect(HealthCheck).toMatchObject({
    HealthCheckVersion: 2,
    HealthCheckConfig: { Disabled: true },
  });
  expect(route53.isHealthy(id)).toBe(true);
  const probes = endpoint.probes.length;
  clock.advance(60_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(endpoint.probes).toHaveLength(probes);
  await client.updateHealthCheck({ HealthCheckId: id, Inverted: true });
  expect(route53.isHealthy(id)).toBe(false);
  await client.updateHealthCheck({ HealthCheckId: id, Disabled: false });
  expect(route53.isHealthy(id)).toBe(true);
  await eventually(() => expect(endpoint.probes.length).toBeGreaterThan(probes));
});

test('what the checkers know survives a restart', async () => {
  const clock = new StoppedClock();
  const harness = await startRoute53({ clock });
  const endpoint = await startEndpoint();
  const id = await newCheck(harness, { Port: endpoint.port });
  endpoint.status = 500;
  for (let probe = 0; probe < 8; probe += 1) await nextProbe(harness, id, clock);
  expect(harness.route53.isHealthy(id)).toBe(false);
  const state = JSON.parse(JSON.stringify(harness.route53.state)) as Route53State;
  await harness.stop();
  const next = await startRoute53({ clock, state });
  expect(next.route53.isHealthy(id)).toBe(false);
  const probes = endpoint.probes.length;
  await eventually(() => expect(endpoint.probes.length).toBeGreaterThan(probes));
});
