import { KunrenError } from '../../../core/failure.ts';
import type { Instant } from '../../../core/ports.ts';
import type { PostureFinding } from '../../../core/posture.ts';

/** What AWS tells by no call, so that a person's word is all there is. */
export const ATTESTABLE = [
  'contact-billing-list',
  'contact-operations-list',
  'contact-security-list',
  'contact-phone-owned',
  'primary-email',
] as const;

/** That a person vouches for something. */
export interface Attestation {
  /** Id of the finding. */
  readonly finding: (typeof ATTESTABLE)[number];
  readonly by: string;
  readonly at: Instant;
  /** In that person's words. */
  readonly statement?: string;
}

/** @throws KunrenError `ATTESTATION_INVALID` (class `input`) for what can be read, or is without name or date. */
export function demandAttestable(attestations: readonly Attestation[]): void {
  for (const { finding, by, at } of attestations) {
    if (!ATTESTABLE.includes(finding)) {
      throw invalid(`"${finding}" cannot be attested; only ${ATTESTABLE.join(', ')} can`);
    }
    if (by.trim() === '') throw invalid(`The attestation of ${finding} does not say whose it is`);
    if (Number.isNaN(Date.parse(at))) throw invalid(`"${at}", of ${finding}, is no date`);
  }
}

/** A person's word takes the place of "unknown", and never that of something that was read. */
export function attest(
  finding: PostureFinding,
  attestations: readonly Attestation[],
): PostureFinding {
  const word = attestations.findLast((one) => one.finding === finding.id);
  if (!word || finding.outcome !== 'unknown') return finding;
  const { by, at, statement } = word;
  const said = statement === undefined ? '' : `: ${statement}`;
  return { ...finding, outcome: 'attested', reason: `${by} attested it at ${at}${said}.` };
}

function invalid(what: string): KunrenError {
  return new KunrenError({ code: 'ATTESTATION_INVALID', message: `${what}.`, class: 'input' });
}
