import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Project } from '../project.ts';

/** Runs that have a journal in reports/, newest first by name's moment. */
export function runNames(project: Project): string[] {
  if (!existsSync(project.reports)) return [];
  return readdirSync(project.reports, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => existsSync(join(project.reports, name, 'journal.ndjson')))
    .sort((a, b) => (moment(a) < moment(b) ? 1 : -1));
}

/**
 * The folder of a run. A beginning of its name is enough when only one run has it; `last` is the newest.
 * @throws KunrenError `RUN_UNKNOWN` or `RUN_AMBIGUOUS`.
 */
export function runFolder(project: Project, wanted: string): { run: string; folder: string } {
  const names = runNames(project);
  const matches =
    wanted === 'last'
      ? names.slice(0, 1)
      : names.includes(wanted)
        ? [wanted]
        : names.filter((name) => wanted !== '' && name.startsWith(wanted));
  const [run] = matches;
  if (run !== undefined && matches.length === 1) return { run, folder: join(project.reports, run) };
  throw new KunrenError(
    matches.length > 1
      ? {
          code: 'RUN_AMBIGUOUS',
          message: `"${wanted}" could be any of: ${matches.slice(0, 8).join(', ')}.`,
          class: 'input',
        }
      : {
          code: 'RUN_UNKNOWN',
          message: `There is no run "${wanted}" in ${project.reports}.`,
          class: 'input',
        },
  );
}

/** `restore-rds-20261124-010000-k3f9` → `20261124-010000`. */
function moment(name: string): string {
  return /(\d{8}-\d{6})-[a-z0-9]+$/.exec(name)?.[1] ?? name;
}
