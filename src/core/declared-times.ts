import type { Scenario } from './drill.ts';
import { KunrenError } from './failure.ts';
import type { Instant } from './ports.ts';

/** T0 of a failure that the run does not cause: as the drill declares it, else the opening of the run. */
export function declaredImpact({ impactAt }: Scenario, openedAt: Instant): Instant {
  return impactAt ?? openedAt;
}

/** T1 of such a failure; `undefined` where the drill does not declare it. */
export function declaredDetection(scenario: Scenario, openedAt: Instant): Instant | undefined {
  if (scenario.detectedAfterMs === undefined) return undefined;
  const impact = Date.parse(declaredImpact(scenario, openedAt));
  return new Date(impact + scenario.detectedAfterMs).toISOString();
}

/**
 * The RTO clock cannot start after the run.
 * @throws KunrenError `IMPACT_IN_FUTURE`
 */
export function refuseFutureImpact({ impactAt }: Scenario, openedAt: Instant): void {
  if (impactAt === undefined || impactAt <= openedAt) return;
  throw new KunrenError({
    code: 'IMPACT_IN_FUTURE',
    message: `The drill declares its impact at ${impactAt}, which is still to come (now ${openedAt}).`,
    class: 'input',
  });
}
