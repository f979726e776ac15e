import type { Attestation } from '../core/attestation.ts';
import { addMonths, isFuture, isOver } from '../core/day.ts';
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
  const until = by.reviewBy ?? addMonths(by.date, PERIODS[subject] ?? OWN_PERIOD_MONTHS);
  if (isFuture(by.date, facts.now)) return { by, standing: 'not-yet', until };
  return { by, standing: isOver(until, facts.now) ? 'expired' : 'counts', until };
}
