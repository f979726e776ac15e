import type { Attestation } from '../core/attestation.ts';
import { addMonths, isFuture, isOver } from '../core/day.ts';
import type { Instant } from '../core/ports.ts';
import type { LocalDate } from '../core/schedule.ts';
import type { Subject } from './edition.ts';
import type { Facts } from './facts.ts';
import { OWN_PERIOD_MONTHS } from './weigh-runs.ts';

/** How long somebody's word counts where they do not say so themselves. */
const PERIODS: { readonly [subject: Subject]: number } = {
  // Identities are to be audited every quarter.
  'IAM-008': 3,
};

/** What somebody has said of a requirement, and whether it still counts. */
export interface Word {
  readonly by: Attestation;
  readonly standing: 'counts' | 'expired' | 'not-yet';
  /** The last day on which it counts. */
  readonly until: LocalDate;
}

/** What the attestations say of a subject, in whichever edition they were written. */
export function wordOn(subject: Subject, facts: Facts): Word | undefined {
  const id = facts.attestedIn.requirements.find((one) => one.subject === subject)?.id;
  const by = facts.attestations.requirements.find((one) => one.requirement === id);
  if (!by) return undefined;
  const until = untilOf(by, subject);
  return { by, standing: standingOn(by.date, until, facts.now), until };
}

/** The last day on which somebody's word counts, of a requirement or of a decision not to back something up. */
export function untilOf(
  { reviewBy, date }: { readonly reviewBy?: LocalDate; readonly date: LocalDate },
  subject?: Subject,
): LocalDate {
  const months = subject === undefined ? undefined : PERIODS[subject];
  return reviewBy ?? addMonths(date, months ?? OWN_PERIOD_MONTHS);
}

export function standingOn(date: LocalDate, until: LocalDate, now: Instant): Word['standing'] {
  if (isFuture(date, now)) return 'not-yet';
  return isOver(until, now) ? 'expired' : 'counts';
}
