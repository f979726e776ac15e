import { type ClaimedRequirement, requirementClaims } from '../core/requirement-claims.ts';
import type { FailureMode } from './edition.ts';
import type { DeclaredDrill, Facts, KnownRun } from './facts.ts';
import type { Answer, Judged, Next, Reason } from './judged.ts';
import { nextRun } from './next-run.ts';
import { OWN_PERIOD_MONTHS, showRuns, type WeighedRun, weighTests } from './weigh-runs.ts';

/** Whether a run is a test of that requirement, had it passed in an AWS account. The rule is that of its report. */
function isTestOf(id: ClaimedRequirement): (run: KnownRun) => boolean {
  return (run) =>
    requirementClaims({ ...run, place: 'aws', result: 'passed' }).some(
      (one) => one.id === id && one.claim !== 'none',
    );
}

/**
 * The restore test (BAR-002): data was recovered from a backup and checked, and both objectives were kept.
 * Each drill's newest test counts; one that failed is not made good by another drill.
 */
export function judgeRestoreTest(facts: Facts): Judged {
  const tests = weighTests(facts.runs.filter(isTestOf('BAR-002')), facts, {
    months: OWN_PERIOD_MONTHS,
  });
  const failed = counting(tests, 'failed');
  const passed = counting(tests, 'passed');
  const evidence = showRuns(tests, facts);
  const period: Reason = { code: 'period-own' };
  if (failed.length > 0) {
    return { standing: 'failed', reasons: failed.map(missed), evidence, ...repeat(failed) };
  }
  if (passed.length === 0) {
    return {
      standing: 'none',
      reasons: [{ code: 'restore-missing' }],
      evidence,
      answers: [],
      next: nextRun(facts, ({ type }) => type === 'restore', 'restore'),
    };
  }
  const tested = new Set(passed.map(({ drill }) => drill));
  const untested = facts.drills.filter(
    ({ type, place, name }) => type === 'restore' && place === 'aws' && !tested.has(name),
  );
  return {
    standing: 'proven',
    reasons: [
      ...passed.map(({ run, drill }): Reason => ({ code: 'restore-passed', run, drill })),
      ...untested.map(({ name }): Reason => ({ code: 'drill-untested', drill: name })),
      ...facts.drills
        .filter(({ name, scheduled }) => tested.has(name) && !scheduled)
        .map(({ name }): Reason => ({ code: 'drill-unscheduled', drill: name })),
      period,
    ],
    evidence,
    answers: passed.map(({ run, reportId }): Answer => ({ code: 'report', run, reportId })),
  };
}

/**
 * The resilience test (RES-004): each failure mode that the edition asks for was tested, and the newest test of each
 * kept the objectives. A restore is a test of accidental data loss alone, a failover of its own scenario.
 */
export function judgeResilienceTest(facts: Facts): Judged {
  const { modes, months } = facts.edition.rules.resilienceTest;
  const tests = weighTests(facts.runs.filter(isTestOf('RES-004')), facts, {
    months: months ?? OWN_PERIOD_MONTHS,
    perMode: true,
  });
  const failed = counting(tests, 'failed');
  const passed = counting(tests, 'passed');
  const missing = modes.filter((mode) => !passed.some(({ scenario }) => scenario === mode));
  const evidence = showRuns(tests, facts);
  const tested = onePerMode(passed).map(
    ({ run, scenario, mode }): Reason => ({
      code: 'mode-passed',
      mode: scenario,
      run,
      live: mode === 'live',
    }),
  );
  const remarks: readonly Reason[] = [
    ...(modes.length === 1 ? [{ code: 'one-mode-asked' } as const] : []),
    ...(months === null ? [{ code: 'period-own' } as const] : []),
  ];
  if (failed.length > 0) {
    return {
      standing: 'failed',
      reasons: [...failed.map(missed), ...tested, ...missing.map(modeMissing)],
      evidence,
      ...repeat(failed),
      answers: lastTest(tests),
    };
  }
  const [mode] = missing;
  if (mode === undefined) {
    return {
      standing: 'proven',
      reasons: [...tested, ...remarks],
      evidence,
      answers: lastTest(tests),
    };
  }
  return {
    standing: 'none',
    reasons: [...missing.map(modeMissing), ...tested, ...remarks],
    evidence,
    answers: lastTest(tests),
    next: nextRun(facts, testing(mode), mode),
  };
}

