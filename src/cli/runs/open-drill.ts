import type { Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Runbook } from '../../core/runbook.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import { formatIssues } from '../../drill-file/format-issues.ts';
import { invalidFile, placeProblems } from '../../drill-file/invalid-file.ts';
import { readNotifications } from '../../drill-file/notifications.ts';
import { locateParameters } from '../../drill-file/parameter-errors.ts';
import { DRILL_FILE, type DrillFile, warningsIn } from '../../drill-file/parse-drill.ts';
import { drillPath, readDrill } from '../../drill-file/read-drill.ts';
import type { Io } from '../io.ts';
import { findProject, type Project } from '../project.ts';
import { loadRunbook } from '../runbooks.ts';
import { systemClock } from '../system-clock.ts';

/** A drill with all that it refers to. */
export interface OpenedDrill {
  readonly project: Project;
  readonly file: DrillFile;
  readonly runbook: Runbook;
  readonly environment: Environment;
}

/**
 * Reads a drill, its runbook and its environment, and has the runbook check the parameters.
 * @throws KunrenError for whatever is wrong with any of them.
 */
export async function openDrill(
  io: Io,
  name: string,
  options: { readonly env?: string; readonly set: readonly string[]; readonly live?: boolean },
): Promise<OpenedDrill> {
  const project = findProject(io.cwd);
  readNotifications(project.notifications);
  const file = readDrill(drillPath(name, project.drills), { set: options.set });
  const environments = readEnvironments(project.environments);
  const environment =
    options.env === undefined
      ? await named(file, 'environment', () => findEnvironment(environments, file.environment))
      : findEnvironment(environments, options.env);
  const runbook = await named(file, 'runbook', () => loadRunbook(file.drill.runbook));
  try {
    runbook.input(file.drill, {
      run: 'unnamed',
      environment: environment.kind,
      region: environment.region,
      accountId: environment.accountId,
      openedAt: new Date(systemClock.now()).toISOString(),
      live: options.live ?? false,
    });
  } catch (error) {
    throw locateParameters(file, error, runbook.parametersSchema);
  }
  const warnings = [...file.warnings, ...warningsIn(file, environment)];
  if (warnings.length > 0) io.err(formatIssues(warnings));
  return { project, file, runbook, environment };
}

/** Finds what a key of the drill names; where there is none, the error points into the file. */
export async function named<T>(
  file: DrillFile,
  key: string,
  find: () => T | Promise<T>,
): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof KunrenError)) throw error;
    const { code, message } = error;
    const issues = placeProblems(file.source, [{ path: [key], code, message }]);
    throw invalidFile(DRILL_FILE, file.file, issues);
  }
}
