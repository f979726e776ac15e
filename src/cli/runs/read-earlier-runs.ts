import type { EarlierRuns } from '../../core/earlier-runs.ts';
import { failureOf } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import { openFollowUps, type TestedRun } from '../../core/follow-up.ts';
import type { JournalRecord } from '../../core/record.ts';
import { isAhead } from '../../core/rehearsal.ts';
import type { RunState } from '../../core/run-state.ts';
import type { RunSummary } from '../../core/run-summary.ts';
import { usualDuration, usualStepDurations } from '../../core/usual-duration.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { isPassed, provenBy } from '../../report/report-follow-ups.ts';
import { buildReport } from '../../report/report-model.ts';
import type { Io } from '../io.ts';
import { tellAhead } from '../rehearsals/tell-ahead.ts';
import { systemClock } from '../system-clock.ts';

/** Reading a journal whole takes some ten milliseconds; twenty runs are five years of quarters. */
const NEWEST = 20;

/** Whose earlier runs: those of one drill in one environment. A tabletop tests nothing, so it tells nothing. */
export interface Series {
  readonly drill: string;
  readonly environment: string;
}

function isInSeries({ opened }: RunSummary, { drill, environment }: Series): boolean {
  return (
    opened.drill.name === drill &&
    opened.environment.name === environment &&
    opened.tabletop !== true
  );
}

/** What the newest runs of a series tell a new one; `undefined` where there is none. */
export async function readEarlierRuns(
  io: Io,
  runs: readonly RunSummary[],
  series: Series,
): Promise<EarlierRuns | undefined> {
  const ended = await readSeries(io, runs, series);
  if (ended.length === 0) return undefined;
  const completed = ended.map(({ state }) => state).filter(({ status }) => status === 'completed');
  const usualRecovery = usualDuration(
    completed.flatMap(({ verdict }) => verdict?.rto.actualMs ?? []),
  );
  return {
    usual: usualStepDurations(completed),
    ...(usualRecovery && { usualRecovery }),
    followUps: openFollowUps(ended.map(({ tested }) => tested)),
  };
}

/** A run that has ended, read whole and verified. */
export interface EndedRun {
  readonly state: RunState;
  readonly tested: TestedRun;
}

/** The newest ended runs of a series. What is broken, or from a time that has not come, is left out, and said. */
export async function readSeries(
  io: Io,
  runs: readonly RunSummary[],
  series: Series,
): Promise<readonly EndedRun[]> {
  const now = systemClock.now();
  const own = runs.filter((run) => run.end && isInSeries(run, series));
  const ahead = own.filter(({ openedAt }) => isAhead(openedAt, now));
  tellAhead(io, ahead, now);
  const newest = own.filter((run) => !ahead.includes(run)).slice(0, NEWEST);
  const ended: EndedRun[] = [];
  for (const { run, folder } of newest) {
    try {
      const { records } = await readJournal(folder);
      const state = foldRecords(records);
      ended.push({ state, tested: testedRun(records, state) });
    } catch (error) {
      io.err(`drill: ${run} is left out: ${failureOf(error).message}`);
    }
  }
  return ended;
}

function testedRun(
  records: readonly JournalRecord[],
  { followUpChanges, earlier }: RunState,
): TestedRun {
  const report = buildReport(records);
  const { run, openedAt, issues } = report;
  return {
    run,
    at: openedAt,
    passed: isPassed(report),
    issues,
    proven: provenBy(report),
    changes: followUpChanges,
    before: earlier?.followUps ?? [],
  };
}
