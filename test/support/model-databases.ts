import type { SqlDriver, SqlSession } from '../../src/activities/sql/driver.ts';
import { hasReplayed, writtenUpTo } from '../../src/activities/sql/postgres-dialect.ts';
import {
  closeDatabase,
  countSessions,
  createFenceTable,
  dropFenceTable,
  endSessions,
  findFence,
  inRecovery,
  markFence,
  momentAfter,
  openDatabase,
  ownerRights,
  sessionDefault,
} from '../../src/activities/sql/postgres-fence.ts';
import type { Clock } from '../../src/core/ports.ts';
import { FakeDatabaseHost } from './fake-database-host.ts';

/** What stands in a database, as far as a failover cares. */
interface Content {
  /** Runs that have fenced it, and when; `undefined` while there is no table of them. */
  marks: ReadonlyMap<string, string> | undefined;
  /** Whether a new session starts with read-only transactions. */
  closed: boolean;
  /** Keys of the orders. */
  orders: ReadonlySet<string>;
  /** How far its log is written. */
  position: number;
}

const EMPTY: Content = { marks: undefined, closed: false, orders: new Set(), position: 1 };

/**
 * Fake servers whose data have a past: a standby has what its source has for as long as both are up, a promoted one
 * goes its own way from there.
 */
export class ModelDatabases extends FakeDatabaseHost {
  readonly #contents = new Map<string, Content>();

  contentOf(server: string): Content {
    return this.#contents.get(server) ?? EMPTY;
  }

  /** Whether a session of now could write, unless it asks for the right by itself. */
  takesWrites(server: string): boolean {
    const found = this.servers.get(server);
    return found?.up === true && !found.standby && !this.contentOf(server).closed;
  }

  isStandby(server: string): boolean {
    return this.servers.get(server)?.standby !== undefined;
  }

  commit(server: string, change: Partial<Omit<Content, 'position'>>): void {
    const before = this.contentOf(server);
    this.#receive(server, { ...before, ...change, position: before.position + 1 });
  }

  override async start(id: string) {
    const endpoint = await super.start(id);
    this.#catchUp(id);
    // Its standbys have waited for it.
    for (const standby of this.#standbysOf(id)) this.#catchUp(standby);
    return endpoint;
  }

  override async createStandby(
    source: string,
    into: string,
    options: { readonly synchronous: boolean },
  ) {
    const endpoint = await super.createStandby(source, into, options);
    this.#catchUp(into);
    return endpoint;
  }

  override async destroy(id: string) {
    await super.destroy(id);
    this.#contents.delete(id);
  }

  #catchUp(id: string): void {
    const source = this.servers.get(id)?.standby?.of;
    if (source !== undefined && this.servers.get(source)?.up) {
      this.#receive(id, this.contentOf(source));
    }
  }

  #receive(server: string, content: Content): void {
    this.#contents.set(server, content);
    for (const standby of this.#standbysOf(server)) this.#receive(standby, content);
  }

  #standbysOf(source: string): string[] {
    return [...this.servers]
      .filter(([, { up, standby }]) => up && standby?.of === source)
      .map(([id]) => id);
  }
}

interface ModelSqlParts {
  readonly databases: ModelDatabases;
  readonly clock: Clock;
  /** The server behind an address at this moment. */
  serverAt(port: number): string | undefined;
  /** Told of every statement that changes something, and may throw in its place or after it. */
  onChange(when: 'before' | 'after'): void;
}

/** Speaks the statements of fences, looks and counts; any other one is an error. */
export function modelSql(parts: ModelSqlParts): SqlDriver {
  const { databases, serverAt } = parts;
  return {
    connect: async ({ port, user }, password) => {
      const server = serverAt(port);
      if (server === undefined || !databases.servers.get(server)?.up) {
        throw sqlError('ECONNREFUSED', `connect ECONNREFUSED 127.0.0.1:${port}`);
      }
      const expected = databases.passwordOf(server, user);
      if (expected !== undefined && expected !== password) {
        throw sqlError('28P01', `password authentication failed for user "${user}"`);
      }
      return new ModelSession(parts, server);
    },
  };
}

interface Transaction {
  readonly writes: boolean;
  readonly changes: Partial<Omit<Content, 'position'>>;
}

class ModelSession implements SqlSession {
  readonly #parts: ModelSqlParts;
  readonly #server: string;
  /** As the session got it when it was opened. */
  readonly #readOnly: boolean;
  #transaction: Transaction | undefined;

