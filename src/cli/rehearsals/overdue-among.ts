import type { Ms } from '../../core/ports.ts';
import { rehearsalsOf } from '../../core/rehearsal.ts';
import type { RunSummary } from '../../core/run-summary.ts';
import { readEnvironments } from '../../drill-file/environments.ts';
import type { Project } from '../project.ts';
import type { ScheduledDrill } from './read-schedules.ts';
import { dueOf } from './read-standings.ts';
import { type OverdueDrill, overdueOf } from './tell-overdue.ts';

/**
 * The drills whose rehearsal in their own environment is overdue. One whose environment is declared nowhere cannot be
 * judged; `drill due` says so.
 * @param options `runs` newest first
 * @throws KunrenError what is wrong with the file of environments
 */
export function overdueAmong(
  drills: readonly ScheduledDrill[],
  {
    project,
    runs,
    now,
  }: { readonly project: Project; readonly runs: readonly RunSummary[]; readonly now: Ms },
): OverdueDrill[] {
  const environments = readEnvironments(project.environments);
  return drills.flatMap((one) => {
    const { file } = one;
    const environment = environments.find(({ name }) => name === file.environment);
    if (!environment) return [];
    const rehearsals = rehearsalsOf(runs, file.name, { environment, now });
    return overdueOf({ file, environment, ...rehearsals, due: dueOf(one, rehearsals, now) });
  });
}
