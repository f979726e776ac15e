import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Instant, Ms } from '../../core/ports.ts';
import type { DatabaseHost, Endpoint, ReplicationFacts, SnapshotFacts } from '../database-host.ts';
import { ADMIN_USER, openAdmin } from './admin-session.ts';
import {
  type BaseBackup,
  readBackup,
  removeBackup,
  removeUnfinishedBackups,
  takeBaseBackup,
} from './base-backup.ts';
import { copyTree } from './copy-tree.ts';
import {
  type DatabaseFiles,
  databaseFiles,
  databasesFolder,
  snapshotFolder,
  snapshotsFolder,
  writeOwned,
} from './database-files.ts';
import { fetchLogs } from './fetch-logs.ts';
import { changePassword, initDatabase, makeMasterUser } from './init-database.ts';
import { KeyedLock } from './keyed-lock.ts';
import { makeStandby } from './make-standby.ts';
import { prepareHome } from './prepare-home.ts';
import { readReplication } from './replication-facts.ts';
import { chooseBase, findRestoreBases } from './restore-bases.ts';
import { launchServer, type RunningServer, type ServerEnvironment } from './server-process.ts';
import { ServerSet } from './server-set.ts';
import type { RecoveryTarget } from './settings.ts';
import { REPLICATION_USER, slotName } from './tend-standbys.ts';
import { dropOlderThan, listArchive } from './wal-archive.ts';

/**
 * How far back a point-in-time restore reaches, provided that there is a snapshot that old. RDS keeps logs for
 * days; in the sandbox two hours are many drills.
 */
const RESTORE_WINDOW_MS: Ms = 7_200_000;

/** A log is in the archive so long after its last commit, unless the machine is very busy. */
const ARCHIVED_WITHIN_MS: Ms = 5000;

export interface PostgresHostOptions {
  readonly home: string;
  readonly clock: Clock;
  /** Takes lines for the sandbox's log. */
  readonly log?: (line: string) => void;
}

/**
 * Opens the databases of a sandbox: removes what an interrupted call left unfinished, takes over servers that
 * are still running, starts none.
 * The caller makes sure that one process at a time has a home open.
 */
export async function openPostgresHost(options: PostgresHostOptions): Promise<PostgresHost> {
  const { clock, log = () => undefined } = options;
  const { home, environment } = await prepareHome(options.home, clock);
  const servers = new ServerSet(home, environment, log);
  await removeUnfinishedBackups(snapshotsFolder(home));
  const ids: string[] = [];
  for (const id of await readdir(databasesFolder(home))) {
    if (await servers.enrol(id)) ids.push(id);
    else log(`${id}: removed, it was not finished.`);
  }
  for (const id of ids) {
    if (await servers.adopt(id)) log(`${id}: its server is running, taken over.`);
  }
  return new PostgresHost(home, environment, servers);
}

/** PostgreSQL servers in one home directory. */
export class PostgresHost implements DatabaseHost {
  readonly #home: string;
  readonly #environment: ServerEnvironment;
  readonly #servers: ServerSet;
  readonly #snapshotLock = new KeyedLock();
  /** Restores under way from a database's archive, which must not be pruned meanwhile. */
  readonly #reading = new Map<string, number>();

  constructor(home: string, environment: ServerEnvironment, servers: ServerSet) {
    this.#home = home;
    this.#environment = environment;
    this.#servers = servers;
  }

