import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES_FOLDER } from '../core/file-in-run.ts';
import { MANIFEST_FILE, type ManifestFile } from './manifest.ts';
import { SIGNATURE_FILE } from './signature-file.ts';

/** Something in a run's folder. */
export interface Entry {
  /** With `/` between names. */
  readonly path: string;
  /** Absent: it is no plain file, such as a link. */
  readonly bytes?: number;
}

/** Of the process that drives the run, and of no meaning when it has ended. */
const WORKING_FILES: ReadonlySet<string> = new Set(['journal.lock', 'journal.lock.json', 'inbox']);

/** Files that were being written when their writer died. */
const DRAFT = new RegExp(`^\\.report-[^/]+$|^${FILES_FOLDER}/\\.[^/]+$`);

/** Everything that belongs to the record in a run's folder, by path, without the manifest and its signature. */
export async function listFiles(folder: string): Promise<readonly Entry[]> {
  const entries = await listUnder(folder, '');
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function listUnder(folder: string, inside: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (isNoRecord(path)) continue;
    if (entry.isDirectory()) found.push(...(await listUnder(folder, path)));
    else found.push({ path, ...(entry.isFile() && (await sizeOf(join(folder, path)))) });
  }
  return found;
}

function isNoRecord(path: string): boolean {
  if (path === MANIFEST_FILE || path === SIGNATURE_FILE) return true;
  return WORKING_FILES.has(path) || DRAFT.test(path);
}

async function sizeOf(path: string): Promise<{ bytes: number } | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() ? { bytes: found.size } : undefined;
}

/** The files of a folder as a manifest has them. What is no plain file is left out, and told when it is verified. */
export async function hashFiles(folder: string): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  // One after the other: each may be large.
  for (const { path, bytes } of await listFiles(folder)) {
    if (bytes === undefined) continue;
    files.push({ path, bytes, sha256: await hashFile(join(folder, path)) });
  }
  return files;
}

/** @returns lower-case hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
