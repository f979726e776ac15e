import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HealthCheckConfig, Route53 as Route53Client } from '@aws-sdk/client-route-53';
import { onTestFinished, vi } from 'vitest';
import type { Clock, Ms, Random } from '../../../src/core/ports.ts';
import { EffectLog } from '../../../src/sandbox/fault/effect-log.ts';
import { FaultBook } from '../../../src/sandbox/fault/fault-book.ts';
import { FrontDoor } from '../../../src/sandbox/front-door.ts';
import { Route53 } from '../../../src/sandbox/route53/route53.ts';
import { route53Service } from '../../../src/sandbox/route53/route53-service.ts';
import { newRoute53State, type Route53State } from '../../../src/sandbox/route53/route53-state.ts';
import { Identities } from '../../../src/sandbox/sts/identities.ts';
import { readRequest, sendResponse } from '../../../src/sandbox/wire/http.ts';
import { StoppedClock } from '../stopped-clock.ts';

export interface Route53Harness {
  readonly route53: Route53;
  readonly client: Route53Client;
  readonly url: string;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  /** How often the state was saved by Route 53 itself. */
  saves(): number;
  /** Ends its background work. */
  stop(): Promise<void>;
}

/** Route 53 on loopback with the real SDK's client pointed at it; stopped when the test ends. */
export async function startRoute53(
  options: { clock?: Clock; state?: Route53State; propagationMs?: Ms; random?: Random } = {},
): Promise<Route53Harness> {
  const { clock = new StoppedClock(), state = newRoute53State() } = options;
  const stopping = new AbortController();
  const faults = new FaultBook([]);
  let saves = 0;
  const route53 = new Route53({
    ...options,
    clock,
    state,
    faults,
    save: async () => {
      saves += 1;
    },
  });
  const running = route53.run(stopping.signal);
  const effects = new EffectLog([]);
  const door = new FrontDoor({
    clock,
    regions: new Map(),
    global: [route53Service(route53)],
    isDown: () => false,
    identities: new Identities({
      state: { roles: [], sessions: [], rootSessions: [] },
      accountId: '000000000000',
      clock,
    }),
    faults,
    effects,
    signal: stopping.signal,
    save: async () => undefined,
  });
  const server = createServer(async (request, response) => {
    const answer = await door.answer(await readRequest(request));
    if (answer === 'cut') request.socket.resetAndDestroy();
    else sendResponse(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new Route53Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
    maxAttempts: 1,
  });
  const stop = async () => {
    stopping.abort();
    await running;
  };
  onTestFinished(async () => {
    await stop();
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { route53, client, url, effects, faults, saves: () => saves, stop };
}

/** Waits for a condition, on the real clock. */
export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 });
}

/** Makes a health check on this machine that probes every 10 s and believes one probe. @returns its id */
export async function newCheck(
  { client }: Route53Harness,
  config: Partial<HealthCheckConfig>,
): Promise<string> {
  const { HealthCheck } = await client.createHealthCheck({
    CallerReference: JSON.stringify(config),
    HealthCheckConfig: {
      Type: 'HTTP',
      IPAddress: '127.0.0.1',
      ResourcePath: '/healthz',
      RequestInterval: 10,
      FailureThreshold: 1,
      ...config,
    },
  });
  return HealthCheck?.Id ?? '';
}
