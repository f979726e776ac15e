import { basename, resolve } from 'node:path';
import { readTeamKey, readTeamKeys } from '../../evidence/team-keys.ts';
import type { Io } from '../io.ts';
import { findProject, type Project } from '../project.ts';
import type { KnownKeys } from './check-signature.ts';

/**
 * The keys by which whoever sits here knows a team: one that is named by its file, else those of this project.
 * @throws KunrenError why the named one cannot be used; what is wrong with one of the project's is told on stderr.
 */
export async function knownKeys(io: Io, path?: string): Promise<KnownKeys> {
  if (path !== undefined) {
    const key = await readTeamKey(resolve(io.cwd, path), basename(path, '.pem'));
    return { keys: [key], only: true };
  }
  const project = projectIfAny(io);
  if (!project) return { keys: [], only: false };
  const { keys, broken } = await readTeamKeys(project.keys);
  for (const { failure } of broken) io.err(`drill: ${failure.message}`);
  return { keys, only: false };
}

function projectIfAny({ cwd }: Io): Project | undefined {
  try {
    return findProject(cwd);
  } catch {
    return undefined;
  }
}
