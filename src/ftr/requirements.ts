import type { Confidence, Requirement, Subject } from './edition.ts';
import type { SourceTag } from './sources.ts';
import { subjectFacts } from './subjects.ts';

/** How an edition's requirement differs from what its subject says of all of them. */
export type Difference = Partial<Omit<Requirement, 'subject'>>;

/** The requirements of one edition, in the order of `subjects`. */
export function requirementsOf(
  subjects: readonly Subject[],
  read: { readonly confidence: Confidence; readonly source: SourceTag },
  differences: { readonly [subject: Subject]: Difference } = {},
): readonly Requirement[] {
  return subjects.map((subject) => ({
    id: subject,
    subject,
    ...subjectFacts(subject),
    ...read,
    ...differences[subject],
  }));
}
