import { requiredFindings, worsened } from './judge-posture.ts';
import { judgeRpo, RPO_NOT_APPLICABLE } from './judge-rpo.ts';
import { byMethod, measured } from './measured.ts';
import type { Milestone } from './milestone.ts';
import type { Ms } from './ports.ts';
import type { RunState } from './run-state.ts';
import { type Reason, tellReason } from './tell-reason.ts';
import type { Measure, NotApplicable, Verdict, VerdictWord } from './verdict.ts';

/**
 * What a run proved. `met` needs all of: the RTO measured and kept, the RPO measured from data and kept where data is
 * recovered, every declared check passed and every required finding good, no write lost that was acknowledged after the
 * failure, nothing worse than before. Anything unknown makes it `unproven`; anything known to be bad, `missed`.
 */
export function judge(state: RunState, recoveredAt: 'T5' | 'T6'): Verdict {
  if (state.tabletop) return talkedThrough(state);
  const rto = judgeRto(state, recoveredAt);
  const rpo = judgeRpo(state);
  const checks = countChecks(state);
  const because: readonly Reason[] = [
    ...explain('RTO', rto),
    ...explain('RPO', rpo),
    ...explainChecks(state),
    ...explainPosture(state),
    ...explainWrites(state),
    ...explainTasks(state),
  ];
  const words = [rto.result, rpo.result].filter((result) => result !== 'not-applicable');
  if (checks.failed > 0 || lostSinceImpact(state) > 0) words.push('missed');
  if (worsened(state).length > 0) words.push('missed');
  if (checks.unproven > 0 || checks.passed === 0) words.push('unproven');
  if (skippedTasks(state).length > 0) words.push('unproven');
  return { verdict: worst(words), rto, rpo, checks, ...explained(because) };
}

/** However long the talk took, it says nothing about a recovery. */
function talkedThrough(state: RunState): Verdict {
  const { rtoMs, rpoMs } = state.drill.objectives;
  const measure = (objectiveMs: Ms): Measure => ({
    objectiveMs,
    ...byMethod({ code: 'tabletop' }),
    result: 'unproven',
  });
  return {
    verdict: 'tabletop',
    rto: measure(rtoMs),
    rpo: rpoMs === undefined ? RPO_NOT_APPLICABLE : measure(rpoMs),
    checks: countChecks(state),
    ...explained([{ code: 'talked-through' }, ...explainTasks(state)]),
  };
}

/** In words and as data. */
function explained(because: readonly Reason[]): Pick<Verdict, 'reasons' | 'because'> {
  return { reasons: because.map(tellReason), because };
}

function worst(words: readonly VerdictWord[]): VerdictWord {
  if (words.includes('missed')) return 'missed';
  return words.includes('unproven') ? 'unproven' : 'met';
}

function judgeRto(state: RunState, recoveredAt: 'T5' | 'T6'): Measure {
  const objectiveMs = state.drill.objectives.rtoMs;
  const measuredBy = { code: 'until', milestone: recoveredAt } as const;
  const how = byMethod(measuredBy);
  const impact = state.milestones.T0;
  const recovered = state.milestones[recoveredAt];
  if (impact && recovered) {
    const { ms: actualMs, errorMs } = between(state, impact, recovered);
    // An impact after the recovery was declared wrongly, or the clocks disagree; nothing is measured then.
    if (actualMs < 0) return { objectiveMs, ...how, result: 'unproven' };
    const measure = measured({
      objectiveMs,
      actualMs,
      errorMs: impact.errorMs + recovered.errorMs + errorMs,
      measuredBy,
    });
    const doubtful = measure.result === 'missed' && actualMs - errorMs <= objectiveMs;
    return doubtful && errorMs > 0 ? { ...measure, result: 'unproven' } : measure;
  }
  if (impact) {
    const sinceImpact = Date.parse(state.lastAt) - Date.parse(impact.instant);
    if (sinceImpact > objectiveMs) return { objectiveMs, ...how, result: 'missed' };
  }
  return { objectiveMs, ...how, result: 'unproven' };
}

