import { performWork } from './perform-work.ts';
import type { Rds } from './rds.ts';
import type { InstanceRecord, SnapshotRecord, Work } from './rds-state.ts';
import type { Upkeep } from './upkeep.ts';

/** Carries out what the operations have accepted: the works of one instance in order, instances side by side. */
export class Lifecycle {
  readonly #rds: Rds;
  readonly #upkeep: Upkeep;
  readonly #save: () => Promise<void>;
  readonly #running = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(rds: Rds, upkeep: Upkeep, save: () => Promise<void>) {
    this.#rds = rds;
    this.#upkeep = upkeep;
    this.#save = save;
  }

  /** Gives an instance something to do. The caller saves before it answers. */
  enqueue(instance: InstanceRecord, work: Work): void {
    instance.works.push(work);
    this.#wake(instance, false);
  }

  /** Removes a snapshot in the background. */
  discard(snapshot: SnapshotRecord): void {
    this.#rds.changeSnapshot(snapshot, { status: 'deleting' });
    this.#run(`snapshot ${snapshot.id}`, (done) => this.#removeSnapshot(snapshot, done));
  }

  /** Takes up what was in flight when the sandbox stopped. */
  resume(): void {
    for (const instance of this.#rds.state.instances) this.#wake(instance, true);
    for (const snapshot of this.#rds.state.snapshots) {
      if (snapshot.status === 'deleting') this.discard(snapshot);
    }
  }

  /** Resolves when nothing is being done any more. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Ends what is being done right now and begins nothing new; the rest stands in the saved state. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled();
  }

  #wake(instance: InstanceRecord, resumed: boolean): void {
    this.#run(`instance ${instance.resourceId}`, (done) => this.#drain(instance, resumed, done));
  }

  /** @param task calls `done` in the same turn as it finds nothing more to do, so that no wake-up is lost. */
  #run(key: string, task: (done: () => void) => Promise<void>): void {
    if (this.#running.has(key)) return;
    // Begins in a later turn: the change that brings the work is complete by then.
    const run = Promise.resolve().then(() => task(() => this.#running.delete(key)));
    this.#running.set(key, run);
  }

  async #drain(instance: InstanceRecord, resumed: boolean, done: () => void): Promise<void> {
    let again = resumed;
    for (;;) {
      const [work] = instance.works;
      const isGone = !this.#rds.state.instances.includes(instance);
      if (!work || isGone || this.#closing.signal.aborted) return done();
      // Written down before it is done, like everything that must survive a crash.
      await this.#saveQuietly();
      const finished = await performWork(work, {
        rds: this.#rds,
        instance,
        upkeep: this.#upkeep,
        again,
        signal: this.#closing.signal,
        enqueue: (other, next) => this.enqueue(other, next),
        discard: (snapshot) => this.discard(snapshot),
        save: this.#save,
      });
      if (!finished) return done();
      again = false;
      instance.works.shift();
      void this.#upkeep.tend(instance);
      await this.#saveQuietly();
    }
  }

  async #removeSnapshot(snapshot: SnapshotRecord, done: () => void): Promise<void> {
    try {
      await this.#rds.host.removeSnapshot(snapshot.id);
      this.#rds.removeSnapshot(snapshot);
      this.#rds.addEvent('db-snapshot', snapshot.id, 'deletion', 'Deleted snapshot');
    } catch (error) {
      this.#rds.changeSnapshot(snapshot, { status: 'failed' });
      const message = `The snapshot could not be deleted: ${String(error)}`;
      this.#rds.addEvent('db-snapshot', snapshot.id, 'failure', message);
    }
    done();
    await this.#saveQuietly();
  }

  /** Nobody waits for this save. When it fails, the state on disk is older and the next start does the work again. */
  async #saveQuietly(): Promise<void> {
    await this.#save().catch(() => undefined);
  }
}
