import { join } from 'node:path';
import { hashFile, listFiles } from './list-files.ts';
import type { ManifestFile } from './manifest.ts';

/** How a file differs from what the manifest says. */
export interface Difference {
  readonly path: string;
  /** `irregular`: it is a link or another thing that is no plain file. */
  readonly what: 'missing' | 'added' | 'irregular' | 'size' | 'content';
}

/** Compares a folder with its manifest, file by file. @returns all differences, in the order of paths. */
export async function compareFiles(
  folder: string,
  files: readonly ManifestFile[],
): Promise<readonly Difference[]> {
  const there = new Map((await listFiles(folder)).map((entry) => [entry.path, entry]));
  const named = new Map(files.map((one) => [one.path, one]));
  const paths = [...new Set([...there.keys(), ...named.keys()])].sort();
  const differences: Difference[] = [];
  for (const path of paths) {
    const found = there.get(path);
    const wanted = named.get(path);
    if (!found) differences.push({ path, what: 'missing' });
    else if (found.bytes === undefined) differences.push({ path, what: 'irregular' });
    else if (!wanted) differences.push({ path, what: 'added' });
    else if (found.bytes !== wanted.bytes) differences.push({ path, what: 'size' });
    else if (!(await hasContent(join(folder, path), wanted.sha256))) {
      differences.push({ path, what: 'content' });
    }
  }
  return differences;
}

async function hasContent(path: string, sha256: string): Promise<boolean> {
  return (await hashFile(path).catch(() => undefined)) === sha256;
}
