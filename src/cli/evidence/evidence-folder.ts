import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { MANIFEST_FILE } from '../../evidence/manifest.ts';
import { JOURNAL_FILE } from '../../journal/read-journal.ts';
import type { Io } from '../io.ts';
import { findProject } from '../project.ts';
import { runFolder } from '../runs/run-folder.ts';

/**
 * The folder that is meant by the name of a run in this project, or by the path of a folder anywhere, be it one that an
 * export was unpacked into: a reviewer has a copy and no project.
 * @throws KunrenError `PROJECT_MISSING`, `RUN_UNKNOWN` or `RUN_AMBIGUOUS`.
 */
export function evidenceFolder(io: Io, wanted: string): string {
  const path = resolve(io.cwd, wanted);
  const isPath = wanted.includes('/') || wanted.includes(sep) || wanted === '.';
  if (isPath) return unpacked(path);
  try {
    return runFolder(findProject(io.cwd), wanted).folder;
  } catch (error) {
    const isOther = !(error instanceof KunrenError) || error.code === 'RUN_AMBIGUOUS';
    const folder = unpacked(path);
    if (isOther || !holdsEvidence(folder)) throw error;
    return folder;
  }
}

/**
 * Refuses to put a file into the folder of a run, where it would be one that the manifest does not name.
 * @throws KunrenError `COPY_AMONG_EVIDENCE`
 */
export function demandOutsideRun(path: string): void {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (!holdsEvidence(folder)) continue;
    throw new KunrenError({
      code: 'COPY_AMONG_EVIDENCE',
      message: `${path} is in the folder of a run, where every file is in a manifest. Nothing was written.`,
      class: 'input',
    });
  }
}

/** Of an export that was unpacked into a folder, the run's own. */
function unpacked(path: string): string {
  if (holdsEvidence(path) || !existsSync(path) || !statSync(path).isDirectory()) return path;
  const [run, ...others] = readdirSync(path)
    .filter((name) => existsSync(join(path, `${name}.txt`)))
    .map((name) => join(path, name))
    .filter((folder) => holdsEvidence(folder));
  return run !== undefined && others.length === 0 ? run : path;
}

function holdsEvidence(folder: string): boolean {
  return [JOURNAL_FILE, MANIFEST_FILE].some((name) => existsSync(join(folder, name)));
}
