import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runbook } from '../../runbooks/restore-backup/runbook.ts';
import { activities } from '../../src/activities/index.ts';
import { createServices } from '../../src/activities/services.ts';
import type { SqlDriver } from '../../src/activities/sql/driver.ts';
import type { Poll } from '../../src/core/activity.ts';
import type { CheckResult } from '../../src/core/check.ts';
import type { Environment } from '../../src/core/drill.ts';
import type { Clock, Instant } from '../../src/core/ports.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { type Cloud, openCloud } from '../../src/sandbox/cloud.ts';
import { FakeDatabaseHost } from './fake-database-host.ts';
import { RunHarness } from './run-harness.ts';

const REGION = 'ap-northeast-1';
const ACCOUNT = '000000000000';

/** Calls that ask only; dying after one is dying before the next. */
const LOOKS = /Action=(Describe|List|Get)/;

interface BackupHarnessOptions {
  readonly name: string;
  /** As `--set` on the command line. */
  readonly set?: readonly string[];
}

/**
 * The shipped runbook and the shipped drill against the sandbox's API over loopback, through the real SDK.
 * The databases behind the API are fakes, and so are the SQL activities: what is tested is every point at which a
 * process can die between the engine, the journal and AWS.
 */
export class BackupHarness {
  readonly #clock: Clock;
  readonly #cloud: Cloud;
  readonly #server: Server;
  readonly #home: string;
  readonly host: FakeDatabaseHost;
  run!: RunHarness;
  /** Losses that were injected: more than one entry would be a repeated effect. */
  readonly injected: Instant[] = [];

  static async open(clock: Clock, options: BackupHarnessOptions): Promise<BackupHarness> {
    const home = await mkdtemp(join(tmpdir(), 'kunren-backup-'));
    const host = new FakeDatabaseHost(clock);
    await host.create({ id: 'orders-prod', masterUser: 'orders_admin', masterPassword: 'first' });
    const cloud = await openCloud({
      home,
      clock,
      host,
      regions: [REGION],
      accountId: ACCOUNT,
      production: {
        id: 'orders-prod',
        database: 'orders',
        masterUser: 'orders_admin',
      },
    });
    const harness = new BackupHarness(clock, cloud, host, home);
    await harness.#listen();
    harness.begin(options);
    return harness;
  }

  private constructor(clock: Clock, cloud: Cloud, host: FakeDatabaseHost, home: string) {
    this.#clock = clock;
    this.#cloud = cloud;
    this.#home = home;
    this.host = host;
    this.#server = createServer((request, response) => {
      // What a test asks for itself is no call of the run.
      const isOfTheRun = request.headers.authorization?.includes('Credential=SANDBOX/') ?? false;
      if (!isOfTheRun) return cloud.handle(request, response);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      if (this.run.diesAt('before')) return void request.socket.destroy();
      const end = response.end.bind(response);
      response.end = ((...args: Parameters<typeof end>) => {
        // The process is dead before it can read the answer.
        const isLook = request.method === 'GET' || LOOKS.test(Buffer.concat(chunks).toString());
        if (!isLook && this.run.diesAt('after')) {
          request.socket.destroy();
          return response;
        }
        return end(...args);
      }) as typeof response.end;
      cloud.handle(request, response);
    });
  }

  /** Opens a run; a second one leaves the cloud as the first has left it. */
  begin({ name, set = [] }: BackupHarnessOptions): void {
    const environment: Environment = {
      name: 'sandbox',
      kind: 'sandbox',
      region: REGION,
      accountId: ACCOUNT,
    };
    const { drill } = readDrill('drills/restore-backup.yaml', { set: [...set] });
    const services = createServices({
      environment: { ...environment, endpointUrl: this.url },
      clock: this.#clock,
      credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
      sql: openDoor,
    });
    this.run = new RunHarness({
      run: name,
      runbook: this.#withFakeSql(),
      drill,
      environment,
      clock: this.#clock,
      services,
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Every call that took effect in the cloud, as `operation resource`. */
  async effects(): Promise<string[]> {
    const response = await fetch(`${this.url}/_sandbox/effects`);
    const effects = (await response.json()) as { operation: string; resource: string }[];
    return effects.map(({ operation, resource }) => `${operation} ${resource}`);
  }

  async instances(): Promise<string[]> {
    const response = await fetch(`${this.url}/_sandbox/status`);
    const { instances } = (await response.json()) as { instances: { id: string }[] };
    return instances.map(({ id }) => id);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#cloud.close();
    await rm(this.#home, { recursive: true });
  }

  async #listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  #withFakeSql(): Runbook {
    const instant = () => new Date(this.#clock.now()).toISOString();
    const done = <Output>(output: Output): Poll<Output> => ({ status: 'done', output });
    const loss = () => ({ impactAt: this.injected[0] ?? '', rows: 1000 });
    const fakes: Runbook['activities'] = {
      'sql.take-baseline': {
        ...activities['sql.take-baseline'],
        poll: async () => done({ takenAt: instant(), asOf: instant(), values: {} }),
      },
      'sql.inject-loss': {
        ...activities['sql.inject-loss'],
        start: async () => {
          this.injected.push(instant());
          return loss();
        },
        adopt: async () => (this.injected.length === 0 ? undefined : loss()),
        poll: async () => done(loss()),
      },
      'sql.await-loss': {
        ...activities['sql.await-loss'],
        poll: async () => done({ detectedAt: instant() }),
      },
      'sql.verify': {
        ...activities['sql.verify'],
        poll: async (_: unknown, input: Parameters<typeof allPassed>[0]) => ({
          ...done({ outcome: 'passed', verifiedAt: instant() }),
          checks: allPassed(input, instant()),
        }),
      },
    };
    const all = Object.entries({ ...runbook.activities, ...fakes });
    return {
      ...runbook,
      // On a clock that runs this much faster, the usual limits would be over before an answer can come.
      activities: Object.fromEntries(
        all.map(([name, activity]) => [name, { ...activity, attemptTimeoutMs: 86_400_000 }]),
      ),
    };
  }
}

/** Whoever logs in is let in. */
const openDoor: SqlDriver = {
  connect: async () => ({
    query: async () => ({ columns: ['one'], rows: [['1']] }),
    execute: async () => 0,
    close: async () => undefined,
  }),
};

function allPassed(
  input: {
    readonly checks: readonly { id: string; kind: CheckResult['kind'] }[];
    readonly recoveryPoint: Instant;
  },
  startedAt: Instant,
): CheckResult[] {
  return input.checks.map(({ id, kind }) => ({
    id,
    kind,
    title: id,
    expected: 'sound',
    observed: 'sound',
    outcome: 'passed',
    startedAt,
    durationMs: 1,
    ...(kind === 'newest' && { newest: { instant: input.recoveryPoint, errorMs: 1000 } }),
  }));
}