  async create(server: {
    readonly id: string;
    readonly masterUser: string;
    readonly masterPassword: string;
  }): Promise<Endpoint> {
    if ([ADMIN_USER, REPLICATION_USER].includes(server.masterUser)) {
      throw new KunrenError({
        code: 'MASTER_USER_RESERVED',
        message: `${server.masterUser} is reserved, as on RDS; choose another master user.`,
        class: 'input',
      });
    }
    return this.#servers.add(server.id, randomUUID(), async (files) => {
      await initDatabase(this.#environment, files);
      const running = await launchServer(this.#environment, files);
      await makeMasterUser(this.#login(running), {
        user: server.masterUser,
        password: server.masterPassword,
      });
      return running;
    });
  }

  start(id: string): Promise<Endpoint> {
    return this.#servers.start(id);
  }

  /** @throws KunrenError `DATABASE_DOWN`, `DATABASE_IS_STANDBY`, `DATABASE_EXISTS`, `STANDBY_NOT_STREAMING` */
  async createStandby(
    source: string,
    into: string,
    { synchronous }: { readonly synchronous: boolean },
  ): Promise<Endpoint> {
    this.#requirePrimary(source, 'have a standby of its own');
    const port = this.#servers.port(source);
    const incarnation = randomUUID();
    const make = async (files: DatabaseFiles) => {
      const admin = await openAdmin(this.#login({ port }), { alone: true });
      try {
        const { data } = databaseFiles(this.#home, source);
        const slot = slotName(incarnation);
        const standby = { files, slot };
        const server = await makeStandby(this.#environment, admin, { port, data }, standby);
        await this.#servers.standbys.tend(source, admin);
        return server;
      } finally {
        await admin.end().catch(() => undefined);
      }
    };
    return this.#servers.add(into, incarnation, make, { source, synchronous });
  }

  /** @throws KunrenError `DATABASE_DOWN`, `PROMOTION_FAILED` */
  promote(id: string): Promise<void> {
    return this.#servers.promote(id);
  }

  async replication(id: string): Promise<ReplicationFacts | undefined> {
    if (!this.#servers.standbys.has(id)) return undefined;
    try {
      return await this.#servers.look(id, readReplication);
    } catch {
      return undefined;
    }
  }

  kill(id: string): Promise<void> {
    return this.#servers.kill(id);
  }

  stop(id: string): Promise<void> {
    return this.#servers.stop(id);
  }

  destroy(id: string): Promise<void> {
    return this.#servers.destroy(id);
  }

  isUp(id: string): Promise<boolean> {
    return this.#servers.isUp(id);
  }

  /** @throws KunrenError `DATABASE_DOWN` */
  endpoint(id: string): Endpoint {
    return { host: '127.0.0.1', port: this.#servers.port(id) };
  }

  async exists(id: string): Promise<boolean> {
    return this.#servers.describe(id).then(
      () => true,
      () => false,
    );
  }

  takeSnapshot(id: string, snapshot: string): Promise<SnapshotFacts> {
    const folder = snapshotFolder(this.#home, snapshot);
    return this.#snapshotLock.run(snapshot, async () => {
      if (await readBackup(folder)) {
        throw new KunrenError({
          code: 'SNAPSHOT_EXISTS',
          message: `The sandbox has a snapshot ${snapshot} already.`,
          class: 'input',
        });
      }
      const { incarnation } = await this.#servers.describe(id);
      this.#requirePrimary(id, 'be taken a snapshot of');
      const { data } = databaseFiles(this.#home, id);
      const admin = await openAdmin(this.#login({ port: this.#servers.port(id) }), { alone: true });
      try {
        const source = { id, incarnation, data };
        const facts = await takeBaseBackup(admin, source, folder, this.#environment.user);
        await this.#servers.hurryArchive(id, admin);
        return facts;
      } catch (error) {
        await removeBackup(folder).catch(() => undefined);
        throw error;
      } finally {
        await admin.end().catch(() => undefined);
      }
    });
  }

  removeSnapshot(snapshot: string): Promise<void> {
    const folder = snapshotFolder(this.#home, snapshot);
    return this.#snapshotLock.run(snapshot, () => removeBackup(folder));
  }

  /** @throws KunrenError `SNAPSHOT_NOT_FOUND`, `DATABASE_EXISTS`, `DATABASE_START_FAILED` */
  async restoreSnapshot(snapshot: string, into: string): Promise<Endpoint> {
    const backup = await readBackup(snapshotFolder(this.#home, snapshot));
    if (!backup) {
      throw new KunrenError({
        code: 'SNAPSHOT_NOT_FOUND',
        message: `The sandbox has no snapshot ${snapshot}.`,
        class: 'input',
      });
    }
    return this.#servers.add(into, randomUUID(), (files) =>
      this.#recover(backup, files, { kind: 'backup-end' }),
    );
  }

  /**
   * The new database holds every transaction that the source committed at or before `target`, and none after.
   * @throws KunrenError `RESTORE_TIME_TOO_LATE`, `RESTORE_TIME_TOO_EARLY`, `DATABASE_EXISTS`,
   * `DATABASE_START_FAILED`
   */
  async restoreToTime(source: string, target: Instant, into: string): Promise<Endpoint> {
    const { archive } = databaseFiles(this.#home, source);
    this.#reading.set(source, (this.#reading.get(source) ?? 0) + 1);
    try {
      const latest = await this.#servers.newestArchived(source);
      const base = chooseBase(await this.#bases(source), source, target, latest);
      return await this.#servers.add(into, randomUUID(), (files) =>
        this.#recover(base, files, { kind: 'time', time: target }, archive),
      );
    } finally {
      this.#reading.set(source, (this.#reading.get(source) ?? 1) - 1);
    }
  }

  async latestRestorableTime(source: string): Promise<Instant | undefined> {
    const [earliest, latest] = await Promise.all([
      this.earliestRestorableTime(source),
      this.#servers.newestArchived(source),
    ]);
    return earliest && latest && earliest <= latest ? latest : undefined;
  }

  async earliestRestorableTime(source: string): Promise<Instant | undefined> {
    return (await this.#bases(source))[0]?.endedAt;
  }

  /** @throws KunrenError `DATABASE_IS_STANDBY`, `DATABASE_DOWN`, `ROLE_NOT_FOUND` */
  async setPassword(id: string, user: string, password: string): Promise<void> {
    this.#requirePrimary(id, 'get a password of its own');
    await changePassword(this.#login({ port: this.#servers.port(id) }), { user, password });
  }

  /**
   * Removes archived logs that no restore within the window needs. Snapshots hold the logs that they need
   * themselves, so they stay restorable.
   */
  async pruneArchive(id: string): Promise<void> {
    if (this.#reading.get(id)) return;
    const { archive } = databaseFiles(this.#home, id);
    const oldEnough = this.#environment.clock.now() - RESTORE_WINDOW_MS;
    const bases = await this.#bases(id);
    const base = bases.findLast(({ endedAt }) => Date.parse(endedAt) <= oldEnough) ?? bases[0];
    // Without any snapshot the archive is of no use but to one that is being taken now.
    const needed = base?.lastSegment ?? (await listArchive(archive)).at(-1);
    if (needed) await dropOlderThan(archive, needed);
  }

  /** Databases whose servers shall run. */
  running(): readonly string[] {
    return this.#servers.running();
  }

  /** Lets go of the servers; `stop` ends them, `leave` lets them run for whoever opens the home next. */
  async close(servers: 'stop' | 'leave'): Promise<void> {
    const stopping = servers === 'stop' ? this.#servers.running() : [];
    await Promise.all(stopping.map((id) => this.#servers.stop(id)));
    await this.#servers.release();
  }

  async #bases(id: string): Promise<readonly BaseBackup[]> {
    const { incarnation } = await this.#servers.describe(id);
    return findRestoreBases(this.#home, { id, incarnation });
  }

  async #recover(
    backup: BaseBackup,
    files: DatabaseFiles,
    target: RecoveryTarget,
    archive?: string,
  ): Promise<RunningServer> {
    const { user } = this.#environment;
    // Nobody may remove the snapshot while it is being copied.
    await this.#snapshotLock.run(basename(backup.folder), () =>
      copyTree(join(backup.folder, 'data'), files.data, { owner: user }),
    );
    if (target.kind === 'time' && archive !== undefined) {
      const until = Date.parse(target.time) + ARCHIVED_WITHIN_MS;
      await fetchLogs(archive, files.data, { after: backup.lastSegment, until }, user);
    }
    await writeOwned(join(files.data, 'recovery.signal'), '', user);
    const options = { role: target, ...(archive !== undefined && { archive }) };
    return launchServer(this.#environment, files, options);
  }

  #requirePrimary(id: string, what: string): void {
    if (!this.#servers.standbys.has(id)) return;
    throw new KunrenError({
      code: 'DATABASE_IS_STANDBY',
      message: `${id} is a standby: it cannot ${what} before it is promoted.`,
      class: 'input',
    });
  }

  #login(server: { readonly port: number }): { readonly port: number; readonly password: string } {
    return { port: server.port, password: this.#environment.password };
  }
}
