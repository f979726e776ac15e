import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { createServices, type Services } from '../../src/activities/services.ts';
import type { SqlDriver } from '../../src/activities/sql/driver.ts';
import type { ActivityContext, CallRecord } from '../../src/core/activity.ts';
import type { Environment } from '../../src/core/drill.ts';
import type { Clock } from '../../src/core/ports.ts';
import { activityContext } from '../support/activity-context.ts';
import { isOnPath } from '../support/command-on-path.ts';
import { scaledClock } from '../support/scaled-clock.ts';

export const hasMoto = isOnPath('moto_server');

/** moto's only account. */
export const ACCOUNT = '123456789012';
export const HOME = 'ap-northeast-1';
export const AWAY = 'ap-northeast-3';

const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };

/**
 * moto, an emulator of AWS that others have written: what it takes, and how it answers, is an independent reading of
 * the API. There is nothing behind it: no database, no second zone, no DNS server. Where an activity can go no further
 * for that, its test says so by what is expected.
 */
export class Moto {
  readonly clock: Clock = scaledClock(1);
  /** Of the attempts of this test. */
  readonly calls: CallRecord[] = [];
  #endpoint = '';
  #server: ChildProcess | undefined;

  async start(): Promise<void> {
    const port = await freePort();
    this.#endpoint = `http://127.0.0.1:${port}`;
    this.#server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
      stdio: 'ignore',
    });
    await vi.waitFor(() => fetch(this.#endpoint), { timeout: 60_000, interval: 50 });
  }

  stop(): void {
    this.#server?.kill('SIGKILL');
  }

  async reset(): Promise<void> {
    this.calls.length = 0;
    await this.tell('reset');
  }

  /** Speaks to moto itself, e.g. of its settings. */
  async tell(word: string, body: object = {}): Promise<void> {
    const response = await fetch(`${this.#endpoint}/moto-api/${word}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`moto does not take "${word}": ${response.status}`);
  }

  /** A real account, as far as a run can see. */
  get environment(): Environment {
    return {
      name: 'moto',
      kind: 'aws',
      region: HOME,
      accountId: ACCOUNT,
      endpointUrl: this.#endpoint,
    };
  }

  services(clock: Clock, environment = this.environment) {
    return createServices({ environment, clock, credentials, sql: noDatabase });
  }

  /** For one activity; its calls are noted. */
  attempt(
    overrides: Partial<Omit<ActivityContext<Services>, 'clock' | 'services'>> = {},
  ): ActivityContext<Services> {
    const { signal } = new AbortController();
    const onCall = (call: CallRecord) => this.calls.push(call);
    const services = this.services(this.clock)({ activity: 'step', signal, onCall });
    const context = activityContext({ services, environment: 'aws', ...overrides });
    return { ...context, clock: this.clock };
  }

  /** What was asked to be changed, where, and what moto answered, e.g. `RebootDBInstance ap-northeast-1 200`. */
  get changes(): readonly string[] {
    return this.calls
      .filter(({ mutating }) => mutating)
      .map(({ operation, region, httpStatus }) => `${operation} ${region} ${httpStatus}`);
  }

  /** For the clients that prepare what activities find. */
  settings(region = HOME) {
    return { endpoint: this.#endpoint, region, credentials, maxAttempts: 1 };
  }
}

/** One moto for the tests of a block, empty before each of them. */
export function motoForEachTest(): Moto {
  const moto = new Moto();
  beforeAll(() => moto.start(), 90_000);
  beforeEach(() => moto.reset());
  afterAll(() => moto.stop());
  return moto;
}

const noDatabase: SqlDriver = {
  connect: async () => {
    throw Object.assign(new Error('moto has no database'), { code: '3D000' });
  },
};

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
