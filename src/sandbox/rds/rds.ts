import {
  DBInstanceNotFoundFault$,
  DBParameterGroupNotFoundFault$,
  DBSnapshotNotFoundFault$,
  DBSubnetGroupNotFoundFault$,
  InvalidDBInstanceStateFault$,
} from '@aws-sdk/client-rds';
import type { Clock, Instant, Ms } from '../../core/ports.ts';
import type { DatabaseHost, Endpoint } from '../database-host.ts';
import type { Outages } from '../outage/outages.ts';
import { modeledError, type ServiceError } from '../wire/service-error.ts';
import { type ArnType, arnOf, nameOf, type Place } from './arn.ts';
import { Doors } from './doors.ts';
import { History } from './history.ts';
import type {
  EventRecord,
  InstanceRecord,
  InstanceStatus,
  ParameterGroupRecord,
  RdsState,
  SnapshotRecord,
  SubnetGroupRecord,
} from './rds-state.ts';

/** RDS keeps its events for 14 days; the sandbox also bounds their number. */
const EVENTS_KEPT_MS = 14 * 86_400_000;
const MOST_EVENTS = 2000;

export interface RdsParts {
  readonly state: RdsState;
  readonly host: DatabaseHost;
  readonly clock: Clock;
  readonly place: Place;
  /** RDS of each Region, this one too; filled before the first use. */
  readonly peers: ReadonlyMap<string, Rds>;
  readonly outages: Outages;
  readonly log: (line: string) => void;
}

/** RDS's resources in one Region and what can be said of them; the operations and the lifecycle work on it. */
export class Rds {
  readonly state: RdsState;
  readonly host: DatabaseHost;
  readonly clock: Clock;
  readonly place: Place;
  readonly peers: ReadonlyMap<string, Rds>;
  readonly outages: Outages;
  readonly doors: Doors;
  readonly instanceHistory = new History<InstanceRecord>(({ resourceId }) => resourceId);
  readonly snapshotHistory = new History<SnapshotRecord>(({ id }) => id);
  /** Since when (monotonic) the server of an instance did not answer, by resource id. */
  readonly #down = new Map<string, Ms>();

  constructor(parts: RdsParts) {
    this.state = parts.state;
    this.host = parts.host;
    this.clock = parts.clock;
    this.place = parts.place;
    this.peers = parts.peers;
    this.outages = parts.outages;
    this.doors = new Doors(parts.log);
  }

  now(): Instant {
    return new Date(this.clock.now()).toISOString();
  }

  arn(type: ArnType, name: string): string {
    return arnOf(this.place, type, name);
  }

  find(id: string): InstanceRecord | undefined {
    return this.state.instances.find((instance) => instance.id === id);
  }

  /** Whether an instance has the name, or is about to get it. */
  isTaken(id: string): boolean {
    return this.state.instances.some(
      (each) =>
        each.id === id ||
        each.works.some((work) => work.kind === 'modify' && work.changes.newId === id),
    );
  }

  /** @param id or ARN. @throws ServiceError `DBInstanceNotFound`. */
  instance(id: string): InstanceRecord {
    const instance = this.find(nameOf(this.place, id));
    if (!instance) throw this.noInstance(id);
    return instance;
  }

  noInstance(id: string): ServiceError {
    return modeledError(
      DBInstanceNotFoundFault$,
      `DBInstance ${nameOf(this.place, id)} not found.`,
    );
  }

  /** @throws ServiceError `DBInstanceNotFound`, `InvalidDBInstanceState`. */
  availableInstance(id: string): InstanceRecord {
    const instance = this.instance(id);
    if (this.statusOf(instance) !== 'available') {
      const message = `Database instance ${instance.id} is not in available state; it is ${this.statusOf(instance)}.`;
      throw modeledError(InvalidDBInstanceStateFault$, message);
    }
    return instance;
  }

  findSnapshot(id: string): SnapshotRecord | undefined {
    return this.state.snapshots.find((snapshot) => snapshot.id === id);
  }

  /** @param id or ARN. @throws ServiceError `DBSnapshotNotFound`. */
  snapshot(id: string): SnapshotRecord {
    const snapshot = this.findSnapshot(nameOf(this.place, id));
    if (!snapshot) throw this.noSnapshot(id);
    return snapshot;
  }

  noSnapshot(id: string): ServiceError {
    return modeledError(
      DBSnapshotNotFoundFault$,
      `DBSnapshot ${nameOf(this.place, id)} not found.`,
    );
  }

  /** @throws ServiceError `DBSubnetGroupNotFoundFault`. */
  subnetGroup(name: string): SubnetGroupRecord {
    const group = this.state.subnetGroups.find((each) => each.name === name.toLowerCase());
    if (group) return group;
    throw modeledError(DBSubnetGroupNotFoundFault$, `DB subnet group '${name}' does not exist.`);
  }

  /** @throws ServiceError `DBParameterGroupNotFound`. */
  parameterGroup(name: string): ParameterGroupRecord {
    const group = this.state.parameterGroups.find((each) => each.name === name.toLowerCase());
    if (group) return group;
    throw modeledError(DBParameterGroupNotFoundFault$, `DBParameterGroup not found: ${name}`);
  }

