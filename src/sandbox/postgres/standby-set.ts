import { access } from 'node:fs/promises';
import type pg from 'pg';
import { type DatabaseDescription, databaseFiles } from './database-files.ts';
import { readJson, writeJson } from './json-file.ts';
import { KeyedLock } from './keyed-lock.ts';
import { standbySignal } from './make-standby.ts';
import type { StandbyRole } from './settings.ts';
import {
  leadToSource,
  type Standby,
  slotName,
  sourceConninfo,
  tendStandbys,
} from './tend-standbys.ts';

/** Who follows whom among the databases of a sandbox; also of those that are stopped or being made. */
export class StandbySet {
  readonly #home: string;
  readonly #password: string;
  readonly #known = new Map<string, Standby>();
  readonly #tending = new KeyedLock();

  constructor(home: string, password: string) {
    this.#home = home;
    this.#password = password;
  }

  /** Takes note of a database if it is a standby. */
  add(id: string, database: Pick<DatabaseDescription, 'incarnation' | 'follows'>): void {
    const { follows, incarnation } = database;
    if (follows) this.#known.set(id, { ...follows, slot: slotName(incarnation) });
  }

  remove(id: string): void {
    this.#known.delete(id);
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** What a standby has to be started as; `undefined` for any other database. */
  async role(id: string): Promise<StandbyRole | undefined> {
    const standby = this.#known.get(id);
    if (!standby) return undefined;
    const { source, slot } = standby;
    const { description } = databaseFiles(this.#home, source);
    const port = (await readJson<DatabaseDescription>(description))?.port;
    const conninfo =
      port === undefined ? '' : sourceConninfo({ port, password: this.#password }, slot);
    return { kind: 'standby', sourceConninfo: conninfo, slot };
  }

  /**
   * Sees to a running server: a standby is led to where its source is, and a source is brought into line with the
   * standbys that it has.
   */
  async tend(id: string, admin: pg.Client): Promise<void> {
    const role = await this.role(id);
    if (role) return leadToSource(admin, role.sourceConninfo);
    const standbys = () => [...this.#known.values()].filter(({ source }) => source === id);
    await this.#tending.run(id, () => tendStandbys(admin, standbys));
  }

  /**
   * Strikes off a standby that was promoted. The server's files tell: whoever promoted it may have died before
   * noting it.
   */
  async settle(id: string): Promise<void> {
    const files = databaseFiles(this.#home, id);
    if (!this.#known.has(id) || (await exists(standbySignal(files)))) return;
    const description = await readJson<DatabaseDescription>(files.description);
    // Without a description it is only being made.
    if (!description || !this.#known.delete(id)) return;
    const { follows: _, ...promoted } = description;
    await writeJson(files.description, promoted);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
