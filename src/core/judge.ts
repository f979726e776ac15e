import { formatDuration } from './duration.ts';
import { requiredFindings, worsened } from './judge-posture.ts';
import { judgeRpo, RPO_NOT_APPLICABLE } from './judge-rpo.ts';
import { measured } from './measured.ts';
import type { Milestone } from './milestone.ts';
import type { Ms } from './ports.ts';
import type { RunState } from './run-state.ts';
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
  const reasons = [
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
  return { verdict: worst(words), rto, rpo, checks, reasons };
}

/** However long the talk took, it says nothing about a recovery. */
function talkedThrough(state: RunState): Verdict {
  const { rtoMs, rpoMs } = state.drill.objectives;
  const measure = (objectiveMs: Ms): Measure => ({
    objectiveMs,
    method: 'not measured at a table',
    result: 'unproven',
  });
  return {
    verdict: 'tabletop',
    rto: measure(rtoMs),
    rpo: rpoMs === undefined ? RPO_NOT_APPLICABLE : measure(rpoMs),
    checks: countChecks(state),
    reasons: [
      'People have talked it through: nothing was done, and nothing is proven.',
      ...explainTasks(state),
    ],
  };
}

function worst(words: readonly VerdictWord[]): VerdictWord {
  if (words.includes('missed')) return 'missed';
  return words.includes('unproven') ? 'unproven' : 'met';
}

function judgeRto(state: RunState, recoveredAt: 'T5' | 'T6'): Measure {
  const objectiveMs = state.drill.objectives.rtoMs;
  const method = `${recoveredAt} − T0`;
  const impact = state.milestones.T0;
  const recovered = state.milestones[recoveredAt];
  if (impact && recovered) {
    const { ms: actualMs, errorMs } = between(state, impact, recovered);
    // An impact after the recovery was declared wrongly, or the clocks disagree; nothing is measured then.
    if (actualMs < 0) return { objectiveMs, method, result: 'unproven' };
    const measure = measured({
      objectiveMs,
      actualMs,
      errorMs: impact.errorMs + recovered.errorMs + errorMs,
      method,
    });
    const doubtful = measure.result === 'missed' && actualMs - errorMs <= objectiveMs;
    return doubtful && errorMs > 0 ? { ...measure, result: 'unproven' } : measure;
  }
  if (impact) {
    const sinceImpact = Date.parse(state.lastAt) - Date.parse(impact.instant);
    if (sinceImpact > objectiveMs) return { objectiveMs, method, result: 'missed' };
  }
  return { objectiveMs, method, result: 'unproven' };
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

function explain(name: 'RTO' | 'RPO', measure: Measure | NotApplicable): string[] {
  if (measure.result === 'met' || measure.result === 'not-applicable') return [];
  const objective = formatDuration(measure.objectiveMs);
  if (measure.actualMs !== undefined && measure.result === 'unproven') {
    return [
      `The ${name} is between ${formatDuration(measure.actualMs - (measure.errorMs ?? 0))} and ${formatDuration(measure.actualMs)}, because the clock jumped; the objective of ${objective} is unproven.`,
    ];
  }
  if (measure.actualMs !== undefined) {
    const over = formatDuration(-(measure.marginMs ?? 0));
    return [
      `The ${name} was ${formatDuration(measure.actualMs)}, ${over} over the objective of ${objective}.`,
    ];
  }
  return measure.result === 'missed'
    ? [`The ${name} objective of ${objective} had passed before the service was recovered.`]
    : [
        `The ${name} was not measured (${measure.method}), so the objective of ${objective} is unproven.`,
      ];
}

function explainChecks(state: RunState): string[] {
  const data = dataChecks(state);
  const posture = requiredFindings(state);
  if (data.length + posture.length === 0) {
    return ['Nothing was checked: no data, and nothing that the account has to be.'];
  }
  return [
    ...explainProofs(data, 'data checks'),
    ...explainProofs(posture, 'findings that are required after the recovery'),
  ];
}

function explainProofs(proofs: readonly Proof[], what: string): string[] {
  return (['failed', 'unproven'] as const).flatMap((word) => {
    const ids = proofs.filter(({ outcome }) => outcome === word).map(({ id }) => id);
    const count = ids.length;
    if (count === 0) return [];
    return [`${count} of ${proofs.length} ${what} ${word}: ${ids.join(', ')}.`];
  });
}

function explainPosture(state: RunState): string[] {
  return worsened(state).map(({ text }) => `Worse than before the recovery: ${text}.`);
}

function lostSinceImpact({ lostSinceImpact }: RunState): number {
  return lostSinceImpact?.lost ?? 0;
}

function explainWrites(state: RunState): string[] {
  const lost = lostSinceImpact(state);
  if (lost === 0) return [];
  const first = state.lostSinceImpact?.first;
  const since = first ? `, the first of ${first.at}` : '';
  return [
    lost === 1
      ? `1 write that was acknowledged after the failure is lost${since}.`
      : `${lost} writes that were acknowledged after the failure are lost${since}.`,
  ];
}

/** What was left out was not shown to work. */
function skippedTasks({ tasks }: RunState): readonly string[] {
  return tasks.filter(({ status }) => status === 'skipped').map(({ activity }) => activity);
}

function explainTasks(state: RunState): string[] {
  const skipped = skippedTasks(state);
  if (skipped.length === 0) return [];
  const what = skipped.length === 1 ? 'task of people was' : 'tasks of people were';
  return [`${skipped.length} ${what} skipped: ${skipped.join(', ')}.`];
}
