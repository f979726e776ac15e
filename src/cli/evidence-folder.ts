import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { KunrenError } from '../core/failure.ts';
import { MANIFEST_FILE } from '../evidence/manifest.ts';
import { JOURNAL_FILE } from '../journal/read-journal.ts';
import type { Io } from './io.ts';
import { findProject } from './project.ts';
import { runFolder } from './run-folder.ts';

/**
 * The folder that is meant by the name of a run in this project, or by the path of a folder anywhere: a reviewer has a
 * copy and no project.
 * @throws KunrenError `PROJECT_MISSING`, `RUN_UNKNOWN` or `RUN_AMBIGUOUS`.
 */
export function evidenceFolder(io: Io, wanted: string): string {
  const path = resolve(io.cwd, wanted);
  const isPath = wanted.includes('/') || wanted.includes(sep) || wanted === '.';
  if (isPath) return path;
  try {
    return runFolder(findProject(io.cwd), wanted).folder;
  } catch (error) {
    const isOther = !(error instanceof KunrenError) || error.code === 'RUN_AMBIGUOUS';
    if (isOther || !holdsEvidence(path)) throw error;
    return path;
  }
}

function holdsEvidence(folder: string): boolean {
  return [JOURNAL_FILE, MANIFEST_FILE].some((name) => existsSync(join(folder, name)));
}
