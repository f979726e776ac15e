import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RDS } from '@aws-sdk/client-rds';
import { STS } from '@aws-sdk/client-sts';
import { expect, onTestFinished, vi } from 'vitest';
import { type Cloud, openCloud } from '../../src/sandbox/cloud.ts';
import { PICK_UP_MS } from '../../src/sandbox/rds/work-context.ts';
import { FakeDatabaseHost } from '../support/fake-database-host.ts';
import { StoppedClock } from './stopped-clock.ts';

export const REGION = 'ap-northeast-1';
export const SECOND_REGION = 'ap-northeast-3';
export const ACCOUNT = '000000000000';
/** How long to wait for what happens in the background, on a machine that has other things to do. */
export const SOON = { timeout: 20_000, interval: 5 };
export const RUN_TAGS = [{ Key: 'kunren:run', Value: 'run-1' }];

/** A cloud on loopback over fake databases, with the real SDK's clients pointed at it. */
export class CloudHarness {
  readonly clock = new StoppedClock();
  readonly host = new FakeDatabaseHost(this.clock);
  readonly home: string;
  cloud!: Cloud;
  url!: string;
  rds!: RDS;
  /** In the second Region. */
  rds2!: RDS;
  sts!: STS;
  #server: Server | undefined;
  /** How much is looked at every second. */
  #loops = 2;

  constructor(home: string) {
    this.home = home;
  }

  async open(): Promise<void> {
    if (!this.host.servers.has('orders-prod')) {
      const masterPassword = 'first-password';
      await this.host.create({ id: 'orders-prod', masterUser: 'orders_admin', masterPassword });
    }
    this.cloud = await openCloud({
      home: this.home,
      clock: this.clock,
      host: this.host,
      regions: [REGION, SECOND_REGION],
      accountId: ACCOUNT,
      production: {
        id: 'orders-prod',
        database: 'orders',
        masterUser: 'orders_admin',
      },
    });
    const server = createServer((request, response) => this.cloud.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.rds = this.rdsAs('SANDBOX');
    this.rds2 = new RDS({
      ...this.#settings({ accessKeyId: 'SANDBOX', secretAccessKey: 'none' }),
      region: SECOND_REGION,
    });
    this.sts = new STS(this.#settings({ accessKeyId: 'SANDBOX', secretAccessKey: 'none' }));
  }

  rdsAs(accessKeyId: string, rest: { sessionToken?: string; secretAccessKey?: string } = {}): RDS {
    return new RDS(this.#settings({ secretAccessKey: 'none', ...rest, accessKeyId }));
  }

  stsAs(accessKeyId: string): STS {
    return new STS(this.#settings({ secretAccessKey: 'none', accessKeyId }));
  }

  /** Ends the HTTP server, and the cloud unless it is to be left as after a kill. */
  async close(how: 'closed' | 'killed' = 'closed'): Promise<void> {
    this.rds.destroy();
    this.rds2.destroy();
    this.sts.destroy();
    const server = this.#server;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
    if (how === 'closed') await this.cloud.close();
  }

  /** One instance as a describe tells it. */
  async instance(id: string, rds = this.rds) {
    const { DBInstances } = await rds.describeDBInstances({ DBInstanceIdentifier: id });
    return DBInstances?.[0];
  }

  async statusOf(id: string, rds = this.rds): Promise<string | undefined> {
    return (await this.instance(id, rds))?.DBInstanceStatus;
  }

  /** Waits for a status, on the real clock. */
  async reaches(id: string, status: string, rds = this.rds): Promise<void> {
    await vi.waitFor(async () => {
      const found = await this.statusOf(id, rds);
      if (found !== status) throw new Error(`${id} is ${found}, not ${status}`);
    }, SOON);
  }

  /** Waits until an instance has a standby that receives. */
  async hasStandby(id: string): Promise<void> {
    await vi.waitFor(async () => {
      const { SecondaryAvailabilityZone } = (await this.instance(id)) ?? {};
      if (!SecondaryAvailabilityZone) throw new Error(`${id} has no standby`);
    }, SOON);
  }

  /** The name of an instance's server at the host. */
  serverOf(id: string, region = REGION): string {
    const { instances } = this.cloud.status() as {
      instances: { id: string; region: string; server: string }[];
    };
    const found = instances.find((each) => each.id === id && each.region === region);
    if (!found) throw new Error(`There is no ${id} in ${region}.`);
    return found.server;
  }

  /** Lets seconds pass, each with the looks that the cloud takes at its databases. */
  async watch(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await this.looksAreOver();
      this.clock.advance(1000);
    }
    await this.looksAreOver();
  }

  /** Waits until everything that is looked at every second waits for its next look. */
  async looksAreOver(): Promise<void> {
    await vi.waitFor(() => {
      const waiting = this.clock.sleepingFor(1000);
      this.#loops = Math.max(this.#loops, waiting);
      expect(waiting).toBe(this.#loops);
    }, SOON);
  }

  /** What the events of an instance say, oldest first. */
  async eventsOf(id: string, rds = this.rds): Promise<(string | undefined)[]> {
    const { Events = [] } = await rds.describeEvents({
      SourceType: 'db-instance',
      SourceIdentifier: id,
    });
    return Events.map((event) => event.Message);
  }

  /** Waits until a change waits to be taken up, then lets that time pass. */
  async pickUp(): Promise<void> {
    await vi.waitFor(() => expect(this.clock.sleepingFor(PICK_UP_MS)).toBeGreaterThan(0), SOON);
    this.clock.advance(PICK_UP_MS);
  }

  async isGone(id: string): Promise<void> {
    await vi.waitFor(async () => {
      const error = await this.instance(id).catch((thrown: Error) => thrown);
      if (!(error instanceof Error)) throw new Error(`${id} is still there`);
    }, SOON);
  }

  /** The id of the first automated snapshot of production. */
  async firstSnapshot(): Promise<string> {
    const { DBSnapshots } = await this.rds.describeDBSnapshots({ SnapshotType: 'automated' });
    return DBSnapshots?.[0]?.DBSnapshotIdentifier ?? '';
  }

  /** Makes an available instance of the first snapshot, without backups of its own. */
  async restored(id: string, more: object = {}): Promise<void> {
    await this.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: id,
      DBSnapshotIdentifier: await this.firstSnapshot(),
      BackupRetentionPeriod: 0,
      Tags: RUN_TAGS,
      ...more,
    });
    await this.reaches(id, 'available');
  }

  #settings(credentials: { accessKeyId: string; secretAccessKey: string }) {
    return { endpoint: this.url, region: REGION, credentials, maxAttempts: 1 };
  }
}

/** A new, open cloud in which production has its standby and its replica; closed and removed when the test ends. */
export async function startCloud(): Promise<CloudHarness> {
  const harness = new CloudHarness(await mkdtemp(join(tmpdir(), 'kunren-cloud-')));
  await harness.open();
  await harness.hasStandby('orders-prod');
  await harness.reaches('orders-prod-replica', 'available', harness.rds2);
  onTestFinished(async () => {
    await harness.close();
    await rm(harness.home, { recursive: true, force: true });
  });
  return harness;
}

/** The error that a call fails with. */
export async function failureOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('The call did not fail.');
  const { $metadata, Code } = error as Error & {
    $metadata?: { httpStatusCode?: number };
    Code?: string;
  };
  return {
    name: error.name,
    code: Code,
    status: $metadata?.httpStatusCode,
    message: error.message,
  };
}
