import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { RDS } from '@aws-sdk/client-rds';
import pg from 'pg';
import { inject } from 'vitest';
import { RUN_TAG } from '../../src/core/resource.ts';
import { resetSandbox, type SandboxInfo, sandboxStatus } from '../../src/sandbox/client.ts';
import {
  addFault,
  clearFaults,
  effects,
  endOutage,
  listFaults,
  listOutages,
  status,
} from '../../src/sandbox/control-client.ts';
import type { FaultRequest } from '../../src/sandbox/fault/fault.ts';
import { databaseFiles } from '../../src/sandbox/postgres/database-files.ts';
import type { ClientOutcome } from '../../src/sandbox/workload/client-log.ts';
import { SANDBOX } from './cli-root.ts';

/** An instance of the sandbox, as its status tells. */
export interface SandboxInstance {
  readonly region: string;
  readonly id: string;
  readonly status: string;
  readonly zone: string;
  /** Name of the server that it has at the moment. */
  readonly server: string;
  readonly endpoint?: { readonly host: string; readonly port: number };
  readonly standby?: { readonly inSync: boolean };
  readonly replicaOf?: { readonly region: string; readonly id: string; readonly server: string };
  readonly tags: { readonly [key: string]: string };
}

const CREDENTIALS = { credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' } };

export const HOME = 'ap-northeast-1';
export const AWAY = 'ap-northeast-3';

/**
 * The sandbox of a worker: its test files use it one after another, and each test leaves it as it was. Production
 * cannot be shared: of two drills at once, one would lose the data that the other takes its baseline of.
 */
export class CliSandbox {
  readonly home: string;
  #info: SandboxInfo | undefined;

  constructor() {
    this.home = join(inject('cliRoot'), `${SANDBOX}${process.env['VITEST_POOL_ID']}`);
  }

  /** Where it is, as it was last found. */
  get info(): SandboxInfo {
    if (!this.#info) throw new Error('The sandbox is not up.');
    return this.#info;
  }

  /** Whether it is up; if so, `info` tells where. */
  async find(): Promise<boolean> {
    const found = await sandboxStatus({ home: this.home });
    this.#info = found.running ? found : undefined;
    return found.running;
  }

  /** Deletes it. */
  async reset(): Promise<void> {
    this.#info = undefined;
    await resetSandbox({ home: this.home });
  }

  /** Whether production could be restored. */
  async isBackedUp(): Promise<boolean> {
    const { DBInstances = [] } = await this.#rds((rds) =>
      rds.describeDBInstances({ DBInstanceIdentifier: PRIMARY }),
    );
    return DBInstances[0]?.LatestRestorableTime !== undefined;
  }

  /** Whether no figure of the last moments says that nothing is replicated: a failover believes the last ones. */
  async isReplicating(): Promise<boolean> {
    const cloudWatch = new CloudWatch({ ...CREDENTIALS, ...this.#endpoint(), region: AWAY });
    const now = Date.now();
    const { MetricDataResults = [] } = await cloudWatch.getMetricData({
      StartTime: new Date(now - 15_000),
      EndTime: new Date(now),
      MetricDataQueries: [
        {
          Id: 'lag',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/RDS',
              MetricName: 'ReplicaLag',
              Dimensions: [{ Name: 'DBInstanceIdentifier', Value: `${PRIMARY}-replica` }],
            },
            Period: 5,
            Stat: 'Minimum',
          },
        },
      ],
    });
    cloudWatch.destroy();
    return MetricDataResults.every(({ Values = [] }) => Values.every((value) => value >= 0));
  }

  /** What has happened to its databases of late, and how they are: for whoever has waited in vain. */
  async story(): Promise<string> {
    const { Events = [] } = await this.#rds((rds) => rds.describeEvents({ Duration: 15 }));
    const events = Events.map(
      ({ Date: at, SourceIdentifier: of, Message: message }) =>
        `${at?.toISOString()} ${of}: ${message}`,
    );
    return [...events, JSON.stringify(await this.instances(), null, 2)].join('\n');
  }

  async #rds<Answer>(ask: (rds: RDS) => Promise<Answer>): Promise<Answer> {
    const rds = new RDS({ ...CREDENTIALS, ...this.#endpoint(), region: HOME });
    return await ask(rds).finally(() => rds.destroy());
  }

  #endpoint(): { readonly endpoint: string } {
    return { endpoint: this.info.endpointUrl };
  }

  /** Ends what tests have made it suffer. */
  async soothe(): Promise<void> {
    await clearFaults(this.info.endpointUrl);
    await endOutage(this.info.endpointUrl);
  }

  async instances(): Promise<readonly SandboxInstance[]> {
    const { instances } = (await status(this.info.endpointUrl)) as unknown as {
      readonly instances: readonly SandboxInstance[];
    };
    return instances;
  }

  /**
   * How things stand with production, in a form that can be compared: its primary at home with a standby, its replica
   * away and behind it, users served at home, and nothing else there.
   */
  async shape(): Promise<object> {
    const instances = await this.instances();
    const primary = instances.find(({ id }) => id === PRIMARY);
    const newest = (await this.clientLog(new Date(Date.now() - 1000).toISOString())).slice(-3);
    return {
      instances: instances.map(({ region, id, status: word, standby, replicaOf }) => ({
        region,
        id,
        // A backup comes when it comes.
        status: word === 'backing-up' ? 'available' : word,
        ...(standby && { standby: standby.inSync }),
        ...(replicaOf && { follows: replicaOf.server === primary?.server }),
      })),
      outages: await listOutages(this.info.endpointUrl),
      servedBy: newest.map(({ ok, region }) => (ok ? region : 'nobody')),
    };
  }

  /** Mutating calls that took effect, in order: those of a run, or all after a moment. */
  async effects(which: { readonly run: string } | { readonly after: number }): Promise<string[]> {
    const all = await effects(this.info.endpointUrl);
    return all
      .filter((each) => ('run' in which ? each.run === which.run : each.seq > which.after))
      .map(({ operation }) => operation);
  }

  /** The moment after the last effect so far. */
  async moment(): Promise<number> {
    return (await effects(this.info.endpointUrl)).at(-1)?.seq ?? 0;
  }

  /** What is there of a run. */
  async leftovers(run: string): Promise<readonly SandboxInstance[]> {
    return (await this.instances()).filter(({ tags }) => tags[RUN_TAG] === run);
  }

  async addFault(fault: FaultRequest): Promise<void> {
    await addFault(this.info.endpointUrl, fault);
  }

  async clearFaults(): Promise<void> {
    await clearFaults(this.info.endpointUrl);
  }

  /** Whether every fault with a count has struck as often as it should. */
  async haveFaultsStruck(): Promise<boolean> {
    const faults = await listFaults(this.info.endpointUrl);
    return faults.every(({ count }) => count === undefined);
  }

  /** Sends a statement to the primary of production, as its owner. */
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const { database, admin } = this.info.database;
    const { endpoint } = (await this.instances()).find(({ id }) => id === PRIMARY) ?? {};
    const client = new pg.Client({ ...endpoint, ...admin, database });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** What the shop's client has sent since an instant, and what came of it. */
  async clientLog(from: string): Promise<ClientOutcome[]> {
    const url = new URL(`/_sandbox/client-log?from=${from}`, this.info.endpointUrl);
    const lines = (await (await fetch(url)).text()).split('\n');
    return lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ClientOutcome]));
  }

  /** Orders that were acknowledged to the client between two instants, and how many production does not have. */
  async acknowledged(from: string, to: string): Promise<{ sent: number; missing: string[] }> {
    const keys = (await this.clientLog(from)).flatMap(({ ok, at, key }) =>
      ok && at <= to ? [key] : [],
    );
    const found = await this.query<{ key: string }>(
      'SELECT key FROM client_orders WHERE key = ANY($1)',
      [keys],
    );
    const there = new Set(found.map(({ key }) => key));
    return { sent: keys.length, missing: keys.filter((key) => !there.has(key)) };
  }

  /** The process of an instance's server, as soon as there is one. */
  async serverProcess(instance: string): Promise<number | undefined> {
    const { server } = (await this.instances()).find(({ id }) => id === instance) ?? {};
    if (server === undefined) return undefined;
    const { data } = databaseFiles(this.home, server);
    const claim = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
    return Number(claim.split('\n')[0]) || undefined;
  }
}

const PRIMARY = 'orders-prod';

/** The shape that production has when nothing is wrong with it. */
export const AT_HOME = {
  instances: [
    { region: HOME, id: PRIMARY, status: 'available', standby: true },
    { region: AWAY, id: `${PRIMARY}-replica`, status: 'available', follows: true },
  ],
  outages: [],
  servedBy: [HOME, HOME, HOME],
};
