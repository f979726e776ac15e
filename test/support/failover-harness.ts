import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RDS } from '@aws-sdk/client-rds';
import { SFN } from '@aws-sdk/client-sfn';
import { runbook as failoverAz } from '../../runbooks/failover-az/runbook.ts';
import { runbook as failoverRegion } from '../../runbooks/failover-region/runbook.ts';
import { likenessOf } from '../../src/activities/rds/instance-likeness.ts';
import { createServices } from '../../src/activities/services.ts';
import type { Environment } from '../../src/core/drill.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { type Cloud, openCloud } from '../../src/sandbox/cloud.ts';
import { IdleClock } from './idle-clock.ts';
import { modelActivities } from './model-activities.ts';
import { ModelDatabases, modelSql } from './model-databases.ts';
import { type InstanceStatus, ModelShop, REGIONS } from './model-shop.ts';
import { killed, RunHarness } from './run-harness.ts';

const ACCOUNT = '000000000000';
const PASSWORD = 'of-the-orders-admin';

/** Operations that ask only; dying after one is dying before the next. */
const LOOKS = /^(Describe|List|Get|TestDNSAnswer)/;

export interface FailoverOptions {
  readonly name: string;
  readonly drill: 'failover-az' | 'failover-region' | 'failover-region-rehearsal';
  /** As `--set` on the command line. */
  readonly set?: readonly string[];
  /** The Region is declared lost and goes on all the same, so that its primary can be fenced. */
  readonly declared?: boolean;
}

/** A call of the run, in the order in which it was made by its process. */
export interface HarnessCall {
  readonly operation: string;
  readonly mutating: boolean;
}

/**
 * The shipped failover runbooks and drills against the sandbox's API over loopback, through the real SDK, with a shop
 * whose health checks are real, a client that orders all the time, and models of databases that know fences, promotion
 * and replication. Names and requests are asked of the model; everything else is the product's own code.
 */
export class FailoverHarness {
  readonly clock: IdleClock;
  readonly databases: ModelDatabases;
  readonly shop: ModelShop;
  readonly cloud: Cloud;
  run!: RunHarness;
  /** Calls of the current process. */
  calls: HarnessCall[] = [];
  readonly #server: Server;
  readonly #home: string;
  readonly #unfollow: () => void;
  /** Effects of before the run. */
  #before = 0;

