import type pg from 'pg';
import type { Ms } from '../../core/ports.ts';
import { openAdmin } from './admin-session.ts';

const QUERY_LIMIT_MS: Ms = 2000;

/**
 * A session of the sandbox's own superuser for looks that come every second. It is opened by the first look and kept:
 * for each new session a server starts a process, and both sides work out a password.
 */
export class KeptSession {
  readonly #server: () => { readonly port: number; readonly password: string };
  #client: pg.Client | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isEnded = false;

  /** @param server where the server is now; it may move to another port when it is started again */
  constructor(server: () => { readonly port: number; readonly password: string }) {
    this.#server = server;
  }

  /**
   * Looks, after the looks before it.
   * @throws whatever the server or the network says
   */
  look<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => this.#look(work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Closes it for good; a look that is under way fails. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#drop();
  }

  async #look<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const isNew = this.#client === undefined;
    const client = this.#client ?? (await this.#open());
    try {
      return await work(client);
    } catch (error) {
      await this.#drop();
      // An old session can have ended since the last look; a new one tells whether the server has.
      if (isNew || this.#isEnded) throw error;
      return this.#look(work);
    }
  }

  async #open(): Promise<pg.Client> {
    const client = await openAdmin(this.#server(), { queryTimeoutMs: QUERY_LIMIT_MS });
    this.#client = client;
    client.once('end', () => {
      if (this.#client === client) this.#client = undefined;
    });
    // It was ended while it was opened.
    if (this.#isEnded) await this.#drop();
    return client;
  }

  async #drop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }
}
