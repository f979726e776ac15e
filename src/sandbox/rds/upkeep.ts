import { failureOf } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import { KeyedLock } from '../postgres/keyed-lock.ts';
import type { Rds } from './rds.ts';
import type { InstanceRecord, Work } from './rds-state.ts';
import { sourceOf } from './replication.ts';

/** After a failure the same instance is left alone for so long. */
const RETRY_AFTER_MS: Ms = 10_000;

/**
 * One that does not receive for so long, with its source there, will not receive any more: it stayed away longer than
 * its source keeps logs for it.
 */
const LOST_AFTER_MS: Ms = 30_000;

/** Works that make servers come, go or change their part; what they leave is seen to afterwards. */
const UPHEAVALS: readonly Work['kind'][] = [
  'create-replica',
  'promote',
  'stop',
  'start',
  'reboot',
  'failover',
  'delete',
];

/**
 * Sees to the servers beside the primary, in the background and without a word in the instance's status: a Multi-AZ
 * instance has a standby in another zone, a read replica follows the server that its source has now, one that is
 * lost is made anew, and servers of no use are removed. It goes by how things are, so it needs no memory of what it
 * was doing.
 */
export class Upkeep {
  readonly #rds: Rds;
  readonly #save: () => Promise<void>;
  readonly #lock = new KeyedLock();
  readonly #busy = new Set<string>();
  readonly #notBefore = new Map<string, Ms>();
  /** Since when the standby of an instance, or the replica that it is, does not receive. */
  readonly #silent = new Map<string, Ms>();
  readonly #tending = new Set<Promise<void>>();
  #closed = false;

  constructor(rds: Rds, save: () => Promise<void>) {
    this.#rds = rds;
    this.#save = save;
  }

  /** Begins to see to every instance that nobody is seeing to. */
  look(): void {
    for (const instance of this.#rds.state.instances) {
      if (!this.#busy.has(instance.resourceId)) void this.tend(instance);
    }
  }

  /** Sees to an instance now; what does not work out is told in an event, and tried again later. */
  tend(instance: InstanceRecord): Promise<void> {
    const { resourceId } = instance;
    this.#busy.add(resourceId);
    const tending = this.alone(instance, () => this.#tendSafely(instance)).finally(() => {
      this.#busy.delete(resourceId);
      this.#tending.delete(tending);
    });
    this.#tending.add(tending);
    return tending;
  }

  /** Does something with an instance's servers while nobody else touches them. */
  alone<Result>(instance: InstanceRecord, act: () => Promise<Result>): Promise<Result> {
    return this.#lock.run(instance.resourceId, act);
  }

