import type { Endpoint } from '../database-host.ts';
import { type Door, openDoor } from '../door/open-door.ts';

/** The doors of the instances whose server may become another one, by resource id. */
export class Doors {
  readonly #open = new Map<string, Promise<Door>>();
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /**
   * Leads an instance's clients to a server, or to none; connections to another one are cut. Opens the door if need be.
   * @param port where it was last time; another one is taken when that is not free
   * @returns where clients go
   */
  async lead(
    resourceId: string,
    port: number | undefined,
    server: Endpoint | undefined,
  ): Promise<Endpoint> {
    let opening = this.#open.get(resourceId);
    if (!opening) {
      opening = this.#openAt(port);
      this.#open.set(resourceId, opening);
      opening.catch(() => this.#open.delete(resourceId));
    }
    const door = await opening;
    door.leadTo(server);
    return door.address;
  }

  async close(resourceId: string): Promise<void> {
    const opening = this.#open.get(resourceId);
    this.#open.delete(resourceId);
    await (await opening)?.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((each) => this.close(each)));
  }

  async #openAt(port: number | undefined): Promise<Door> {
    const log = this.#log;
    if (port === undefined) return openDoor({ log });
    return openDoor({ port, log }).catch(() => openDoor({ log }));
  }
}
