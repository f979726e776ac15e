import type { Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import type { OpenedEnvironment } from './open-environment.ts';

/** The environment of a tabletop: it is named, and nothing in it can be called. */
export function noServices(environment: Environment): OpenedEnvironment {
  return {
    environment,
    services: () => {
      throw new KunrenError({
        code: 'TABLETOP_CALLS',
        message: 'A tabletop calls nothing.',
        class: 'bug',
      });
    },
  };
}
