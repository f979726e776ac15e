import { addMonths, ageInDays, DAY, isOver } from '../core/day.ts';
import type { Facts, KnownRun } from './facts.ts';
import type { ShownRun, WhyNot } from './judged.ts';

/** How long a test counts where the edition names no time: our own rule. */
export const OWN_PERIOD_MONTHS = 12;

/** How long a reading of an account counts: a setting can be changed on any day. Our own rule. */
const READING_DAYS = 90;

/** Some clocks go fast. */
const AHEAD_MS = DAY;

/** Why a test does not count, whatever it tested; `undefined`: it does, be it passed or failed. */
export function whyNoTest(run: KnownRun, facts: Facts, months: number): WhyNot | undefined {
  const general = whyNoEvidence(run, facts);
  if (general) return general;
  if (run.result === 'none') return { code: whyNoResult(run) };
  if (isOver(addMonths(run.openedAt.slice(0, 10), months), facts.now)) {
    return { code: 'stale', months };
  }
  return whyOutdated(run, facts);
}

/** Why what a run read of an account or a database does not count. */
export function whyNoReading(
  run: KnownRun,
  facts: Facts,
  seenAt = run.openedAt,
): WhyNot | undefined {
  const general = whyNoEvidence(run, facts);
  if (general) return general;
  // How a run that did not complete has left things, its readings do not tell.
  if (run.status !== 'completed') return { code: 'not-completed' };
  return Date.parse(facts.now) - Date.parse(seenAt) > READING_DAYS * DAY
    ? { code: 'stale', days: READING_DAYS }
    : undefined;
}

function whyNoEvidence(run: KnownRun, { now }: Facts): WhyNot | undefined {
  if (run.place !== 'aws') return { code: run.place };
  if (run.mode === 'tabletop') return { code: 'tabletop' };
  if (!run.verified) {
    const { status } = run;
    return { code: status === 'interrupted' || status === 'aborted' ? status : 'unread' };
  }
  if (run.rejectedBy !== undefined) return { code: 'rejected', by: run.rejectedBy };
  return Date.parse(run.openedAt) > Date.parse(now) + AHEAD_MS ? { code: 'in-future' } : undefined;
}

function whyNoResult({ status }: KnownRun): 'interrupted' | 'aborted' | 'unproven' | 'not-begun' {
  switch (status) {
    case 'completed':
      return 'unproven';
    case 'failed':
      return 'not-begun';
    case 'aborted':
    case 'interrupted':
      return status;
  }
}

/** What has changed since makes a test one of something else. */
function whyOutdated(run: KnownRun, { runbooks, drills }: Facts): WhyNot | undefined {
  const version = runbooks.get(run.runbook.id);
  if (version === undefined) return { code: 'runbook-gone' };
  if (version !== run.runbook.version) {
    return { code: 'runbook-changed', from: run.runbook.version, to: version };
  }
  const declared = drills.find(({ name }) => name === run.drill)?.objectives;
  if (!declared || run.result !== 'passed') return undefined;
  const measured = [
    { what: 'rto', measure: run.rto, objectiveMs: declared.rtoMs },
    { what: 'rpo', measure: run.rpo, objectiveMs: declared.rpoMs },
  ] as const;
  for (const { what, measure, objectiveMs } of measured) {
    const actualMs = measure && 'actualMs' in measure ? measure.actualMs : undefined;
    if (actualMs !== undefined && objectiveMs !== undefined && actualMs > objectiveMs) {
      return { code: 'objective-tightened', what, actualMs, objectiveMs };
    }
  }
  return undefined;
}

/** A run with the verdict on whether it counts. */
export interface WeighedRun {
  readonly run: KnownRun;
  /** Absent: it counts. */
  readonly why?: WhyNot;
}

/**
 * The tests among `runs`, newest first. Of each drill in each account, and of each of its failure modes where those are
 * asked for, the newest test that counts is the one that counts; older ones are superseded, be they better or worse.
 */
export function weighTests(
  runs: readonly KnownRun[],
  facts: Facts,
  { months, perMode = false }: { readonly months: number; readonly perMode?: boolean },
): readonly WeighedRun[] {
  const newest = new Map<string, string>();
  return newestFirst(runs).map((run) => {
    const why = whyNoTest(run, facts, months);
    if (why) return { run, why };
    const key = JSON.stringify([run.drill, run.account, perMode && run.scenario]);
    const by = newest.get(key);
    if (by !== undefined) return { run, why: { code: 'superseded', by } };
    newest.set(key, run.run);
    return { run };
  });
}

export function newestFirst<T extends { readonly openedAt: string; readonly run: string }>(
  runs: readonly T[],
): readonly T[] {
  return runs.toSorted((a, b) => compare(b.openedAt, a.openedAt) || compare(b.run, a.run));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Runs for a reader: all that count, and of those that do not the newest for each reason and result. */
export function showRuns(weighed: readonly WeighedRun[], { now }: Facts): readonly ShownRun[] {
  const told = new Set<string>();
  return weighed.flatMap(({ run, why }): ShownRun[] => {
    if (why) {
      const kind = `${why.code} ${run.result}`;
      if (told.has(kind)) return [];
      told.add(kind);
    }
    const { run: name, reportId, drill, environment, openedAt: at, mode, result } = run;
    return [
      {
        run: name,
        reportId,
        drill,
        environment,
        at,
        ageDays: ageInDays(at, now),
        mode,
        result,
        ...(why && { why }),
      },
    ];
  });
}
