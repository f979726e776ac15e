import type { Clock, Instant } from '../../src/core/ports.ts';
import type {
  DatabaseHost,
  Endpoint,
  ReplicationFacts,
  SnapshotFacts,
} from '../../src/sandbox/database-host.ts';

interface Server {
  readonly port: number;
  up: boolean;
  /** Down by `kill`; `start` brings it back. */
  killed: boolean;
  /** Since it went down. */
  downAt: number | undefined;
  /** Until it is promoted. */
  standby: { readonly of: string; readonly synchronous: boolean } | undefined;
  /** What a test has set of a standby's replication. */
  replication: { readonly streaming?: boolean; readonly lagMs?: number };
  readonly passwords: Map<string, string>;
}

type Method = Exclude<keyof DatabaseHost, 'isUp'>;

/** Database servers without processes. Outlives a cloud, as the real ones outlive the sandbox's process. */
export class FakeDatabaseHost implements DatabaseHost {
  readonly servers = new Map<string, Server>();
  readonly snapshots = new Set<string>();
  /** `method name`, in the order of the calls. */
  readonly calls: string[] = [];
  /** What a restore can reach; a test may set it. */
  latest: Instant | undefined;
  earliest: Instant | undefined;
  readonly #clock: Clock;
  readonly #held = new Map<Method, Promise<void>>();
  readonly #failing = new Map<Method, Error>();
  #port = 54_000;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.latest = new Date(clock.now() - 60_000).toISOString();
    this.earliest = new Date(clock.now() - 3_600_000).toISOString();
  }

  /** Calls of the method wait until the returned function is called. */
  hold(method: Method): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(method, promise);
    return () => {
      this.#held.delete(method);
      resolve();
    };
  }

  /** The next call of the method fails. */
  fail(method: Method, message: string): void {
    this.#failing.set(method, new Error(message));
  }

  /** From now on a standby streams or does not, whatever its source does, and lags so far behind. */
  setReplication(id: string, set: { streaming?: boolean; lagMs?: number }): void {
    this.#server(id).replication = set;
  }

  passwordOf(id: string, user: string): string | undefined {
    return this.#server(id).passwords.get(user);
  }

  async create(server: { id: string; masterUser: string; masterPassword: string }) {
    await this.#called('create', server.id);
    const endpoint = this.#launch(server.id);
    this.#server(server.id).passwords.set(server.masterUser, server.masterPassword);
    return endpoint;
  }

  async start(id: string): Promise<Endpoint> {
    await this.#called('start', id);
    const server = this.#server(id);
    Object.assign(server, { up: true, killed: false, downAt: undefined });
    return { host: '127.0.0.1', port: server.port };
  }

  async stop(id: string): Promise<void> {
    await this.#called('stop', id);
    this.#goDown(this.#server(id));
  }

  async destroy(id: string): Promise<void> {
    await this.#called('destroy', id);
    this.servers.delete(id);
  }

  async isUp(id: string): Promise<boolean> {
    return this.servers.get(id)?.up ?? false;
  }

  async takeSnapshot(id: string, snapshot: string): Promise<SnapshotFacts> {
    await this.#called('takeSnapshot', snapshot);
    this.#runningPrimary(id);
    if (this.snapshots.has(snapshot)) throw new Error(`${snapshot} exists`);
    this.snapshots.add(snapshot);
    return {
      databaseTime: new Date(this.#clock.now() - 1500).toISOString(),
      sizeBytes: 24_000_000,
    };
  }

  async removeSnapshot(snapshot: string): Promise<void> {
    await this.#called('removeSnapshot', snapshot);
    this.snapshots.delete(snapshot);
  }

  async restoreSnapshot(snapshot: string, into: string): Promise<Endpoint> {
    await this.#called('restoreSnapshot', into);
    if (!this.snapshots.has(snapshot)) throw new Error(`no snapshot ${snapshot}`);
    return this.#launch(into);
  }

  async restoreToTime(_source: string, target: Instant, into: string): Promise<Endpoint> {
    await this.#called('restoreToTime', `${into} ${target}`);
    return this.#launch(into);
  }

  async latestRestorableTime(source: string): Promise<Instant | undefined> {
    this.#server(source);
    return this.latest;
  }

  async earliestRestorableTime(source: string): Promise<Instant | undefined> {
    this.#server(source);
    return this.earliest;
  }

  async setPassword(id: string, user: string, password: string): Promise<void> {
    await this.#called('setPassword', id);
    if (this.#server(id).standby) throw new Error(`${id} is a standby`);
    this.#server(id).passwords.set(user, password);
  }

  async createStandby(
    source: string,
    into: string,
    { synchronous }: { readonly synchronous: boolean },
  ): Promise<Endpoint> {
    await this.#called('createStandby', into);
    const { passwords } = this.#runningPrimary(source);
    const endpoint = this.#launch(into);
    const standby = this.#server(into);
    standby.standby = { of: source, synchronous };
    for (const [user, password] of passwords) standby.passwords.set(user, password);
    return endpoint;
  }

  async promote(id: string): Promise<void> {
    await this.#called('promote', id);
    const server = this.#server(id);
    if (!server.up) throw new Error(`${id} is down`);
    server.standby = undefined;
  }

  async replication(id: string): Promise<ReplicationFacts | undefined> {
    const server = this.servers.get(id);
    if (!server?.up || !server.standby) return undefined;
    const source = this.servers.get(server.standby.of);
    const streaming = server.replication.streaming ?? source?.up ?? false;
    const now = this.#clock.now();
    const lostAt = streaming ? now : source?.downAt;
    const lagMs = server.replication.lagMs ?? (lostAt === undefined ? undefined : now - lostAt);
    if (lagMs === undefined) return { streaming };
    return { streaming, lagMs, replayedTo: new Date(now - lagMs).toISOString() };
  }

  /** Takes effect at once, also for a test that does not wait. */
  async kill(id: string): Promise<void> {
    const server = this.servers.get(id);
    if (server) {
      this.#goDown(server);
      server.killed = true;
    }
    await this.#called('kill', id);
  }

  async #called(method: Method, name: string): Promise<void> {
    this.calls.push(`${method} ${name}`);
    await this.#held.get(method);
    const error = this.#failing.get(method);
    this.#failing.delete(method);
    if (error) throw error;
  }

  #launch(id: string): Endpoint {
    if (this.servers.has(id)) throw new Error(`${id} exists`);
    this.#port += 1;
    this.servers.set(id, {
      port: this.#port,
      up: true,
      killed: false,
      downAt: undefined,
      standby: undefined,
      replication: {},
      passwords: new Map(),
    });
    return { host: '127.0.0.1', port: this.#port };
  }

  #goDown(server: Server): void {
    server.downAt ??= this.#clock.now();
    server.up = false;
  }

  #runningPrimary(id: string): Server {
    const server = this.#server(id);
    if (!server.up) throw new Error(`${id} is down`);
    if (server.standby) throw new Error(`${id} is a standby`);
    return server;
  }

  #server(id: string): Server {
    const server = this.servers.get(id);
    if (!server) throw new Error(`no server ${id}`);
    return server;
  }
}
