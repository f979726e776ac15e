import { KunrenError } from '../../core/failure.ts';
import type { FollowUp } from '../../core/follow-up.ts';
import { openFollowUps, tellFollowUp } from '../../core/follow-up.ts';
import { runSeries } from '../../core/run-series.ts';
import { readLedger } from '../../journal/read-ledger.ts';
import { visibleText } from '../../report/visible-text.ts';
import { demandDate } from '../demand-date.ts';
import type { Io } from '../io.ts';
import { neverRun } from '../never-run.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject, type Project } from '../project.ts';
import { answeringPerson } from '../runs/acting-person.ts';
import { addToRun } from '../runs/add-to-run.ts';
import { readSeries } from '../runs/read-earlier-runs.ts';
import { runFolder } from '../runs/run-folder.ts';
import { systemClock } from '../system-clock.ts';

/** A follow-up, and whose it is. */
interface OpenFollowUp extends FollowUp {
  readonly drill: string;
  readonly environment: string;
  readonly overdue: boolean;
}

/**
 * `drill followup [drill]`: what earlier runs have left to settle.
 * @throws KunrenError `DRILL_NEVER_RUN`
 */
export async function listFollowUps(
  io: Io,
  drill: string | undefined,
  { output }: { readonly output: OutputKind },
): Promise<ExitCode> {
  const open = await openIn(io, findProject(io.cwd), drill);
  if (output === 'json') {
    io.out(JSON.stringify(open));
    return EXIT.met;
  }
  if (open.length === 0) io.out('Nothing is to follow up.');
  for (const followUp of open) tell(io, followUp);
  return EXIT.met;
}

export interface FollowUpOptions {
  readonly env?: string;
  readonly owner?: string;
  readonly due?: string;
  readonly ticket?: string;
  readonly resolution?: 'fix' | 'new-objective';
  readonly comment?: string;
  readonly output: OutputKind;
}

/**
 * `drill followup <drill> <issue>`: decides who settles it, until when and how. It stands in the journal of the run
 * that has shown it last.
 */
export async function changeFollowUp(
  io: Io,
  drill: string,
  issue: string,
  { env, output, ...decision }: FollowUpOptions,
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const { due } = decision;
  if (due !== undefined) demandDate(due);
  if (Object.values(decision).every((value) => value === undefined)) throw nothingDecided(issue);
  const all = await openIn(io, project, drill);
  const followUp = choose(all, { drill, issue, env });
  const place = runFolder(project, followUp.last.run);
  const state = await addToRun(io, project, place, async (before) => {
    const by = await answeringPerson(io, before.environment, project);
    return [{ type: 'follow-up.changed', data: { by, issue, ...decision } }];
  });
  const changed = state.followUpChanges.at(-1);
  if (output === 'json') io.out(JSON.stringify({ run: state.run, ...changed }));
  else io.out(`${issue} of ${drill}: ${JSON.stringify(decision)}, in the record of ${state.run}`);
  return EXIT.met;
}

async function openIn(
  io: Io,
  project: Project,
  drill: string | undefined,
): Promise<OpenFollowUp[]> {
  const { runs } = readLedger(project.reports);
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  const open: OpenFollowUp[] = [];
  const all = runSeries(runs);
  const wanted = all.filter((series) => drill === undefined || series.drill === drill);
  if (drill !== undefined && wanted.length === 0) throw neverRun(drill, all);
  for (const series of wanted) {
    const { environment } = series;
    const ended = await readSeries(io, runs, { drill: series.drill, environment });
    open.push(
      ...openFollowUps(ended.map(({ tested }) => tested)).map((followUp) => ({
        drill: series.drill,
        environment,
        ...followUp,
        overdue: followUp.due !== undefined && followUp.due < today,
      })),
    );
  }
  return open;
}

function choose(
  all: readonly OpenFollowUp[],
  { drill, issue, env }: { drill: string; issue: string; env: string | undefined },
): OpenFollowUp {
  const fitting = all.filter(
    (one) => one.issue === issue && (env === undefined || one.environment === env),
  );
  const [one] = fitting;
  if (one && fitting.length === 1) return one;
  throw new KunrenError(
    one
      ? {
          code: 'FOLLOW_UP_AMBIGUOUS',
          message: `"${issue}" is open for ${drill} in ${fitting.map(({ environment }) => environment).join(' and in ')}. Say which with --env.`,
          class: 'input',
        }
      : {
          code: 'FOLLOW_UP_UNKNOWN',
          message: `"${issue}" is not open for ${drill}.${all.length === 0 ? '' : ` Open are: ${all.map(({ issue: id }) => id).join(', ')}.`}`,
          class: 'input',
          details: { drill },
        },
  );
}

function nothingDecided(issue: string): KunrenError {
  return new KunrenError({
    code: 'FOLLOW_UP_UNCHANGED',
    message: `Nothing is said about "${issue}". Give --owner, --due, --ticket, --resolution or --comment.`,
    class: 'input',
  });
}

function tell(io: Io, followUp: OpenFollowUp): void {
  const { drill, environment, severity, detail, last, resolution, comment, overdue } = followUp;
  io.out(`${drill} in ${environment}, ${severity}${overdue ? ', OVERDUE' : ''}`);
  io.out(`  ${visibleText(tellFollowUp(followUp))}`);
  if (detail !== null) io.out(`  ${visibleText(detail)}`);
  if (last.run !== followUp.since.run) io.out(`  seen last in ${last.run}`);
  const plan = resolution === undefined ? [] : [PLANS[resolution]];
  const told = [...plan, ...(comment === undefined ? [] : [comment])];
  if (told.length > 0) io.out(`  ${visibleText(told.join(': '))}`);
}

const PLANS = {
  fix: 'the cause is to be mended',
  'new-objective': 'what was asked for is to be changed',
} as const;