  /** A name for a new server at the host, never given before. */
  newServer(id: string): string {
    this.state.serversNamed += 1;
    return `${this.place.region}.${id}.${this.state.serversNamed}`;
  }

  /**
   * What a describe says: an instance whose server is dead is not available, whatever was meant. RDS says nothing of
   * it while there is a standby to take over.
   */
  statusOf(instance: InstanceRecord): InstanceStatus {
    const isDead = this.downFor(instance) !== undefined && !this.canFailOver(instance);
    return isDead && shouldAnswer(instance) ? 'failed' : instance.status;
  }

  /** How long the server has not answered, in ms; `undefined` while it does. */
  downFor({ resourceId }: InstanceRecord): Ms | undefined {
    const since = this.#down.get(resourceId);
    return since === undefined ? undefined : this.clock.monotonic() - since;
  }

  /** Whether there is a standby that has everything the primary has. */
  canFailOver({ standby }: InstanceRecord): boolean {
    if (!standby?.inSync) return false;
    return !this.outages.isZoneDown(standby.zone);
  }

  /** Looks at the servers of instances that should answer. */
  async lookAtServers(): Promise<void> {
    await Promise.all(this.state.instances.filter(shouldAnswer).map((each) => this.look(each)));
  }

  /** Looks at an instance's server and, while that is there, at its standby. */
  async look(instance: InstanceRecord): Promise<void> {
    const { resourceId, server } = instance;
    const up = await this.host.isUp(server);
    // It may have failed over meanwhile.
    if (instance.server !== server) return;
    if (!up) {
      if (!this.#down.has(resourceId)) this.#down.set(resourceId, this.clock.monotonic());
      return;
    }
    if (this.#down.delete(resourceId)) {
      // It came back by itself, perhaps at another port; starting what runs tells where it is.
      await this.lead(instance, await this.host.start(server));
    }
    const { standby } = instance;
    if (!standby) return;
    const inSync = (await this.host.replication(standby.server))?.streaming ?? false;
    // That a standby lost its primary this very moment does not mean that it lacks anything.
    if (!inSync && !(await this.host.isUp(server))) return;
    if (instance.standby === standby && inSync !== standby.inSync) {
      this.change(instance, { standby: { ...standby, inSync } });
    }
  }

  /** Leads an instance's clients to a server, or to none. */
  async lead(instance: InstanceRecord, server: Endpoint | undefined): Promise<void> {
    if (server) this.#down.delete(instance.resourceId);
    const { hasDoor, resourceId, endpoint } = instance;
    const reached = hasDoor ? await this.doors.lead(resourceId, endpoint?.port, server) : server;
    if (!reached || (reached.port === endpoint?.port && reached.host === endpoint.host)) return;
    this.change(instance, { endpoint: reached });
  }

  addInstance(instance: InstanceRecord): void {
    this.instanceHistory.appearing(instance);
    this.state.instances.push(instance);
  }

  /** Every change of an instance goes through here, so that what it was before is known. */
  change(instance: InstanceRecord, patch: Partial<Omit<InstanceRecord, 'works'>>): void {
    if (changesNothing(instance, patch)) return;
    this.instanceHistory.changing(instance);
    Object.assign(instance, patch);
  }

  removeInstance(instance: InstanceRecord): void {
    this.instanceHistory.changing(instance);
    this.state.instances.splice(this.state.instances.indexOf(instance), 1);
    this.#down.delete(instance.resourceId);
  }

  addSnapshot(snapshot: SnapshotRecord): void {
    this.snapshotHistory.appearing(snapshot);
    this.state.snapshots.push(snapshot);
  }

  changeSnapshot(snapshot: SnapshotRecord, patch: Partial<Omit<SnapshotRecord, 'id'>>): void {
    this.snapshotHistory.changing(snapshot);
    Object.assign(snapshot, patch);
  }

  /** Whether a restore that is not finished reads from the snapshot. */
  isRestoring(snapshot: SnapshotRecord): boolean {
    return this.state.instances.some(({ works }) =>
      works.some((work) => work.kind === 'restore-snapshot' && work.snapshot === snapshot.id),
    );
  }

  removeSnapshot(snapshot: SnapshotRecord): void {
    this.snapshotHistory.changing(snapshot);
    this.state.snapshots.splice(this.state.snapshots.indexOf(snapshot), 1);
  }

  addEvent(
    sourceType: EventRecord['sourceType'],
    source: string,
    category: string,
    message: string,
  ): void {
    const { events } = this.state;
    const seq = (events.at(-1)?.seq ?? 0) + 1;
    events.push({ seq, at: this.now(), sourceType, source, categories: [category], message });
    const oldest = new Date(this.clock.now() - EVENTS_KEPT_MS).toISOString();
    while (events.length > MOST_EVENTS || (events[0] && events[0].at < oldest)) events.shift();
  }
}

function shouldAnswer({ status }: InstanceRecord): boolean {
  return status === 'available' || status === 'backing-up' || status === 'modifying';
}

function changesNothing<Record extends object>(record: Record, patch: Partial<Record>): boolean {
  return (Object.keys(patch) as (keyof Record)[]).every((key) => patch[key] === record[key]);
}
