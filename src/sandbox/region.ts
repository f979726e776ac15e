import type { Clock } from '../core/ports.ts';
import type { BackupContext } from './backup/backup-context.ts';
import { keepRunningPlans } from './backup/backup-loop.ts';
import { backupService } from './backup/backup-service.ts';
import { makeFirstBackups, openBackup } from './backup/open-backup.ts';
import { CloudWatch } from './cloudwatch/cloudwatch.ts';
import { cloudWatchService } from './cloudwatch/cloudwatch-service.ts';
import { keepEvaluating } from './cloudwatch/keep-evaluating.ts';
import type { DatabaseHost, Endpoint } from './database-host.ts';
import type { FaultBook } from './fault/fault-book.ts';
import type { Outages } from './outage/outages.ts';
import { bringUpServers, takeDownServers } from './rds/bring-up.ts';
import { takeDueBackups } from './rds/due-backups.ts';
import { Lifecycle } from './rds/lifecycle.ts';
import { zonesOf } from './rds/network.ts';
import { Rds } from './rds/rds.ts';
import { rdsService } from './rds/rds-service.ts';
import type { InstanceRecord } from './rds/rds-state.ts';
import { type Production, productionInstance, replicaOfProduction } from './rds/seed.ts';
import { Upkeep } from './rds/upkeep.ts';
import { keepWatching } from './rds/watch.ts';
import { Sfn } from './sfn/sfn.ts';
import { sfnService } from './sfn/sfn-service.ts';
import type { RegionState } from './state/cloud-state.ts';
import type { Service } from './wire/service.ts';

export interface RegionParts {
  readonly name: string;
  readonly accountId: string;
  readonly state: RegionState;
  readonly host: DatabaseHost;
  readonly clock: Clock;
  /** RDS of each Region; this one adds its own. */
  readonly peers: Map<string, Rds>;
  readonly outages: Outages;
  readonly faults: FaultBook;
  readonly log: (line: string) => void;
  save(): Promise<void>;
}

/** The services of one Region, and what goes on in them. */
export class Region {
  readonly name: string;
  readonly rds: Rds;
  readonly services: readonly Service[];
  readonly #parts: RegionParts;
  readonly #upkeep: Upkeep;
  readonly #lifecycle: Lifecycle;
  readonly #closing = new AbortController();
  readonly #cloudWatch: CloudWatch;
  readonly #sfn: Sfn;
  readonly #backup: BackupContext;
  #watching: Promise<unknown> | undefined;
  /** Zones that had no power at the last change. */
  #dark: ReadonlySet<string> = new Set();

  constructor(parts: RegionParts) {
    const { name, accountId, state, host, clock, peers, outages, faults, log, save } = parts;
    this.#parts = parts;
    this.name = name;
    const place = { region: name, accountId };
    this.rds = new Rds({ state: state.rds, host, clock, place, peers, outages, log });
    peers.set(name, this.rds);
    this.#upkeep = new Upkeep(this.rds, save);
    this.#lifecycle = new Lifecycle(this.rds, this.#upkeep, save);
    const context = { rds: this.rds, lifecycle: this.#lifecycle };
    this.#backup = openBackup({ state: state.backup, rds: context, faults, save });
    this.#cloudWatch = new CloudWatch({ state: state.cloudWatch, clock, place });
    this.#sfn = new Sfn({ state: state.sfn, clock, place, save });
    this.services = [
      rdsService(context),
      backupService(this.#backup),
      cloudWatchService(this.#cloudWatch),
      sfnService(this.#sfn),
    ];
    outages.onChange(() => this.#followPower());
    this.#dark = this.#darkZones();
  }

  /** The first day of production's Region. */
  async foundProduction(production: Production): Promise<InstanceRecord> {
    const { rds } = this;
    const instance = productionInstance(rds.place, production, rds.now());
    rds.addInstance(instance);
    await rds.lead(instance, await rds.host.start(instance.server));
    rds.addEvent('db-instance', instance.id, 'creation', 'DB instance created');
    return instance;
  }

  /** Resolves when production has its first automated snapshot, and its first recovery point in the vault. */
  async takeFirstBackups(): Promise<void> {
    takeDueBackups(this.rds, this.#lifecycle);
    await this.#lifecycle.settled();
    await makeFirstBackups(this.#backup);
  }

  /** The first day of another Region: production's replica is to be made there. */
  foundReplica(home: Region, production: InstanceRecord): void {
    this.rds.addInstance(replicaOfProduction(this.rds, home.name, production));
  }

  /** Starts the servers that should run, after a restart of the sandbox, and ends those that should not. */
  async bringUp(): Promise<void> {
    await takeDownServers(this.rds);
    await bringUpServers(this.rds);
  }

  /** Takes up what was in flight, and from now on sees to everything that happens by itself. */
  start(): void {
    this.#lifecycle.resume();
    this.#upkeep.look();
    this.#backup.jobs.resume();
    const { log, save } = this.#parts;
    const { signal } = this.#closing;
    const onMetric = this.#cloudWatch.record.bind(this.#cloudWatch);
    const rds = { rds: this.rds, lifecycle: this.#lifecycle, upkeep: this.#upkeep, onMetric, log };
    this.#watching = Promise.all([
      keepWatching(rds, signal),
      keepRunningPlans(this.#backup, signal),
      keepEvaluating(this.#cloudWatch, save, signal),
    ]);
  }

  /** Where clients reach a database; `undefined` while it has never run, or when there is none of that name. */
  endpoint(instance: string): Endpoint | undefined {
    return this.rds.find(instance)?.endpoint;
  }

  /** Ends what is being done at this moment; servers go on. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([
      this.#watching,
      this.#lifecycle.close(),
      this.#upkeep.close(),
      this.#backup.jobs.close(),
      this.#sfn.close(),
    ]);
    await this.rds.doors.closeAll();
  }

  async #followPower(): Promise<void> {
    const wasDark = this.#dark;
    this.#dark = this.#darkZones();
    if (this.#dark.size > 0) await takeDownServers(this.rds);
    const back = [...wasDark].filter((zone) => !this.#dark.has(zone));
    if (back.length > 0) await bringUpServers(this.rds, back);
    this.#upkeep.look();
  }

  #darkZones(): ReadonlySet<string> {
    return new Set(zonesOf(this.name).filter((zone) => this.rds.outages.isZoneDown(zone)));
  }
}
