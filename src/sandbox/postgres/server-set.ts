import { chown, mkdir, rm } from 'node:fs/promises';
import type pg from 'pg';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import type { Endpoint } from '../database-host.ts';
import { withAdmin } from './admin-session.ts';
import { ArchiveProgress } from './archive-progress.ts';
import {
  type DatabaseDescription,
  type DatabaseFiles,
  databaseFiles,
  type Following,
  makePassage,
} from './database-files.ts';
import { readJson, writeJson } from './json-file.ts';
import { KeptSession } from './kept-session.ts';
import { KeyedLock } from './keyed-lock.ts';
import { killServer } from './kill-server.ts';
import { isAlive } from './process-alive.ts';
import {
  assertVersion,
  endLeftover,
  findServer,
  launchServer,
  type RunningServer,
  type ServerEnvironment,
  shutDownServer,
} from './server-process.ts';
import { type ServerWatch, watchServer } from './server-watch.ts';
import { StandbySet } from './standby-set.ts';
import { promoteStandby } from './tend-standbys.ts';

/** A server that shall run. */
interface Entry {
  server: RunningServer;
  readonly progress: ArchiveProgress;
  readonly watch: ServerWatch;
  readonly session: KeptSession;
}

/** The databases of one sandbox and the processes that serve them; one change at a time for each. */
export class ServerSet {
  readonly standbys: StandbySet;
  readonly #home: string;
  readonly #environment: ServerEnvironment;
  readonly #log: (line: string) => void;
  readonly #lock = new KeyedLock();
  readonly #running = new Map<string, Entry>();

  constructor(home: string, environment: ServerEnvironment, log: (line: string) => void) {
    this.#home = home;
    this.#environment = environment;
    this.#log = log;
    this.standbys = new StandbySet(home, environment.password);
  }

  /** Names of the databases that shall run. */
  running(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** @throws KunrenError `DATABASE_DOWN` */
  port(id: string): number {
    const entry = this.#running.get(id);
    if (entry) return entry.server.port;
    throw isDown(id);
  }

  /** @throws KunrenError `DATABASE_NOT_FOUND` */
  async describe(id: string): Promise<DatabaseDescription> {
    const { description } = databaseFiles(this.#home, id);
    const found = await readJson<DatabaseDescription>(description);
    if (found) return found;
    throw new KunrenError({
      code: 'DATABASE_NOT_FOUND',
      message: `The sandbox has no database ${id}.`,
    });
  }

  /**
   * Makes a new database. When that fails, or the sandbox dies in the middle, nothing remains of it.
   * @param follows - what it is made a standby of
   * @throws KunrenError `DATABASE_EXISTS`
   */
  add(
    id: string,
    incarnation: string,
    make: (files: DatabaseFiles) => Promise<RunningServer>,
    follows?: Following,
  ): Promise<Endpoint> {
    const { clock, user } = this.#environment;
    const files = databaseFiles(this.#home, id);
    return this.#lock.run(id, async () => {
      if (await readJson(files.description)) {
        throw new KunrenError({
          code: 'DATABASE_EXISTS',
          message: `The sandbox has a database ${id} already.`,
          class: 'input',
        });
      }
      await this.#discard(files);
      // Before its slot is made at the source, which drops slots that are nobody's.
      this.standbys.add(id, { incarnation, ...(follows && { follows }) });
      try {
        await makePassage(files.root);
        await mkdir(files.archive, { mode: 0o700 });
        if (user) await chown(files.archive, user.uid, user.gid);
        const server = await make(files);
        const createdAt: Instant = new Date(clock.now()).toISOString();
        const description = { port: server.port, incarnation, createdAt };
        await this.#describe(files, { ...description, ...(follows && { follows }) });
        return this.#follow(id, files, server);
      } catch (error) {
        this.standbys.remove(id);
        await this.#discard(files).catch((failure) => this.#log(`${id}: not removed: ${failure}`));
        throw error;
      }
    });
  }

  /** Starts a database, or takes over the server that an earlier sandbox process left running. */
  start(id: string): Promise<Endpoint> {
    return this.#lock.run(id, async () => {
      const entry = this.#running.get(id);
      if (entry && (await isAlive(entry.server.pid))) return toEndpoint(entry.server);
      await this.#letGo(id);
      const files = databaseFiles(this.#home, id);
      const server = await this.#adoptOrLaunch(id, files);
      return this.#follow(id, files, server);
    });
  }

  /** Takes over a server that is running already; starts none. */
  adopt(id: string): Promise<boolean> {
    return this.#lock.run(id, async () => {
      const files = databaseFiles(this.#home, id);
      const server = await findServer(this.#environment, files);
      if (server) this.#follow(id, files, server);
      return server !== undefined;
    });
  }

  stop(id: string): Promise<void> {
    return this.#lock.run(id, async () => {
      const files = databaseFiles(this.#home, id);
      const entry = await this.#letGo(id);
      const server = entry?.server ?? (await findServer(this.#environment, files));
      if (server) await shutDownServer(this.#environment, files, server.pid, 'fast');
      // Its last logs were archived on the way out.
      await entry?.progress.newest();
    });
  }

  destroy(id: string): Promise<void> {
    return this.#lock.run(id, async () => {
      await this.#letGo(id);
      await this.#discard(databaseFiles(this.#home, id));
      this.standbys.remove(id);
    });
  }

