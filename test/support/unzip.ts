import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** A file in an archive. */
export interface Unzipped {
  readonly path: string;
  readonly content: Buffer;
}

/** Reads a zip with an independent reader, in the order of its directory. */
export async function readZip(zip: Buffer): Promise<readonly Unzipped[]> {
  const archive = await yauzl.fromBufferPromise(zip);
  const files: Unzipped[] = [];
  for await (const entry of archive.eachEntry()) {
    const stream = await archive.openReadStreamPromise(entry);
    files.push({ path: entry.fileName, content: await buffer(stream) });
  }
  return files;
}

export async function unzipInto(zip: Buffer, folder: string): Promise<void> {
  for (const { path, content } of await readZip(zip)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}
