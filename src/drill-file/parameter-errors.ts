import { KunrenError } from '../core/failure.ts';
import { invalidFile, placeProblems } from './invalid-file.ts';
import type { Problem } from './issue.ts';
import { DRILL_FILE, type DrillFile } from './parse-drill.ts';

/**
 * What a runbook found wrong with the parameters, as an error that points into the drill's file.
 * @param error `PARAMETER_INVALID` of `Runbook.input`: its `details.issues` are `{path, message}`, the path from
 *   `parameters` down and in camelCase. Any other error comes back as it is.
 */
export function locateParameters(drillFile: DrillFile, error: unknown): unknown {
  if (!(error instanceof KunrenError) || error.code !== 'PARAMETER_INVALID') return error;
  const issues = error.failure.details?.['issues'];
  const problems = (Array.isArray(issues) ? issues : []).flatMap(toProblem);
  if (problems.length === 0) problems.push(placed([], error.message));
  return invalidFile(DRILL_FILE, drillFile.file, placeProblems(drillFile.source, problems));
}

function toProblem(issue: unknown): Problem[] {
  if (typeof issue !== 'object' || issue === null) return [];
  if (!('path' in issue) || !Array.isArray(issue.path) || !('message' in issue)) return [];
  return [placed(issue.path.map(String), String(issue.message))];
}

function placed(path: readonly string[], message: string): Problem {
  const spelled = path.map((segment) => (/^\d+$/.test(segment) ? Number(segment) : kebab(segment)));
  return { path: ['parameters', ...spelled], code: 'PARAMETER_INVALID', message };
}

/** `subnetGroup` → `subnet-group`, as it is written in the file. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
