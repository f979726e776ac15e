import { basename } from 'node:path';
import type { Drill, Environment } from '../core/drill.ts';
import { judgeChecks } from './check-rules.ts';
import { DEFAULT_ENVIRONMENT, type DrillForm, drillForm } from './drill-form.ts';
import { warnAboutDrill, warnAboutPlace } from './drill-warnings.ts';
import { explainIssues } from './explain-issues.ts';
import { judgeFileName } from './file-name-rule.ts';
import { invalidFile, placeProblems } from './invalid-file.ts';
import { type FileIssue, type Path, type Problem, withoutConsequences } from './issue.ts';
import { applyOverrides } from './overrides.ts';
import type { FileKind } from './read-text.ts';
import { judgeSchedule } from './schedule-rules.ts';
import { toDrill } from './to-drill.ts';
import { judgeYaml } from './yaml-problems.ts';
import { locatePath, openYaml, type Place, type YamlSource } from './yaml-source.ts';

export const DRILL_FILE: FileKind = {
  noun: 'drill',
  unreadable: 'DRILL_UNREADABLE',
  invalid: 'DRILL_INVALID',
};

/** A drill, and the file it was read from. */
export interface DrillFile {
  readonly file: string;
  readonly name: string;
  readonly drill: Drill;
  /** Name of the environment in which it wants to run. */
  readonly environment: string;
  /** What the file may say, but probably should not. In the order of the file. */
  readonly warnings: readonly FileIssue[];
  readonly source: YamlSource;
}

export interface ParseOptions {
  /** Path of the file, for messages; its last part gives the drill its name. */
  readonly file: string;
  /** Values over those of the file, each `path=value` (`--set`). @default [] */
  readonly set?: readonly string[];
}

/**
 * Reads a drill from its text.
 * @throws KunrenError `DRILL_INVALID`; `issuesOf(error)` gives all that is wrong with it, in the order of the file.
 */
export function parseDrill(text: string, options: ParseOptions): DrillFile {
  const { file } = options;
  const name = basename(file).replace(/\.yaml$/, '');
  const original = openYaml(text, file);
  const yaml = judgeYaml(original);
  const { source, problems: misset } = yaml.readable
    ? applyOverrides(original, options.set ?? [])
    : { source: original, problems: [] };
  const { form, problems: misfits } = yaml.readable ? readForm(source) : { problems: [] };
  const problems = [...judgeFileName(basename(file)), ...yaml.problems, ...misset, ...misfits];
  if (problems.length > 0 || !form) {
    throw invalidFile(DRILL_FILE, file, placeProblems(source, problems));
  }
  const drill = toDrill(name, form);
  return {
    file,
    name,
    drill,
    environment: form.environment ?? DEFAULT_ENVIRONMENT,
    warnings: placeProblems(source, warnAboutDrill(drill)),
    source,
  };
}

function readForm(source: YamlSource): { form?: DrillForm; problems: Problem[] } {
  const raw: unknown = source.document.toJS();
  const read = drillForm.safeParse(raw);
  const problems = withoutConsequences([
    ...(read.success ? [] : explainIssues(read.error.issues, raw)),
    ...judgeChecks(raw),
    ...judgeSchedule(raw),
  ]);
  return read.success ? { form: read.data, problems } : { problems };
}

/** Where a value of the drill stands in its file; keys may be in kebab-case or in camelCase. */
export function locate(drillFile: DrillFile, path: Path): Place {
  return locatePath(drillFile.source, path);
}

/** What in the file has no effect in that environment. */
export function warningsIn(drillFile: DrillFile, environment: Environment): readonly FileIssue[] {
  return placeProblems(drillFile.source, warnAboutPlace(drillFile.drill, environment));
}
