import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KunrenError } from '../core/failure.ts';
import { nearest } from './did-you-mean.ts';
import { DRILL_FILE, type DrillFile, type ParseOptions, parseDrill } from './parse-drill.ts';
import { readText } from './read-text.ts';

/** Files in the folder of drills that are not drills. */
export const ENVIRONMENTS_FILE = 'environments.yaml';
const ATTESTATIONS_FILE = 'attestations.yaml';
const NOTIFICATIONS_FILE = 'notifications.yaml';
const OTHER_FILES: ReadonlySet<string> = new Set([
  ENVIRONMENTS_FILE,
  ATTESTATIONS_FILE,
  NOTIFICATIONS_FILE,
]);

/**
 * Reads a drill from a file, or from text under a name.
 * @throws KunrenError `DRILL_NOT_FOUND`, `DRILL_UNREADABLE` or `DRILL_INVALID`.
 */
export function readDrill(
  from: string | { readonly name: string; readonly text: string },
  options: Omit<ParseOptions, 'file'> = {},
): DrillFile {
  if (typeof from !== 'string') {
    return parseDrill(from.text, { ...options, file: `${from.name}.yaml` });
  }
  const text = readText(from, DRILL_FILE);
  if (text === undefined) throw notFound(from);
  return parseDrill(text, { ...options, file: from });
}

/** The file that an operator means: `restore-rds` is a file in the folder, anything with a slash or ending is a path. */
export function drillPath(nameOrPath: string, folder: string): string {
  const isPath = /[/\\]/.test(nameOrPath) || /\.ya?ml$/i.test(nameOrPath);
  return isPath ? nameOrPath : join(folder, `${nameOrPath}.yaml`);
}

/** Files in the folder that are drills by their name, sorted; `undefined` when there is no such folder. */
export function drillFilesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => /\.ya?ml$/i.test(name) && !OTHER_FILES.has(name))
      .sort((a, b) => (stem(a) < stem(b) ? -1 : 1));
  } catch {
    return undefined;
  }
}

function notFound(file: string): KunrenError {
  const folder = dirname(file);
  const name = stem(file);
  const drills = drillFilesIn(folder)?.map(stem);
  return new KunrenError({
    code: 'DRILL_NOT_FOUND',
    message: `There is no drill ${file}. ${whatThereIs(name, folder, drills)}`,
    class: 'input',
    details: { file, drills: drills ?? [] },
  });
}

function whatThereIs(name: string, folder: string, drills: readonly string[] | undefined): string {
  if (!drills) return `There is no folder ${folder} either.`;
  if (drills.length === 0) return `The folder ${folder} holds no drills.`;
  const meant = nearest(name, drills);
  const question = meant === undefined ? '' : `Did you mean "${meant}"? `;
  return `${question}Drills in ${folder}: ${drills.join(', ')}.`;
}

function stem(file: string): string {
  return basename(file).replace(/\.ya?ml$/i, '');
}
