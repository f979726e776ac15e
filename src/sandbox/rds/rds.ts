import {
  DBInstanceNotFoundFault$,
  DBParameterGroupNotFoundFault$,
  DBSnapshotNotFoundFault$,
  DBSubnetGroupNotFoundFault$,
  InvalidDBInstanceStateFault$,
} from '@aws-sdk/client-rds';
import type { Clock, Instant } from '../../core/ports.ts';
import type { DatabaseHost } from '../database-host.ts';
import { modeledError, type ServiceError } from '../wire/service-error.ts';
import { type ArnType, arnOf, nameOf, type Place } from './arn.ts';
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

/** RDS's resources and what can be said of them; the operations and the lifecycle work on it. */
export class Rds {
  readonly state: RdsState;
  readonly host: DatabaseHost;
  readonly clock: Clock;
  readonly place: Place;
  readonly instanceHistory = new History<InstanceRecord>();
  readonly snapshotHistory = new History<SnapshotRecord>();
  /** Instances whose server did not answer at the last look. */
  readonly #down = new Set<string>();

  constructor(parts: { state: RdsState; host: DatabaseHost; clock: Clock; place: Place }) {
    this.state = parts.state;
    this.host = parts.host;
    this.clock = parts.clock;
    this.place = parts.place;
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

  /** What a describe says: an instance whose server is dead is not available, whatever was meant. */
  statusOf(instance: InstanceRecord): InstanceStatus {
    return this.#down.has(instance.id) && shouldAnswer(instance) ? 'failed' : instance.status;
  }

  /** Looks at the servers of instances that should answer. */
  async lookAtServers(): Promise<void> {
    await Promise.all(this.state.instances.filter(shouldAnswer).map((each) => this.#look(each)));
  }

  async #look(instance: InstanceRecord): Promise<void> {
    const up = await this.host.isUp(instance.id);
    if (!up) {
      this.#down.add(instance.id);
    } else if (this.#down.delete(instance.id)) {
      // It came back by itself, perhaps at another port; starting what runs tells where it is.
      this.change(instance, { endpoint: await this.host.start(instance.id) });
    }
  }

  addInstance(instance: InstanceRecord): void {
    this.instanceHistory.appearing(instance.id);
    this.state.instances.push(instance);
  }

  /** Every change of an instance goes through here, so that what it was before is known. */
  change(instance: InstanceRecord, patch: Partial<Omit<InstanceRecord, 'id' | 'works'>>): void {
    if (changesNothing(instance, patch)) return;
    this.instanceHistory.changing(instance);
    Object.assign(instance, patch);
    if (patch.endpoint) this.#down.delete(instance.id);
  }

  removeInstance(instance: InstanceRecord): void {
    this.instanceHistory.changing(instance);
    this.state.instances.splice(this.state.instances.indexOf(instance), 1);
  }

  addSnapshot(snapshot: SnapshotRecord): void {
    this.snapshotHistory.appearing(snapshot.id);
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
