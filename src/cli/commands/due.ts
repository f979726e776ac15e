import type { Clock } from '../../core/ports.ts';
import type { Standing } from '../../core/standing.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import { readNotifications } from '../../drill-file/notifications.ts';
import { type Ledger, readLedger } from '../../journal/read-ledger.ts';
import { visibleText } from '../../report/visible-text.ts';
import type { Io } from '../io.ts';
import { dueLines } from '../output/due-text.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject, type Project } from '../project.ts';
import { readSchedules, tellErrors } from '../rehearsals/read-schedules.ts';
import { type DrillStanding, readStandings } from '../rehearsals/read-standings.ts';
import { tellAhead } from '../rehearsals/tell-ahead.ts';
import { overdueOf, tellOverdue } from '../rehearsals/tell-overdue.ts';
import { systemClock } from '../system-clock.ts';

export interface DueOptions {
  readonly env?: string;
  /** Nothing is looked at. */
  readonly offline: boolean;
  /** Tell people of what is overdue, as `drill schedule run` does. */
  readonly notify: boolean;
  /** @default all but `ok` and `not-scheduled` */
  readonly failOn?: readonly Standing[];
  readonly output: OutputKind;
}

const FAIL_ON: readonly Standing[] = ['overdue', 'never-rehearsed', 'stale', 'due', 'unknown'];

/** `drill due [drill]`: which drills are to be rehearsed, and why. */
export async function due(
  io: Io,
  drill: string | undefined,
  { env, offline, notify, failOn = FAIL_ON, output }: DueOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const now = clock.now();
  const environments = readEnvironments(project.environments);
  const ledger = readLedger(project.reports);
  const { drills, errors } = await readStandings(io, {
    project,
    schedules: await readSchedules(project, new Date(now).toISOString(), drill),
    environments,
    environment: env === undefined ? undefined : findEnvironment(environments, env),
    runs: ledger.runs,
    clock,
    offline,
  });
  if (output === 'json') {
    const { broken, foreign } = ledger;
    const failures = errors.map(({ failure }) => failure.message);
    io.out(JSON.stringify({ drills: drills.map(toJson), broken, foreign, errors: failures }));
  } else {
    for (const line of dueLines(drills, now)) io.out(line);
    if (offline) io.out('Whether what they exercise is as it was, was not looked at (--offline).');
  }
  tellUnread(io, ledger);
  tellAhead(
    io,
    drills.flatMap(({ ahead }) => ahead),
    now,
  );
  tellErrors(io, { errors });
  if (notify) await tellPeople(io, project, drills, clock);
  if (errors.length > 0) return EXIT.badInput;
  return drills.some(({ standing }) => failOn.includes(standing)) ? EXIT.notMet : EXIT.met;
}

async function tellPeople(
  io: Io,
  project: Project,
  drills: readonly DrillStanding[],
  clock: Clock,
): Promise<void> {
  if (readNotifications(project.notifications).length === 0) {
    io.err('drill: nobody is told: drills/notifications.yaml declares no channels');
  }
  await tellOverdue(io, project, { overdue: drills.flatMap(overdueOf), clock });
}

function toJson(one: DrillStanding) {
  const { file, environment, standing, findings, last, elsewhere, ahead, due } = one;
  return {
    drill: file.name,
    title: file.drill.title,
    environment: environment.name,
    standing,
    findings,
    last: last
      ? { run: last.run, at: last.openedAt, verdict: last.end?.verdict.verdict ?? null }
      : null,
    elsewhere: elsewhere
      ? { run: elsewhere.run, environment: elsewhere.opened.environment.name }
      : null,
    ahead: ahead.map(({ run }) => run),
    next: due?.next ?? null,
  };
}

function tellUnread(io: Io, { broken, foreign }: Ledger): void {
  for (const { folder, failure } of broken) {
    io.err(`drill: ${visibleText(folder)} is left out: ${failure.message}`);
  }
  for (const folder of foreign) {
    io.err(`drill: ${visibleText(folder)} in reports/ is no run, and is left out`);
  }
}
