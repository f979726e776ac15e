import { KunrenError } from '../core/failure.ts';
import { UNKNOWN_PARAMETER } from '../core/invalid-parameters.ts';
import { suggest } from './did-you-mean.ts';
import { invalidFile, placeProblems } from './invalid-file.ts';
import type { Problem } from './issue.ts';
import { DRILL_FILE, type DrillFile } from './parse-drill.ts';

/**
 * What a runbook found wrong with the drill, as an error that points into its file.
 * @param error `PARAMETER_INVALID` of `Runbook.input`: its `details.issues` are `{path, message}`, the path from
 *   `parameters` down and in camelCase. Or `DRILL_UNFIT`. Any other error comes back as it is.
 * @param schema of the parameters, as JSON Schema: what a key that is not known may have been meant for
 */
export function locateParameters(drillFile: DrillFile, error: unknown, schema?: unknown): unknown {
  if (!(error instanceof KunrenError)) return error;
  if (error.code === 'DRILL_UNFIT') return locateProblems(drillFile, error);
  if (error.code !== 'PARAMETER_INVALID') return error;
  const issues = error.failure.details?.['issues'];
  const problems = (Array.isArray(issues) ? issues : []).flatMap((issue) =>
    toProblem(issue, schema),
  );
  if (problems.length === 0) problems.push(placed([], error.message));
  return invalidFile(DRILL_FILE, drillFile.file, placeProblems(drillFile.source, problems));
}

/** What does not fit the runbook in other parts of the drill; the places stand in the error as in the file. */
function locateProblems({ file, source }: DrillFile, { failure }: KunrenError): KunrenError {
  const problems = (failure.details?.['problems'] ?? []) as unknown as readonly Problem[];
  const placed = problems.map((problem) =>
    problem.code.endsWith('_UNUSED') ? { ...problem, at: 'key' as const } : problem,
  );
  return invalidFile(DRILL_FILE, file, placeProblems(source, placed));
}

function toProblem(issue: unknown, schema: unknown): Problem[] {
  if (typeof issue !== 'object' || issue === null) return [];
  if (!('path' in issue) || !Array.isArray(issue.path) || !('message' in issue)) return [];
  const path = issue.path.map(String);
  const problem = placed(path, String(issue.message));
  if (issue.message !== UNKNOWN_PARAMETER) return [problem];
  const known = keysAt(schema, path.slice(0, -1)).map(kebab);
  const hint = suggest(kebab(path.at(-1) ?? ''), known, 'Known parameters');
  return [{ ...problem, at: 'key', ...(known.length > 0 && { hint }) }];
}

/** Keys that a JSON Schema has at a path. */
function keysAt(schema: unknown, path: readonly string[]): string[] {
  const properties = member(schema, 'properties');
  const [first, ...rest] = path;
  if (first === undefined) return Object.keys(properties ?? {});
  return keysAt(member(properties, first), rest);
}

function member(value: unknown, key: string): object | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'object' && found !== null ? found : undefined;
}

function placed(path: readonly string[], message: string): Problem {
  const spelled = path.map((segment) => (/^\d+$/.test(segment) ? Number(segment) : kebab(segment)));
  return { path: ['parameters', ...spelled], code: 'PARAMETER_INVALID', message };
}

/** `subnetGroup` → `subnet-group`, as it is written in the file. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
