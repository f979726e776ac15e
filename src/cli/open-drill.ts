import type { Environment } from '../core/drill.ts';
import type { Runbook } from '../core/runbook.ts';
import { findEnvironment, readEnvironments } from '../drill-file/environments.ts';
import { formatIssues } from '../drill-file/format-issues.ts';
import { locateParameters } from '../drill-file/parameter-errors.ts';
import { type DrillFile, warningsIn } from '../drill-file/parse-drill.ts';
import { drillPath, readDrill } from '../drill-file/read-drill.ts';
import type { Io } from './io.ts';
import { findProject, type Project } from './project.ts';
import { loadRunbook } from './runbooks.ts';

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
  options: { readonly env?: string; readonly set: readonly string[] },
): Promise<OpenedDrill> {
  const project = findProject(io.cwd);
  const file = readDrill(drillPath(name, project.drills), { set: options.set });
  const environments = readEnvironments(project.environments);
  const environment = findEnvironment(environments, options.env ?? file.environment);
  const runbook = await loadRunbook(file.drill.runbook);
  try {
    runbook.input(file.drill, {
      run: 'unnamed',
      environment: environment.kind,
      region: environment.region,
      accountId: environment.accountId,
      openedAt: '1970-01-01T00:00:00.000Z',
    });
  } catch (error) {
    throw locateParameters(file, error);
  }
  const warnings = [...file.warnings, ...warningsIn(file, environment)];
  if (warnings.length > 0) io.err(formatIssues(warnings));
  return { project, file, runbook, environment };
}
