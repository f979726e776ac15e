import { basename, join } from 'node:path';
import { KunrenError } from '../core/failure.ts';
import type { Objectives } from '../core/objectives.ts';
import { drillFilesIn, readDrill } from './read-drill.ts';

/** A drill in a folder, or a file that should be one and is not. */
export type ListedDrill =
  | {
      readonly name: string;
      readonly title: string;
      readonly runbook: string;
      readonly environment: string;
      readonly objectives: Objectives;
      readonly file: string;
    }
  | { readonly name: string; readonly file: string; readonly error: KunrenError };

/**
 * All drills of a folder, by name; a broken one does not hide the others.
 * @throws KunrenError `DRILL_FOLDER_NOT_FOUND`.
 */
export function listDrills(folder: string): readonly ListedDrill[] {
  return drillPathsIn(folder).map(listOne);
}

/**
 * The files of all drills of a folder, by name.
 * @throws KunrenError `DRILL_FOLDER_NOT_FOUND`.
 */
export function drillPathsIn(folder: string): readonly string[] {
  const files = drillFilesIn(folder);
  if (!files) {
    throw new KunrenError({
      code: 'DRILL_FOLDER_NOT_FOUND',
      message: `There is no folder ${folder} with drills in it.`,
      class: 'input',
      details: { folder },
    });
  }
  return files.map((name) => join(folder, name));
}

function listOne(file: string): ListedDrill {
  try {
    const { name, drill, environment } = readDrill(file);
    const { title, runbook, objectives } = drill;
    return { name, title, runbook, environment, objectives, file };
  } catch (error) {
    if (!(error instanceof KunrenError)) throw error;
    return { name: basename(file).replace(/\.ya?ml$/i, ''), file, error };
  }
}