  /** Cuts a server's power; nothing but `start` brings it back. */
  kill(id: string): Promise<void> {
    return this.#lock.run(id, async () => {
      const entry = this.#running.get(id);
      this.#running.delete(id);
      const server =
        entry?.server ?? (await findServer(this.#environment, databaseFiles(this.#home, id)));
      // Before the watch is ended: that would close its session in good order, and may take a while.
      if (server) await killServer(this.#environment.clock, server.pid);
      await endLooks(entry);
    });
  }

  /** Opens a standby for writes; one that takes them already stays as it is. */
  promote(id: string): Promise<void> {
    return this.#lock.run(id, async () => {
      const server = { port: this.port(id), password: this.#environment.password };
      await withAdmin(server, promoteStandby);
      await this.standbys.settle(id);
    });
  }

  /**
   * Takes note of a database that was made before; of one that an interrupted `add` or `destroy` left, it removes
   * the rest. All have to be known before the first is adopted or started.
   * @returns whether it is a finished one
   */
  enrol(id: string): Promise<boolean> {
    return this.#lock.run(id, async () => {
      const files = databaseFiles(this.#home, id);
      const description = await readJson<DatabaseDescription>(files.description);
      if (!description) {
        await this.#discard(files);
        return false;
      }
      this.standbys.add(id, description);
      await this.standbys.settle(id);
      return true;
    });
  }

  async isUp(id: string): Promise<boolean> {
    const entry = this.#running.get(id);
    if (!entry || !(await isAlive(entry.server.pid))) return false;
    return this.look(id, (client) => client.query('SELECT 1')).then(
      () => true,
      () => false,
    );
  }

  /**
   * Asks a server something, as its superuser, over a session that is kept.
   * @throws KunrenError `DATABASE_DOWN`, and whatever the server or the network says
   */
  async look<Result>(id: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const entry = this.#running.get(id);
    if (entry) return entry.session.look(work);
    throw isDown(id);
  }

  /** Has the logs up to now archived at once, instead of a little later. */
  async hurryArchive(id: string, admin: pg.Client): Promise<void> {
    await this.#running.get(id)?.progress.mark(admin);
    await admin.query('SELECT pg_switch_wal()');
  }

  /** Newest instant that the archive of a database is known to reach. */
  async newestArchived(id: string): Promise<Instant | undefined> {
    const files = databaseFiles(this.#home, id);
    const progress = this.#running.get(id)?.progress ?? new ArchiveProgress(files);
    return progress.newest();
  }

  /** Ends the watching of all servers; they go on running. */
  async release(): Promise<void> {
    await Promise.all(this.running().map((id) => this.#lock.run(id, () => this.#letGo(id))));
  }

  #follow(id: string, files: DatabaseFiles, server: RunningServer): Endpoint {
    const { clock, password } = this.#environment;
    const progress = new ArchiveProgress(files);
    const login = () => ({ port: this.#running.get(id)?.server.port ?? server.port, password });
    const watch = watchServer({
      clock,
      server: login,
      look: (client) => this.#look(id, progress, client),
      onLost: () => {
        progress.forget();
        return this.#bringBack(id, files);
      },
    });
    this.#running.set(id, { server, progress, watch, session: new KeptSession(login) });
    return toEndpoint(server);
  }

  async #look(id: string, progress: ArchiveProgress, client: pg.Client): Promise<void> {
    await this.standbys.settle(id);
    await this.standbys.tend(id, client);
    if (this.standbys.has(id)) return;
    await progress.mark(client);
    await progress.newest();
  }

  async #letGo(id: string): Promise<Entry | undefined> {
    const entry = this.#running.get(id);
    this.#running.delete(id);
    await endLooks(entry);
    return entry;
  }

  /** A server that should run and whose process has ended is started again, as RDS does. */
  #bringBack(id: string, files: DatabaseFiles): Promise<void> {
    return this.#lock.run(id, async () => {
      const entry = this.#running.get(id);
      if (!entry || (await isAlive(entry.server.pid))) return;
      this.#log(`${id}: the server process ${entry.server.pid} has ended by itself; starting it.`);
      try {
        entry.server = await this.#adoptOrLaunch(id, files);
        this.#log(`${id}: back on port ${entry.server.port}.`);
      } catch (error) {
        this.#log(`${id}: it does not start: ${error instanceof Error ? error.message : error}`);
        throw error;
      }
    });
  }

  async #adoptOrLaunch(id: string, files: DatabaseFiles): Promise<RunningServer> {
    await this.standbys.settle(id);
    const description = await this.describe(id);
    await assertVersion(files.data, this.#environment.binaries);
    const role = await this.standbys.role(id);
    const server =
      (await findServer(this.#environment, files)) ??
      (await launchServer(this.#environment, files, {
        preferredPort: description.port,
        ...(role && { role }),
      }));
    if (server.port !== description.port) {
      await this.#describe(files, { ...description, port: server.port });
    }
    return server;
  }

  async #describe(files: DatabaseFiles, description: DatabaseDescription): Promise<void> {
    await writeJson(files.description, description);
  }

  async #discard(files: DatabaseFiles): Promise<void> {
    await rm(files.description, { force: true });
    await endLeftover(this.#environment, files);
    await rm(files.root, { recursive: true, force: true });
  }
}

async function endLooks(entry: Entry | undefined): Promise<void> {
  await Promise.all([entry?.watch.stop(), entry?.session.end()]);
}

function isDown(id: string): KunrenError {
  return new KunrenError({ code: 'DATABASE_DOWN', message: `The database ${id} is stopped.` });
}

function toEndpoint(server: RunningServer): Endpoint {
  return { host: '127.0.0.1', port: server.port };
}
