import type { CheckResult } from '../core/check.ts';
import type { RunState } from '../core/run-state.ts';
import type { ReportModel } from './schema.ts';

type Check = ReportModel['checks'][number];

/** Every declared check in the drill's order; one without a result is unproven, not left out. */
export function reportChecks(state: RunState): Check[] {
  const declared = state.drill.checks.map(({ id, kind }) => {
    const result = state.checks.findLast((one) => one.id === id);
    return result ? reportCheck(result) : notCarriedOut(id, kind);
  });
  const ids = new Set(state.drill.checks.map(({ id }) => id));
  const others = state.checks.filter(({ id }) => !ids.has(id)).map(reportCheck);
  return [...declared, ...others];
}

function reportCheck(result: CheckResult): Check {
  return {
    id: result.id,
    kind: result.kind,
    title: result.title,
    expected: result.expected,
    observed: result.observed,
    outcome: result.outcome,
    reason: result.reason ?? null,
    startedAt: result.startedAt,
    durationMs: result.durationMs,
    rows: result.rows ?? null,
    newest: result.newest
      ? { instant: result.newest.instant, errorMs: result.newest.errorMs }
      : null,
  };
}

function notCarriedOut(id: string, kind: string): Check {
  return {
    id,
    kind,
    title: null,
    expected: null,
    observed: null,
    outcome: 'unproven',
    reason: null,
    startedAt: null,
    durationMs: null,
    rows: null,
    newest: null,
  };
}
