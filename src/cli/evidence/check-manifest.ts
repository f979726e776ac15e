import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunState } from '../../core/run-state.ts';
import { compareFiles, type Difference } from '../../evidence/compare-files.ts';
import { describeRun } from '../../evidence/describe-run.ts';
import { MANIFEST_FILE, type Manifest, readManifest } from '../../evidence/manifest.ts';

/** How a run's folder stands to its manifest. */
export type ManifestCheck =
  /** There is none, and need not be: the run goes on. */
  | { readonly state: 'none' }
  /** There is none, and the run has ended. */
  | { readonly state: 'missing' }
  | { readonly state: 'same'; readonly files: number; readonly manifest: Manifest }
  /** Written by a later version; its files are as it says, and the rest is not read. */
  | { readonly state: 'newer'; readonly format: number; readonly files: number }
  | { readonly state: 'malformed'; readonly why: string }
  | {
      readonly state: 'differs';
      readonly first: Difference;
      readonly differences: number;
      /** Path of the first thing that came from elsewhere. */
      readonly stray?: string;
    }
  /** Its files are as it says, but the journal is of something else. */
  | { readonly state: 'contradicts'; readonly field: string };

/**
 * Compares a folder with its manifest, then the manifest with the journal.
 * @param state of the run; `undefined` where the journal cannot be read, which is told elsewhere.
 */
export async function checkManifest(
  folder: string,
  state: RunState | undefined,
): Promise<ManifestCheck> {
  const path = join(folder, MANIFEST_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (text instanceof Error) {
    if (text.code !== 'ENOENT') return { state: 'malformed', why: text.message };
    return { state: state?.phase === 'finished' ? 'missing' : 'none' };
  }
  const read = readManifest(text);
  if (read.state === 'malformed') return read;
  const { files } = read.state === 'newer' ? read : read.manifest;
  const differences = await compareFiles(folder, files);
  const [first] = differences;
  if (first) {
    const stray = differences.find(({ what }) => what === 'added' || what === 'irregular')?.path;
    const counted = { first, differences: differences.length };
    return { state: 'differs', ...counted, ...(stray !== undefined && { stray }) };
  }
  if (read.state === 'newer') return { ...read, files: files.length };
  const field = state && contradiction(read.manifest, state);
  if (field !== undefined) return { state: 'contradicts', field };
  return { state: 'same', files: files.length, manifest: read.manifest };
}

/** The first thing that a manifest says otherwise than the journal. */
function contradiction(manifest: Manifest, state: RunState): string | undefined {
  const { tool, signing, files } = manifest;
  const told: Manifest = { ...describeRun(state), tool, signing, files };
  const fields = Object.keys(manifest) as (keyof Manifest)[];
  return fields.find((key) => JSON.stringify(told[key]) !== JSON.stringify(manifest[key]));
}
