import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** What objects hold, each content once, beside the saved state. */
export class ObjectFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns the SHA-256 that it is found by, in hex, once it is on disk. */
  async put(content: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, sha256);
    const beside = `${path}.tmp`;
    await using file = await open(beside, 'w', 0o600);
    await file.writeFile(content);
    await file.sync();
    await rename(beside, path);
    return sha256;
  }

  get(sha256: string): Promise<Buffer> {
    return readFile(join(this.#folder, sha256));
  }
}
