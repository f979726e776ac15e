import type { Attestation, BackupExclusion } from '../../core/attestation.ts';
import type { LocalDate } from '../../core/schedule.ts';
import { standingOn, untilOf, type Word } from '../attested.ts';
import type { Requirement } from '../edition.ts';
import type { Facts } from '../facts.ts';

/** What somebody stands for, and whether it still counts. */
export type Statement = {
  readonly standing: Word['standing'];
  /** The last day on which it counts. */
  readonly until: LocalDate;
} & (
  | {
      readonly kind: 'attestation';
      readonly by: Attestation;
      /** Absent where the edition that is assessed has no such requirement. */
      readonly requirement?: Requirement;
    }
  | { readonly kind: 'exclusion'; readonly by: BackupExclusion }
);

/** All that the team has said, in the order of its file. */
export function statementsOf({
  attestations,
  attestedIn,
  edition,
  now,
}: Facts): readonly Statement[] {
  const attested = attestations.requirements.map((by): Statement => {
    const subject = attestedIn.requirements.find(({ id }) => id === by.requirement)?.subject;
    const requirement = edition.requirements.find((one) => one.subject === subject);
    const until = untilOf(by, subject);
    return {
      kind: 'attestation',
      by,
      ...(requirement && { requirement }),
      until,
      standing: standingOn(by.date, until, now),
    };
  });
  const excluded = attestations.exclusions.map((by): Statement => {
    const until = untilOf(by);
    return { kind: 'exclusion', by, until, standing: standingOn(by.date, until, now) };
  });
  return [...attested, ...excluded];
}
