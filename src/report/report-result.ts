import type { Failure } from '../core/failure.ts';
import { requiredFindings } from '../core/judge-posture.ts';
import { RPO_NOT_APPLICABLE } from '../core/judge-rpo.ts';
import type { RunState } from '../core/run-state.ts';
import type { Measure, NotApplicable } from '../core/verdict.ts';
import type { ReportModel } from './schema.ts';

type Result = ReportModel['result'];
type Issue = ReportModel['issues'][number];

/** The part of a failure that a report shows. */
export function reportFailure(failure: Failure): NonNullable<Result['failure']> {
  return { code: failure.code, message: failure.message, class: failure.class };
}

/** How the run ended and what it proved, as the journal has it; nothing is judged here anew. */
export function reportResult(state: RunState): Omit<Result, 'overall'> {
  const { verdict, drill } = state;
  const declared = drill.checks.length + requiredFindings(state).length;
  return {
    status: state.status ?? 'interrupted',
    verdict: verdict?.verdict ?? 'unproven',
    judged: verdict !== undefined,
    reasons: [...(verdict?.reasons ?? [])],
    because: verdict ? (verdict.because ?? null) : [],
    failure: state.failure ? reportFailure(state.failure) : null,
    rto: reportMeasure(verdict?.rto, drill.objectives.rtoMs),
    rpo: reportRpo(verdict?.rpo, drill.objectives.rpoMs),
    checks: {
      declared,
      ...(verdict?.checks ?? { passed: 0, failed: 0, unproven: declared }),
    },
  };
}

function reportRpo(
  measure: Measure | NotApplicable | undefined,
  objectiveMs: number | undefined,
): Result['rpo'] {
  if (measure?.result === 'not-applicable') return notApplicable(measure);
  if (objectiveMs === undefined) return notApplicable(RPO_NOT_APPLICABLE);
  return reportMeasure(measure, objectiveMs);
}

function notApplicable({ result, method, measuredBy }: NotApplicable): Result['rpo'] {
  return { result, method, measuredBy: measuredBy ?? null };
}

function reportMeasure(measure: Measure | undefined, objectiveMs: number): Result['rto'] {
  return {
    objectiveMs: measure?.objectiveMs ?? objectiveMs,
    actualMs: measure?.actualMs ?? null,
    errorMs: measure?.errorMs ?? null,
    marginMs: measure?.marginMs ?? null,
    result: measure?.result ?? 'unproven',
    method: measure?.method ?? null,
    measuredBy: measure?.measuredBy ?? null,
    bounds: (measure?.bounds ?? []).map(({ source, ms }) => ({ source, ms })),
  };
}

/** One word for the whole; what is not complete never counts as passed. */
export function overall(
  result: Omit<Result, 'overall'>,
  issues: readonly Issue[],
): Result['overall'] {
  if (result.status === 'interrupted') return 'incomplete';
  if (result.status === 'aborted') return 'aborted';
  if (result.status === 'failed' || result.verdict === 'missed') return 'fail';
  if (result.verdict === 'unproven' || result.verdict === 'tabletop') return 'incomplete';
  return issues.length > 0 ? 'pass-with-conditions' : 'pass';
}
