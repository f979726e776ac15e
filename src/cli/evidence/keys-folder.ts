import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';

/** Where this machine keeps private keys: `KUNREN_KEYS`, else the user's configuration. */
export function keysFolder({ env, cwd }: Pick<Io, 'env' | 'cwd'>): string {
  const own = env['KUNREN_KEYS'];
  if (own) return resolve(cwd, own);
  const config = env['XDG_CONFIG_HOME'];
  // A relative path is to be ignored, says the specification.
  const base = config && isAbsolute(config) ? config : join(homedir(), '.config');
  return join(base, 'kunren', 'keys');
}

/**
 * A private key in a repository is one commit away from everybody who reads it.
 * @throws KunrenError `SIGNING_KEY_FOLDER`
 */
export function demandOutside(folder: string, project: Project): void {
  const repository = repositoryOf(project.root);
  const way = relative(repository, folder);
  if (way.startsWith('..') || isAbsolute(way)) return;
  throw new KunrenError({
    code: 'SIGNING_KEY_FOLDER',
    message: `${folder} is inside ${repository}, where a private key could be committed. KUNREN_KEYS names another folder.`,
    class: 'input',
  });
}

function repositoryOf(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return root;
  }
}
