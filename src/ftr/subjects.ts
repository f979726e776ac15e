import type { CategoryId } from './categories.ts';
import type { Bilingual, ProofKind, Subject } from './edition.ts';
import { ACCESS_TEXTS } from './texts/access.ts';
import { ACCOUNT_TEXTS } from './texts/accounts.ts';
import { DATA_TEXTS } from './texts/data.ts';

/** What is the same of a requirement in all editions that have it, unless one says otherwise. */
export interface SubjectFacts {
  readonly category: CategoryId;
  readonly proof: ProofKind;
  /** `null`: no edition that has it was read. */
  readonly text: Bilingual | null;
}

const TEXTS: { readonly [subject: Subject]: Bilingual | undefined } = {
  ...ACCOUNT_TEXTS,
  ...ACCESS_TEXTS,
  ...DATA_TEXTS,
};

const PLACES: { readonly [category in CategoryId]: { readonly [subject: Subject]: ProofKind } } = {
  hosting: { 'HOST-001': 'attestation' },
  support: { 'SUP-001': 'api' },
  review: { 'WAFR-001': 'api-and-person', 'WAFR-002': 'attestation' },
  root: {
    'ARC-001': 'api-and-person',
    'ARC-002': 'attestation',
    'ARC-003': 'api',
    'ARC-004': 'api',
    'ARC-005': 'attestation',
  },
  accounts: { use_separate_accounts: 'api-and-person' },
  communications: { 'ACOM-001': 'api-and-person', 'ACOM-002': 'api-and-person' },
  cloudtrail: {
    'CTL-001': 'api',
    'CTL-002': 'api-and-person',
    'CTL-003': 'api',
    'CTL-004': 'api',
  },
  iam: {
    'IAM-001': 'api-and-person',
    'IAM-002': 'api',
    'IAM-003': 'api',
    'IAM-004': 'attestation',
    'IAM-005': 'attestation',
    'IAM-006': 'api-and-person',
    'IAM-007': 'attestation',
    'IAM-008': 'attestation',
    'IAM-009': 'attestation',
    'IAM-010': 'api-and-person',
    'IAM-011': 'attestation',
    'IAM-012': 'api-and-person',
  },
  operations: { 'SECOPS-001': 'api-and-person' },
  network: { 'NETSEC-001': 'api', 'NETSEC-002': 'api' },
  backup: { 'BAR-001': 'api', 'BAR-002': 'drill' },
  resilience: {
    'RES-001': 'declaration',
    'RES-002': 'declaration',
    'RES-003': 'attestation',
    'RES-004': 'drill',
    'RES-005': 'attestation',
    'RES-006': 'attestation',
    'RES-007': 'attestation',
  },
  s3: { 'S3-001': 'api-and-person', 'S3-002': 'api', 'S3-003': 'api-and-person' },
  'cross-account': {
    'CAA-001': 'attestation',
    'CAA-002': 'attestation',
    'CAA-003': 'attestation',
    'CAA-004': 'attestation',
    'CAA-005': 'attestation',
    'CAA-006': 'attestation',
    'CAA-007': 'attestation',
  },
  'sensitive-data': {
    'SDAT-001': 'attestation',
    'SDAT-002': 'api-and-person',
    'SDAT-003': 'attestation',
    log_access_to_pii: 'attestation',
  },
  phi: {
    have_baa_in_place: 'attestation',
    only_use_services_in_the_hipaa_elibile_services: 'attestation',
  },
  compliance: { 'RCVP-001': 'attestation' },
};

/** Every subject that any edition has, in the order of the checklist. */
export const SUBJECTS: ReadonlyMap<Subject, SubjectFacts> = new Map(
  (Object.keys(PLACES) as CategoryId[]).flatMap((category) =>
    Object.entries(PLACES[category]).map(
      ([subject, proof]) => [subject, { category, proof, text: TEXTS[subject] ?? null }] as const,
    ),
  ),
);

/** @throws TypeError for a subject that is not in the table, which only a typing error in an edition can cause. */
export function subjectFacts(subject: Subject): SubjectFacts {
  const facts = SUBJECTS.get(subject);
  if (!facts) throw new TypeError(`No requirement is about ${subject}.`);
  return facts;
}
