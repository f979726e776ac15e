import { appendFile, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../core/ports.ts';

/** One request of the shop's client, as one line of its log. */
export interface ClientOutcome {
  /** When it was sent. */
  readonly at: Instant;
  /** Of the order; acknowledged when `ok`. */
  readonly key: string;
  readonly ok: boolean;
  readonly status?: number;
  readonly ms: number;
  /** Which Region answered. */
  readonly region?: string;
  readonly error?: string;
}

/** Two files of this size at most: about three hours of ten requests a second. */
const FULL_BYTES = 8_000_000;

/** What a client has sent and what came of it, on disk as NDJSON. */
export class ClientLog {
  readonly #file: string;
  readonly #older: string;
  #pending: string[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(home: string) {
    this.#file = join(home, 'client.ndjson');
    this.#older = join(home, 'client.1.ndjson');
  }

  add(outcome: ClientOutcome): void {
    this.#pending.push(`${JSON.stringify(outcome)}\n`);
  }

  /** Writes what has been added; one write at a time. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Every line of requests sent at or after an instant, oldest answer first. */
  async read(from: Instant): Promise<string> {
    await this.flush();
    const files = await Promise.all([this.#older, this.#file].map((file) => readIfThere(file)));
    return files
      .flatMap((text) => text.split('\n'))
      .filter((line) => line !== '' && isSentFrom(line, from))
      .map((line) => `${line}\n`)
      .join('');
  }

  async #write(): Promise<void> {
    const lines = this.#pending.splice(0);
    if (lines.length === 0) return;
    const size = await stat(this.#file).then(
      (found) => found.size,
      () => 0,
    );
    if (size > FULL_BYTES) await rename(this.#file, this.#older);
    await appendFile(this.#file, lines.join(''));
  }
}

function isSentFrom(line: string, from: Instant): boolean {
  // The instant stands first in a line, in a form whose order is the order of time.
  return line.slice('{"at":"'.length, '{"at":"'.length + from.length) >= from;
}

async function readIfThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
