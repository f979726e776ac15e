import { KunrenError } from '../core/failure.ts';
import type { FileIssue, Problem } from './issue.ts';
import type { FileKind } from './read-text.ts';
import { placeProblem, type YamlSource } from './yaml-source.ts';

/** Problems at their places, in the order of the file. */
export function placeProblems(
  source: YamlSource,
  problems: readonly (Problem & { readonly origin?: string })[],
): FileIssue[] {
  return problems
    .map((problem) => ({
      ...placeProblem(source, problem),
      ...(problem.origin !== undefined && { origin: problem.origin }),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The error for a file that was read and makes no sense; all that is wrong is in `details.issues`. */
export function invalidFile(
  kind: FileKind,
  file: string,
  issues: readonly FileIssue[],
): KunrenError {
  const [first] = issues;
  const where = first ? ` ${formatPlace(first)}: ${sentence(first)}` : '';
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new KunrenError({
    code: kind.invalid,
    message: `${file} is not a valid ${kind.noun}.${where}${more}`,
    class: 'input',
    details: { file, issues },
  });
}

/** `drills/restore.yaml:12:8`, or where else the value came from. */
export function formatPlace(issue: FileIssue): string {
  return issue.origin ?? `${issue.file}:${issue.line}:${issue.column}`;
}

/** `objectives.rto: 30 has no unit.` */
export function sentence({ path, message }: FileIssue): string {
  return path === '' ? message : `${path}: ${message}`;
}
