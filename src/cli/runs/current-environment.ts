import type { Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import type { Project } from '../project.ts';

/**
 * The environment of a run as it is declared now: where evidence goes and what signs it may have changed since.
 * @returns what the run's journal says, where nothing of that name is declared any more
 * @throws KunrenError what is wrong with the file of environments
 */
export function currentEnvironment(project: Project, recorded: Environment): Environment {
  try {
    return findEnvironment(readEnvironments(project.environments), recorded.name);
  } catch (error) {
    if (error instanceof KunrenError && error.code === 'ENVIRONMENT_UNKNOWN') return recorded;
    throw error;
  }
}
