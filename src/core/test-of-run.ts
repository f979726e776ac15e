import type { RunState } from './run-state.ts';

/** What a run tests; `null`: its runbook is of no kind that is known. */
export type TestType = 'restore' | 'failover' | 'root-recovery' | null;

/** Runbooks are named after what they do first. */
export function testTypeOf(runbook: string): TestType {
  if (runbook.startsWith('restore-')) return 'restore';
  if (runbook.startsWith('recover-root-')) return 'root-recovery';
  return runbook.startsWith('failover-') ? 'failover' : null;
}

/**
 * - `rehearsal`: isolated from production.
 * - `tabletop`: talked through.
 * - `sandbox-production`: the production of the sandbox was changed.
 * - `live`: production was changed.
 */
export type TestMode = 'rehearsal' | 'tabletop' | 'sandbox-production' | 'live';

export function testModeOf({
  live,
  tabletop,
  changesProduction,
}: Pick<RunState, 'live' | 'tabletop' | 'changesProduction'>): TestMode {
  if (tabletop) return 'tabletop';
  if (live) return 'live';
  return changesProduction ? 'sandbox-production' : 'rehearsal';
}