/**
 * The rehearsed runbook for the root user (ARC-005). Where the edition asks for a plan for all incidents, it is a part
 * of that plan only, which is a document.
 */
export function judgeRootRehearsal(facts: Facts): Judged {
  const tests = weighTests(facts.runs.filter(isTestOf('ARC-005')), facts, {
    months: OWN_PERIOD_MONTHS,
  });
  const failed = counting(tests, 'failed');
  const passed = counting(tests, 'passed');
  const suffices = facts.edition.rules.rootRunbookSuffices;
  const misuse = passed.some(({ scenario }) => scenario === 'root-compromise');
  const proven = suffices && misuse && failed.length === 0;
  const reasons: Reason[] = [
    ...failed.map(({ run }): Reason => ({ code: 'root-missed', run })),
    ...passed.map(({ run }): Reason => ({ code: 'root-rehearsed', run })),
    ...(passed.length + failed.length === 0 ? [{ code: 'root-never-rehearsed' } as const] : []),
    ...(suffices && passed.length > 0 && !misuse
      ? [{ code: 'root-misuse-never-rehearsed' } as const]
      : []),
    ...(suffices ? [] : [{ code: 'plan-is-a-document' } as const]),
  ];
  return {
    standing: proven ? 'proven' : passed.length > 0 ? 'supported' : 'none',
    reasons,
    evidence: showRuns(tests, facts),
    answers: passed.map(({ run, reportId }): Answer => ({ code: 'report', run, reportId })),
    ...(!proven && { next: nextRehearsal(facts, failed, misuse) }),
  };
}

function nextRehearsal(facts: Facts, failed: readonly KnownRun[], misuse: boolean): Next {
  const [missedRun] = failed;
  if (missedRun) return { code: 'mend', run: missedRun.run };
  if (!facts.edition.rules.rootRunbookSuffices) return { code: 'attest' };
  return nextRun(
    facts,
    ({ type, scenario }) => type === 'root-recovery' && (misuse || scenario === 'root-compromise'),
    'root-recovery',
  );
}

function counting(tests: readonly WeighedRun[], result: KnownRun['result']): KnownRun[] {
  return tests.filter(({ run, why }) => !why && run.result === result).map(({ run }) => run);
}

function missed({ run, drill }: KnownRun): Reason {
  return { code: 'test-missed', run, drill };
}

function modeMissing(mode: FailureMode): Reason {
  return { code: 'mode-missing', mode };
}

/** The newest of each mode. */
function onePerMode(passed: readonly KnownRun[]): readonly KnownRun[] {
  return [...Map.groupBy(passed, ({ scenario }) => scenario).values()].flatMap(
    ([newest]) => newest ?? [],
  );
}

function testing(mode: FailureMode): (drill: DeclaredDrill) => boolean {
  const type = mode === 'accidental-data-loss' ? 'restore' : 'failover';
  return (drill) => drill.scenario === mode && drill.type === type;
}

function repeat([newest]: readonly KnownRun[]): { answers: readonly Answer[]; next?: Next } {
  return newest ? { answers: [], next: { code: 'mend', run: newest.run } } : { answers: [] };
}

/** The newest test that counts, whether it passed or not: the form asks for the last one. */
function lastTest(tests: readonly WeighedRun[]): readonly Answer[] {
  const last = tests.find(({ why }) => !why)?.run;
  if (!last || last.result === 'none') return [];
  const { run, reportId, openedAt, result } = last;
  return [
    { code: 'test-date', day: openedAt.slice(0, 10), result },
    { code: 'report', run, reportId },
  ];
}
