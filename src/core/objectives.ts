import { KunrenError } from './failure.ts';
import type { Ms } from './ports.ts';

/** Declared before the run; the run is judged against them. */
export interface Objectives {
  /** Recovery time objective in ms: from impact (T0) to verified service (T5, or T6 for a failover). */
  readonly rtoMs: Ms;
  /**
   * Recovery point objective in ms: the data that may be lost, counted back from T0.
   * Absent where no data is recovered: then it does not apply, which is not that it is kept.
   */
  readonly rpoMs?: Ms;
}

/**
 * The longest RTO that may be declared: 24 hours.
 * Source of the rule: FTR Partner-Hosted 2021 edition, RES-002 ("should never exceed 24 hours").
 */
export const LONGEST_RTO_MS: Ms = 24 * 60 * 60 * 1000;

/** @throws KunrenError `RTO_MISSING`, `RTO_TOO_LONG` or `OBJECTIVE_INVALID`. */
export function checkObjectives(declared: { rtoMs?: Ms; rpoMs?: Ms }): Objectives {
  const { rtoMs, rpoMs } = declared;
  if (rtoMs === undefined) {
    throw input(
      'RTO_MISSING',
      'The drill declares no RTO; a recovery without one cannot be judged.',
    );
  }
  if (!(rtoMs > 0) || (rpoMs !== undefined && !(rpoMs >= 0))) {
    throw input('OBJECTIVE_INVALID', 'An RTO must be longer than zero and an RPO not negative.');
  }
  if (rtoMs > LONGEST_RTO_MS) {
    throw input(
      'RTO_TOO_LONG',
      'The declared RTO is longer than 24 h, which no FTR reviewer accepts.',
    );
  }
  return { rtoMs, ...(rpoMs !== undefined && { rpoMs }) };
}

function input(code: string, message: string): KunrenError {
  return new KunrenError({ code, message, class: 'input' });
}