  /** Ends what is being done and begins nothing new. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#tending);
  }

  async #tendSafely(instance: InstanceRecord): Promise<void> {
    const { id, resourceId } = instance;
    const { clock } = this.#rds;
    if (this.#closed || clock.monotonic() < (this.#notBefore.get(resourceId) ?? 0)) return;
    try {
      await this.#removeRetired(instance);
      if (!this.#isSteady(instance)) return;
      if (instance.replicaOf) await this.#followSource(instance);
      else await this.#keepStandby(instance);
    } catch (error) {
      this.#notBefore.set(resourceId, clock.monotonic() + RETRY_AFTER_MS);
      const what = instance.replicaOf ? 'replica cannot follow its source' : 'standby is not there';
      const message = `The ${what}: ${failureOf(error).message}`;
      this.#rds.addEvent('db-instance', id, 'failure', message);
    }
  }

  /** Whether its server does what it shall, and nothing is going to change that. */
  #isSteady(instance: InstanceRecord): boolean {
    const { status, works, settings } = instance;
    return (
      this.#rds.state.instances.includes(instance) &&
      ['available', 'backing-up', 'modifying'].includes(status) &&
      this.#rds.downFor(instance) === undefined &&
      !this.#isDark(settings.availabilityZone) &&
      works.every(({ kind }) => !UPHEAVALS.includes(kind))
    );
  }

  async #removeRetired(instance: InstanceRecord): Promise<void> {
    const unread = instance.retired.filter((server) => !this.#isRead(server));
    if (unread.length === 0) return;
    for (const server of unread) await this.#rds.host.destroy(server);
    const retired = instance.retired.filter((server) => !unread.includes(server));
    this.#rds.change(instance, { retired });
    await this.#save();
  }

  /** Whether a restore reads the backups of a server. */
  #isRead(server: string): boolean {
    return this.#rds.state.instances.some(({ works }) =>
      works.some((work) => work.kind === 'restore-to-time' && work.server === server),
    );
  }

  async #keepStandby(instance: InstanceRecord): Promise<void> {
    const { standby, settings, retired } = instance;
    const { host } = this.#rds;
    if (standby && !settings.multiAz) {
      this.#rds.change(instance, { standby: undefined, retired: [...retired, standby.server] });
      await this.#removeRetired(instance);
    } else if (standby && !standby.inSync && !this.#isDark(standby.zone)) {
      // It was without power, or stopped with its primary.
      const endpoint = await host.start(standby.server);
      this.#rds.change(instance, { standby: { ...standby, endpoint } });
      await this.#rds.look(instance);
      if (this.#isLost(instance, instance.standby?.inSync)) {
        this.#rds.change(instance, { standby: undefined, retired: [...retired, standby.server] });
        await this.#makeStandby(instance);
      }
    } else if (!standby && settings.multiAz) {
      await this.#makeStandby(instance);
    }
  }

  #isLost({ resourceId }: InstanceRecord, receives = false): boolean {
    const now = this.#rds.clock.monotonic();
    const since = this.#silent.get(resourceId) ?? now;
    const isLost = !receives && now - since >= LOST_AFTER_MS;
    if (receives || isLost) this.#silent.delete(resourceId);
    else this.#silent.set(resourceId, since);
    return isLost;
  }

  async #makeStandby(instance: InstanceRecord): Promise<void> {
    const rds = this.#rds;
    const { settings } = instance;
    const zone = rds
      .subnetGroup(settings.subnetGroup)
      .subnets.map((subnet) => subnet.zone)
      .find((each) => each !== settings.availabilityZone && !this.#isDark(each));
    if (zone === undefined) return;
    const { server, endpoint } = await this.#make(instance, instance.server, true);
    if (this.#isDark(zone)) return;
    rds.change(instance, {
      standby: { server, zone, endpoint, inSync: true },
      retired: instance.retired.filter((each) => each !== server),
    });
    const message = `The standby in ${zone} has everything that the primary has`;
    rds.addEvent('db-instance', instance.id, 'notification', message);
    await this.#save();
  }

  /**
   * When the source has failed over, or the replica is lost, what the source has is copied anew. Until then the
   * replica shows what it has.
   */
  async #followSource(instance: InstanceRecord): Promise<void> {
    const rds = this.#rds;
    const { replicaOf } = instance;
    const source = sourceOf(rds, instance);
    if (!replicaOf || !source) return;
    const { status, works, settings } = source.instance;
    const isReady =
      ['available', 'backing-up', 'modifying'].includes(status) &&
      works.every(({ kind }) => kind !== 'failover') &&
      source.rds.downFor(source.instance) === undefined &&
      !rds.outages.isZoneDown(settings.availabilityZone);
    if (!isReady) return;
    const followed = source.instance.server;
    const facts = await rds.host.replication(instance.server);
    const isLost = this.#isLost(instance, facts?.streaming);
    if (followed === replicaOf.server && !isLost) return;
    const { server, endpoint } = await this.#make(instance, followed, false);
    if (this.#isDark(instance.settings.availabilityZone)) return;
    rds.change(instance, {
      server,
      replicaOf: { ...replicaOf, server: followed },
      retired: [...instance.retired.filter((each) => each !== server), instance.server],
    });
    await rds.lead(instance, endpoint);
    const message = 'Replication for the Read Replica resumed';
    rds.addEvent('db-instance', instance.id, 'read replica', message);
    await this.#removeRetired(instance);
  }

  /** Until it is put to use, a new server counts as one of no use: what a crash leaves is removed. */
  async #make(instance: InstanceRecord, source: string, synchronous: boolean) {
    const server = this.#rds.newServer(instance.id);
    this.#rds.change(instance, { retired: [...instance.retired, server] });
    await this.#save();
    const endpoint = await this.#rds.host.createStandby(source, server, { synchronous });
    return { server, endpoint };
  }

  #isDark(zone: string): boolean {
    return this.#rds.outages.isZoneDown(zone);
  }
}