/**
 * The time between two milestones, which are wall-clock instants. Where the wall clock has jumped against the monotonic
 * one, either may be right (somebody set the clock, or the machine slept): the longer time is told, the difference is
 * its error.
 */
function between(state: RunState, from: Milestone, to: Milestone): { ms: Ms; errorMs: Ms } {
  const jumped = state.clockJumps
    .filter(({ reached }) => reached.includes(from.id) || from.source === 'declared')
    .filter(({ reached }) => !reached.includes(to.id))
    .reduce((sum, { byMs }) => sum + byMs, 0);
  const wallMs = Date.parse(to.instant) - Date.parse(from.instant);
  return { ms: Math.max(wallMs, wallMs - jumped), errorMs: Math.abs(jumped) };
}

interface Proof {
  readonly id: string;
  readonly outcome: 'passed' | 'failed' | 'unproven';
}

/** A declared check without a result is unproven, as is one that could not be carried out. */
function dataChecks(state: RunState): readonly Proof[] {
  return state.drill.checks.map(({ id }) => ({
    id,
    outcome: state.checks.find((result) => result.id === id)?.outcome ?? 'unproven',
  }));
}

function countChecks(state: RunState): Verdict['checks'] {
  const outcomes = [...dataChecks(state), ...requiredFindings(state)].map(({ outcome }) => outcome);
  const count = (word: string) => outcomes.filter((outcome) => outcome === word).length;
  return { passed: count('passed'), failed: count('failed'), unproven: count('unproven') };
}

function explain(of: 'RTO' | 'RPO', measure: Measure | NotApplicable): Reason[] {
  if (measure.result === 'met' || measure.result === 'not-applicable') return [];
  const { objectiveMs, actualMs, errorMs = 0, measuredBy = { code: 'not-measured' } } = measure;
  if (actualMs !== undefined && measure.result === 'unproven') {
    const leastMs = actualMs - errorMs;
    return [{ code: 'clock-in-doubt', of, leastMs, mostMs: actualMs, objectiveMs }];
  }
  if (actualMs !== undefined) return [{ code: 'over-objective', of, actualMs, objectiveMs }];
  return measure.result === 'missed'
    ? [{ code: 'objective-passed', of, objectiveMs }]
    : [{ code: 'not-measured', of, method: measuredBy, objectiveMs }];
}

function explainChecks(state: RunState): Reason[] {
  const data = dataChecks(state);
  const posture = requiredFindings(state);
  if (data.length + posture.length === 0) return [{ code: 'nothing-checked' }];
  return [...explainProofs(data, 'checks'), ...explainProofs(posture, 'findings')];
}

function explainProofs(proofs: readonly Proof[], of: 'checks' | 'findings'): Reason[] {
  return (['failed', 'unproven'] as const).flatMap((word) => {
    const ids = proofs.filter(({ outcome }) => outcome === word).map(({ id }) => id);
    if (ids.length === 0) return [];
    return [{ code: 'proofs', of, outcome: word, ids, total: proofs.length }];
  });
}

function explainPosture(state: RunState): Reason[] {
  return worsened(state).map(({ id, text }) => ({ code: 'worse', finding: id, text }));
}

function lostSinceImpact({ lostSinceImpact }: RunState): number {
  return lostSinceImpact?.lost ?? 0;
}

function explainWrites(state: RunState): Reason[] {
  const lost = lostSinceImpact(state);
  if (lost === 0) return [];
  const first = state.lostSinceImpact?.first;
  return [{ code: 'writes-lost', lost, ...(first && { firstAt: first.at }) }];
}

/** What was left out was not shown to work. */
function skippedTasks({ tasks }: RunState): readonly string[] {
  return tasks.filter(({ status }) => status === 'skipped').map(({ activity }) => activity);
}

function explainTasks(state: RunState): Reason[] {
  const tasks = skippedTasks(state);
  return tasks.length === 0 ? [] : [{ code: 'tasks-skipped', tasks }];
}
