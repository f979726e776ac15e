import type { Clock, Instant } from '../../src/core/ports.ts';
import type { DatabaseHost, Endpoint, SnapshotFacts } from '../../src/sandbox/database-host.ts';

interface Server {
  readonly port: number;
  up: boolean;
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

  /** The server process dies. */
  kill(id: string): void {
    this.#server(id).up = false;
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
    server.up = true;
    return { host: '127.0.0.1', port: server.port };
  }

  async stop(id: string): Promise<void> {
    await this.#called('stop', id);
    this.#server(id).up = false;
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
    if (!this.#server(id).up) throw new Error(`${id} is down`);
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
    this.#server(id).passwords.set(user, password);
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
    this.servers.set(id, { port: this.#port, up: true, passwords: new Map() });
    return { host: '127.0.0.1', port: this.#port };
  }

  #server(id: string): Server {
    const server = this.servers.get(id);
    if (!server) throw new Error(`no server ${id}`);
    return server;
  }
}
