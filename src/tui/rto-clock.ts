import { judge } from '../core/judge.ts';
import type { Ms } from '../core/ports.ts';
import type { RunState } from '../core/run-state.ts';
import type { Measure, Verdict } from '../core/verdict.ts';

/** What the RTO clock shows at one moment. */
export interface RtoClock {
  readonly phase: 'not-started' | 'running' | 'stopped';
  readonly elapsedMs: Ms;
  readonly objectiveMs: Ms;
  /** Elapsed over objective; above 1 when the objective is missed. */
  readonly burnt: number;
  readonly measure: Measure;
}

/** What the run has proved so far; once it is finished, what its journal says. */
export function verdictSoFar(state: RunState): Verdict {
  return state.verdict ?? judge(state, state.runbook.recoveredAt ?? 'T5');
}

/**
 * Reads the RTO clock. It runs from T0 to the milestone of recovery; when the run ends without one, it stands
 * at the end of the run.
 * @param now wall-clock ms
 */
export function readRtoClock(state: RunState, now: Ms): RtoClock {
  const measure = verdictSoFar(state).rto;
  const { objectiveMs, actualMs } = measure;
  const impact = state.milestones.T0;
  const base = { objectiveMs, measure };
  if (!impact) return { ...base, phase: 'not-started', elapsedMs: 0, burnt: 0 };
  if (actualMs !== undefined) {
    return { ...base, phase: 'stopped', elapsedMs: actualMs, burnt: actualMs / objectiveMs };
  }
  const end = state.finishedAt === undefined ? now : Date.parse(state.finishedAt);
  const jumped = state.clockJumps
    .filter(({ at }) => at > impact.instant)
    .reduce((sum, { byMs }) => sum + byMs, 0);
  const elapsedMs = Math.max(0, end - Date.parse(impact.instant) - jumped);
  return {
    ...base,
    phase: state.finishedAt === undefined ? 'running' : 'stopped',
    elapsedMs,
    burnt: elapsedMs / objectiveMs,
  };
}
