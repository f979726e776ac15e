import { type DueAnswer, judgeDue } from '../../calendar/judge-due.ts';
import { changesSince } from '../../core/changes-since.ts';
import type { Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Ms } from '../../core/ports.ts';
import { type Rehearsals, rehearsalsOf } from '../../core/rehearsal.ts';
import type { RunSummary } from '../../core/run-summary.ts';
import { type Finding, findingsOf, type Standing, standingOf } from '../../core/standing.ts';
import { findEnvironment } from '../../drill-file/environments.ts';
import type { DrillFile } from '../../drill-file/parse-drill.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { loadRunbook } from '../runbooks.ts';
import { named } from '../runs/open-drill.ts';
import type { ScheduledDrill, Schedules } from './read-schedules.ts';

/** How a drill stands in an environment, and why. */
export interface DrillStanding extends Rehearsals {
  readonly file: DrillFile;
  readonly environment: Environment;
  readonly standing: Standing;
  /** The most pressing first; empty where all is well. */
  readonly findings: readonly Finding[];
  /** What its schedule wants; absent where it has none. */
  readonly due?: DueAnswer;
}

export interface Standings {
  readonly drills: readonly DrillStanding[];
  /** What is wrong with the others. */
  readonly errors: readonly KunrenError[];
}

export interface StandingsQuestion {
  readonly project: Project;
  readonly schedules: Schedules;
  readonly environments: readonly Environment[];
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly clock: Clock;
  /** @default the environment that each drill names */
  readonly environment?: Environment | undefined;
  /** Nothing is looked at, so what drills exercise is compared with nothing. */
  readonly offline: boolean;
}

/** Judges drills by the runs that there are, by their files, and by what they exercise as it is now. */
export async function readStandings(io: Io, question: StandingsQuestion): Promise<Standings> {
  const { schedules, project, clock, offline } = question;
  const errors: KunrenError[] = [...schedules.errors];
  const known: KnownDrill[] = [];
  const { scheduled, unscheduled } = schedules;
  for (const one of [...scheduled, ...unscheduled.map((file) => ({ file }))]) {
    try {
      known.push(await readKnown(one, question));
    } catch (error) {
      if (!(error instanceof KunrenError)) throw error;
      errors.push(error);
    }
  }
  const runs = known.flatMap(({ last: run, environment }) => (run ? [{ run, environment }] : []));
  const architectures =
    offline || runs.length === 0
      ? undefined
      : // Brings clients of AWS with it.
        await (await import('./compare-architectures.ts')).compareArchitectures(io, project, {
          runs,
          clock,
        });
  const drills = known.map((one): DrillStanding => {
    const architecture = one.last && architectures?.get(one.last.run);
    const findings = findingsOf({ ...one, ...(architecture && { architecture }) });
    return { ...one, findings, standing: standingOf(findings) };
  });
  return { drills: drills.toSorted(byName), errors };
}

interface KnownDrill extends Omit<DrillStanding, 'standing' | 'findings'> {
  readonly changes?: ReturnType<typeof changesSince>;
}

async function readKnown(
  one: ScheduledDrill | { readonly file: DrillFile },
  { environments, environment: other, runs, clock }: StandingsQuestion,
): Promise<KnownDrill> {
  const { file } = one;
  const now = clock.now();
  const environment =
    other ??
    (await named(file, 'environment', () => findEnvironment(environments, file.environment)));
  const rehearsals = rehearsalsOf(runs, file.name, { environment, now });
  const { last } = rehearsals;
  return {
    file,
    environment,
    ...rehearsals,
    ...('schedule' in one && { due: dueOf(one, rehearsals, now) }),
    ...(last && {
      changes: changesSince(last.opened, {
        drill: file.drill,
        runbook: await named(file, 'runbook', () => loadRunbook(file.drill.runbook)),
      }),
    }),
  };
}

/** What the schedule of a drill wants, with what its rehearsals have given it. */
export function dueOf(
  { schedule, holidays }: ScheduledDrill,
  { last, scheduledFrom }: Rehearsals,
  now: Ms,
): DueAnswer {
  const trigger = last?.opened.trigger;
  const occurrence = trigger?.kind === 'schedule' && { occurrence: trigger.occurrence };
  return judgeDue({
    schedule,
    holidays,
    now,
    ...(last && { last: { openedAt: last.openedAt, ...occurrence } }),
    ...(scheduledFrom !== undefined && { scheduledFrom }),
  });
}

function byName({ file: a }: DrillStanding, { file: b }: DrillStanding): number {
  return a.name < b.name ? -1 : 1;
}
