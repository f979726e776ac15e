import type { ActivityContext } from '../core/activity.ts';
import { KunrenError } from '../core/failure.ts';

/**
 * For what carries no tags: then its name is all that tells whose it is.
 * @throws KunrenError `NAME_WITHOUT_RUN` (class `safety`) when the name does not hold the run's.
 */
export function demandNamedAfterRun(context: Pick<ActivityContext, 'run'>, name: string): void {
  if (name.toLowerCase().includes(context.run.toLowerCase())) return;
  throw new KunrenError({
    code: 'NAME_WITHOUT_RUN',
    message: `The name ${name} does not hold the name of the run, ${context.run}, so whether it is this run's could not be told later.`,
    class: 'safety',
  });
}
