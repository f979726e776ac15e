import type { HolidaySource } from '../../calendar/business-days.ts';
import { checkSchedule } from '../../calendar/check-schedule.ts';
import { failureOf, KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import type { Schedule } from '../../core/schedule.ts';
import { formatIssues, issuesOf } from '../../drill-file/format-issues.ts';
import { invalidFile, placeProblems } from '../../drill-file/invalid-file.ts';
import { drillPathsIn } from '../../drill-file/list-drills.ts';
import { DRILL_FILE, type DrillFile } from '../../drill-file/parse-drill.ts';
import { drillPath, readDrill } from '../../drill-file/read-drill.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';

/** A drill that has a schedule, with all that it takes to say which days those are. */
export interface ScheduledDrill {
  readonly file: DrillFile;
  readonly schedule: Schedule;
  readonly holidays: HolidaySource;
}

/** The drills of a project, by what they say about when they are rehearsed. */
export interface Schedules {
  readonly scheduled: readonly ScheduledDrill[];
  readonly unscheduled: readonly DrillFile[];
  /** What is wrong with the others. */
  readonly errors: readonly KunrenError[];
}

/**
 * Reads the schedules of all drills, or of one.
 * @throws KunrenError when the one that is asked for cannot be read, or its schedule makes no sense
 */
export async function readSchedules(
  project: Project,
  now: Instant,
  drill?: string,
): Promise<Schedules> {
  const scheduled: ScheduledDrill[] = [];
  const unscheduled: DrillFile[] = [];
  const errors: KunrenError[] = [];
  const paths =
    drill === undefined ? drillPathsIn(project.drills) : [drillPath(drill, project.drills)];
  for (const path of paths) {
    try {
      const file = readDrill(path);
      const found = await scheduleOf(file, now);
      if (found) scheduled.push(found);
      else unscheduled.push(file);
    } catch (error) {
      if (drill !== undefined || !(error instanceof KunrenError)) throw error;
      errors.push(error);
    }
  }
  return { scheduled, unscheduled, errors };
}

/**
 * The schedule of a drill, judged as a whole; `undefined` where it has none.
 * @throws KunrenError `DRILL_INVALID`, with the places in its file
 */
export async function scheduleOf(
  file: DrillFile,
  now: Instant,
): Promise<ScheduledDrill | undefined> {
  const { schedule } = file.drill;
  if (!schedule) return undefined;
  const checked = await checkSchedule(schedule, now);
  if ('holidays' in checked) return { file, schedule, holidays: checked.holidays };
  throw invalidFile(DRILL_FILE, file.file, placeProblems(file.source, checked.problems));
}

/** Tells what is wrong with drills that had to be left out. */
export function tellErrors(io: Io, { errors }: Pick<Schedules, 'errors'>): void {
  for (const error of errors) {
    const issues = issuesOf(error);
    io.err(issues.length > 0 ? formatIssues(issues) : failureOf(error).message);
  }
}