  static async open(options: FailoverOptions): Promise<FailoverHarness> {
    const clock = new IdleClock();
    const databases = new ModelDatabases(clock);
    const user = 'orders_admin';
    await databases.create({ id: 'orders-prod', masterUser: user, masterPassword: PASSWORD });
    const shop = await ModelShop.open(clock, databases);
    const home = await mkdtemp(join(tmpdir(), 'kunren-failover-'));
    const cloud = await openCloud({
      home,
      clock,
      host: databases,
      regions: REGIONS,
      accountId: ACCOUNT,
      production: { id: 'orders-prod', database: 'orders', masterUser: user },
      shop: { addresses: shop.addresses, port: shop.port },
    });
    shop.start(cloud);
    const harness = new FailoverHarness({ clock, databases, shop, cloud, home });
    await new Promise<void>((resolve) => harness.#server.listen(0, '127.0.0.1', resolve));
    await harness.#untilReady();
    if (options.drill === 'failover-region') await harness.letTeam({ Type: 'Succeed' });
    await harness.begin(options);
    return harness;
  }

  private constructor(parts: {
    readonly clock: IdleClock;
    readonly databases: ModelDatabases;
    readonly shop: ModelShop;
    readonly cloud: Cloud;
    readonly home: string;
  }) {
    this.clock = parts.clock;
    this.databases = parts.databases;
    this.shop = parts.shop;
    this.cloud = parts.cloud;
    this.#home = parts.home;
    this.#unfollow = parts.clock.followRequests();
    this.#server = createServer((request, response) => this.#take(request, response));
  }

  /** Opens a run; a second one finds the cloud as the first has left it. */
  async begin({ name, drill: file, set = [], declared }: FailoverOptions): Promise<void> {
    this.#before = (await this.#allEffects()).length;
    this.calls = [];
    const { drill: read } = readDrill(`drills/${file}.yaml`, { set: [...set] });
    const { outage: _, ...scenario } = read.scenario;
    const drill = declared ? { ...read, scenario } : read;
    const [region, ...otherRegions] = REGIONS;
    const environment: Environment = {
      name: 'sandbox',
      kind: 'sandbox',
      region,
      otherRegions,
      accountId: ACCOUNT,
    };
    const { clock, shop, databases } = this;
    const services = createServices({
      environment: { ...environment, endpointUrl: this.url },
      clock,
      credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
      sql: modelSql({
        databases,
        clock,
        serverAt: (port) => shop.serverAt(port),
        onChange: (when) => this.#dieOfSql(when),
      }),
    });
    const runbook = file === 'failover-az' ? failoverAz : failoverRegion;
    this.run = new RunHarness({
      run: name,
      runbook: { ...runbook, activities: modelActivities(runbook, { clock, shop, databases }) },
      drill,
      environment,
      clock,
      services,
      secrets: { 'admin-password': PASSWORD, 'source-password': 'of-a-reader' },
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Drives the run, and aborts it when its journal has so many records. */
  async abortAt(records: number): Promise<void> {
    await this.run.process({}, (run) => {
      const stop = run.feed.subscribe(() => {
        if (this.run.journal.length < records) return;
        stop();
        queueMicrotask(() => void run.command({ type: 'abort' }, 'tester').catch(() => undefined));
      });
    });
  }

  /** Every call that took effect in the cloud since the run was opened, as `operation resource`, the oldest first. */
  async effects(): Promise<string[]> {
    return (await this.#allEffects()).slice(this.#before);
  }

  async #allEffects(): Promise<string[]> {
    const response = await fetch(`${this.url}/_sandbox/effects`);
    const effects = (await response.json()) as { operation: string; resource: string }[];
    return effects.map(({ operation, resource }) => `${operation} ${resource}`);
  }

  /** How every instance is set, by its name. Its port is left out: here each server needs another one. */
  async likenesses(): Promise<{ readonly [name: string]: object }> {
    const found: { [name: string]: object } = {};
    for (const region of REGIONS) {
      const credentials = { accessKeyId: 'TESTER', secretAccessKey: 'none' };
      const rds = new RDS({ endpoint: this.url, region, credentials });
      const { DBInstances = [] } = await rds.describeDBInstances({});
      rds.destroy();
      for (const instance of DBInstances) {
        const { created, ...rest } = likenessOf(instance);
        const { Port: _, ...settings } = created;
        found[`${instance.DBInstanceIdentifier} in ${region}`] = { ...rest, ...settings };
      }
    }
    return found;
  }

  get instances(): readonly InstanceStatus[] {
    return this.shop.instances;
  }

  async addFault(fault: object): Promise<void> {
    const response = await fetch(`${this.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.shop.close();
    await this.cloud.close();
    this.#unfollow();
    await rm(this.#home, { recursive: true });
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const release = this.clock.hold();
    response.once('close', release);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
    if (pathname === '/_sandbox/client-log') {
      response.end(this.shop.log(searchParams.get('from') ?? ''));
      return;
    }
    // What a test asks for itself is no call of the run.
    const isOfTheRun =
      pathname.startsWith('/_sandbox/outages') ||
      request.headers.authorization?.includes('Credential=SANDBOX/');
    if (!isOfTheRun) {
      this.cloud.handle(request, response);
      return;
    }
    if (this.#dies('before')) {
      request.socket.destroy();
      return;
    }
    const call = { operation: '', mutating: false };
    this.calls.push(call);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    const end = response.end.bind(response);
    response.end = ((...args: Parameters<typeof end>) => {
      call.operation = operationOf(request, Buffer.concat(chunks).toString());
      call.mutating = !LOOKS.test(call.operation);
      // The process is dead before it can read the answer.
      if (call.mutating && this.#dies('after')) {
        request.socket.destroy();
        return response;
      }
      return end(...args);
    }) as typeof response.end;
    this.cloud.handle(request, response);
  }

  #dieOfSql(when: 'before' | 'after'): void {
    if (when === 'before') this.calls.push({ operation: 'SQL', mutating: true });
    if (this.#dies(when)) throw killed();
  }

  #dies(when: 'before' | 'after'): boolean {
    return this.run.diesAt(when);
  }

  /** What the team's state machine does; the shipped one waits in real seconds. */
  async letTeam(state: object, more: object = {}): Promise<void> {
    const sfn = new SFN({
      endpoint: this.url,
      region: REGIONS[1],
      credentials: { accessKeyId: 'TESTER', secretAccessKey: 'none' },
    });
    await sfn.updateStateMachine({
      stateMachineArn: `arn:aws:states:${REGIONS[1]}:${ACCOUNT}:stateMachine:orders-after-failover`,
      definition: JSON.stringify({ StartAt: 'Settle', States: { Settle: state }, ...more }),
    });
    sfn.destroy();
  }

  /** Production has its standby, its replica follows, and figures of the lag are there. */
  async #untilReady(): Promise<void> {
    for (let seconds = 0; seconds < 60; seconds += 1) {
      await this.clock.sleep(1000);
      const [prod, replica] = this.instances;
      if (prod?.standby?.inSync && replica?.status === 'available' && seconds > 10) return;
    }
    throw new Error(`The cloud does not get ready: ${JSON.stringify(this.instances)}`);
  }
}

/** e.g. `RebootDBInstance`, `ChangeResourceRecordSets`; `StartOutage` and `EndOutage` of the sandbox itself. */
function operationOf({ method, url = '', headers }: IncomingMessage, body: string): string {
  if (url.startsWith('/_sandbox/')) {
    return { POST: 'StartOutage', DELETE: 'EndOutage' }[method ?? ''] ?? 'ListOutages';
  }
  const named = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const path = /\/operation\/(\w+)/.exec(url)?.[1];
  if (named ?? (target || path)) return named ?? (target || path) ?? '';
  // Route 53 speaks in methods and paths.
  if (method === 'GET') return url.includes('testdnsanswer') ? 'TestDNSAnswer' : 'Get';
  return 'ChangeResourceRecordSets';
}
