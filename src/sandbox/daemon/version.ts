import { readFile } from 'node:fs/promises';

/** The version of Kunren that this file belongs to, from the package that it stands in. */
export async function readVersion(from: string = import.meta.url): Promise<string> {
  for (let folder = new URL('./', from); ; folder = new URL('../', folder)) {
    const manifest = await readFile(new URL('package.json', folder), 'utf8').catch(() => undefined);
    if (manifest !== undefined) return (JSON.parse(manifest) as { version: string }).version;
    if (folder.pathname === '/') return 'unknown';
  }
}
