import type { CheckResult, DataCheck } from '../../core/check.ts';
import type { Clock } from '../../core/ports.ts';
import { checkTitle } from './check-title.ts';

/** The results of checks that were never carried out. They do not count as passed, and they say why. */
export function unprovenChecks(
  checks: readonly DataCheck[],
  reason: string,
  clock: Pick<Clock, 'now'>,
): readonly CheckResult[] {
  const startedAt = new Date(clock.now()).toISOString();
  return checks.map((check) => ({
    id: check.id,
    kind: check.kind,
    title: checkTitle(check),
    expected: 'not compared',
    observed: 'not looked at',
    outcome: 'unproven',
    reason,
    startedAt,
    durationMs: 0,
  }));
}