  constructor(parts: ModelSqlParts, server: string) {
    this.#parts = parts;
    this.#server = server;
    this.#readOnly = this.#content.closed;
  }

  async query(text: string, values: readonly string[] = []) {
    this.#demandServer();
    if (text === ownerRights.text) {
      const standby = this.#parts.databases.isStandby(this.#server) ? 't' : 'f';
      const row = ['orders_admin', standby, 'orders_admin', 't', 't', 'public', 't'];
      return { columns: row, rows: [row] };
    }
    const answer = this.#answer(text, values);
    const rows = Array.isArray(answer) ? answer.map((each) => [each]) : [[answer]];
    return { columns: ['value'], rows };
  }

  async execute(script: string): Promise<number> {
    this.#demandServer();
    const [begin] = script.split(';');
    if (begin?.startsWith('begin')) {
      const writes = begin.includes('read write') || (begin === 'begin' && !this.#readOnly);
      this.#transaction = { writes, changes: {} };
    } else if (script === 'commit') this.#commit();
    else if (script === 'rollback') this.#transaction = undefined;
    else if (script === createFenceTable) {
      this.#change({ marks: this.#content.marks ?? new Map() });
    } else if (script === dropFenceTable) this.#change({ marks: undefined });
    else if (script === closeDatabase('orders')) this.#change({ closed: true });
    else if (script === openDatabase('orders')) this.#change({ closed: false });
    else if (script.startsWith('create table if not exists "kunren_probe_')) this.#change({});
    else if (!script.startsWith('select pg_sleep')) throw unknown(script);
    return 0;
  }

  close = async () => undefined;

  #answer(text: string, values: readonly string[]): string | string[] {
    const [value = ''] = values;
    const { marks, closed, orders, position } = this.#content;
    const instant = () => new Date(this.#parts.clock.now()).toISOString();
    if (text.startsWith('insert into "kunren_probe_')) {
      this.#change({});
      return instant();
    }
    switch (text) {
      case markFence('').text:
        this.#change({ marks: new Map([[value, instant()], ...(marks ?? [])]) });
        return [];
      case findFence('').text: {
        if (!marks) throw sqlError('42P01', 'relation "kunren_fence" does not exist');
        const at = marks.get(value);
        return at !== undefined && at <= (values[1] ?? '') ? '1' : '0';
      }
      case sessionDefault.text:
        return (this.#transaction ? closed : this.#readOnly) ? 'on' : 'off';
      case momentAfter.text:
        return instant();
      case inRecovery.text:
        return String(this.#parts.databases.isStandby(this.#server));
      case writtenUpTo.text:
        return String(position);
      case hasReplayed('').text:
        return position >= Number(value) ? 't' : 'f';
      case endSessions('').text:
      case countSessions('').text:
        return '0';
      case 'select 1':
        return '1';
      case FIND_ORDERS:
        return value.match(/[^{},"]+/g)?.filter((key) => orders.has(key)) ?? [];
      default:
        throw unknown(text);
    }
  }

  /** What the session sees: what is committed, and what its own transaction has changed. */
  get #content(): Content {
    return {
      ...this.#parts.databases.contentOf(this.#server),
      ...this.#transaction?.changes,
    };
  }

  #change(change: Transaction['changes']): void {
    const { databases } = this.#parts;
    if (!(this.#transaction?.writes ?? !this.#readOnly) || databases.isStandby(this.#server)) {
      throw sqlError('25006', 'cannot execute this in a read-only transaction');
    }
    if (this.#transaction) Object.assign(this.#transaction.changes, change);
    else databases.commit(this.#server, change);
  }

  #commit(): void {
    const { onChange, databases } = this.#parts;
    const changes = this.#transaction?.changes ?? {};
    this.#transaction = undefined;
    if (Object.keys(changes).length === 0) return;
    onChange('before');
    databases.commit(this.#server, changes);
    onChange('after');
  }

  #demandServer(): void {
    if (!this.#parts.databases.servers.get(this.#server)?.up) {
      throw sqlError('57P01', 'terminating connection due to administrator command');
    }
  }
}

const FIND_ORDERS = 'select "key"::text from "client_orders" where "key" = any($1)';

function sqlError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function unknown(text: string): Error {
  return new Error(`The model of a database does not know: ${text}`);
}
