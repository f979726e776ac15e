import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KunrenError } from '../core/failure.ts';

/** Where a team's drills and reports are. */
export interface Project {
  readonly root: string;
  readonly drills: string;
  readonly reports: string;
  readonly environments: string;
  /** Who is told of drills; need not be there. */
  readonly notifications: string;
  /** Public keys that the team signs evidence with. */
  readonly keys: string;
  readonly attestations: string;
}

/**
 * The nearest folder, upwards from `from`, that has a `drills` folder.
 * @throws KunrenError `PROJECT_MISSING`
 */
export function findProject(from: string): Project {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'drills'))) return projectAt(folder);
    if (folder === dirname(folder)) break;
  }
  throw new KunrenError({
    code: 'PROJECT_MISSING',
    message: `There is no drills/ folder in ${resolve(from)} or above it.`,
    class: 'input',
  });
}

/** Whether it is there or not. */
export function projectAt(root: string): Project {
  return {
    root,
    drills: join(root, 'drills'),
    reports: join(root, 'reports'),
    environments: join(root, 'drills', 'environments.yaml'),
    notifications: join(root, 'drills', 'notifications.yaml'),
    keys: join(root, 'drills', 'keys'),
    attestations: join(root, 'drills', 'attestations.yaml'),
  };
}
