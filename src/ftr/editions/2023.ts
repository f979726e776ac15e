import type { Edition, Requirement, Subject } from '../edition.ts';
import { requirementsOf } from '../requirements.ts';
import { EDITION_2021_Q4 } from './2021-q4.ts';
import { EDITION_2024 } from './2024.ts';

const IDS: readonly Subject[] = [
  ...['HOST-001', 'SUP-001', 'WAFR-001', 'WAFR-002'],
  ...['ARC-001', 'ARC-002', 'ARC-003', 'ARC-004', 'ARC-005'],
  ...['ACOM-001', 'ACOM-002'],
  ...['CTL-001', 'CTL-002', 'CTL-003', 'CTL-004'],
  ...['IAM-001', 'IAM-002', 'IAM-003', 'IAM-004', 'IAM-005', 'IAM-006'],
  ...['IAM-007', 'IAM-008', 'IAM-009', 'IAM-010', 'IAM-011', 'IAM-012'],
  ...['SECOPS-001', 'NETSEC-001', 'NETSEC-002'],
  ...['BAR-001', 'BAR-002'],
  ...['RES-001', 'RES-002', 'RES-003', 'RES-004', 'RES-005', 'RES-006', 'RES-007'],
  ...['S3-001', 'S3-002', 'S3-003'],
  ...['CAA-001', 'CAA-002', 'CAA-003', 'CAA-004', 'CAA-005', 'CAA-006', 'CAA-007'],
  ...['SDAT-001', 'SDAT-002', 'SDAT-003'],
  'RCVP-001',
];

/** Only ids were read; the wording is that of the edition after it, or else of the one before it. */
function wordingOf(subject: Subject): Pick<Requirement, 'text' | 'confidence'> {
  const neighbour =
    EDITION_2024.requirements.find((one) => one.subject === subject) ??
    EDITION_2021_Q4.requirements.find((one) => one.subject === subject);
  return neighbour
    ? { text: neighbour.text, confidence: 'inferred' }
    : { text: null, confidence: 'not-established' };
}

/** The checklist of about May 2023, by the ids that a tool of AWS knows. */
export const EDITION_2023: Edition = {
  id: '2023',
  title: { en: 'About May 2023', ja: '2023年5月頃の版' },
  remarks: [
    {
      en: 'Of this edition only the ids were read. Wordings are those of the editions around it; of ARC-002 and RES-003 there is none.',
      ja: 'この版で確認できたのはIDのみです。文言は前後の版に基づきます。ARC-002とRES-003の文言は確認できていません。',
    },
    {
      en: 'That CTL-001 to CTL-004, S3-002 and S3-003 stand in the order of the lens of 2021 is inferred.',
      ja: 'CTL-001〜CTL-004、S3-002、S3-003が2021年のレンズと同じ順序であることは推定です。',
    },
    {
      en: 'Whether it limits the RTO is not established; Kunren refuses more than 24 hours in any edition.',
      ja: 'RTOの上限の有無は確認できていません。Kunrenはどの版でも24時間を超えるRTOを受け付けません。',
    },
  ],
  rules: {
    longestRto: { ms: null, confidence: 'not-established' },
    resilienceTest: {
      modes: ['accidental-data-loss', 'instance-failure', 'az-failure'],
      months: 12,
      confidence: 'inferred',
    },
    rootRunbookSuffices: false,
  },
  requirements: requirementsOf(
    IDS,
    { confidence: 'inferred', source: 'SCREENER' },
    Object.fromEntries(IDS.map((subject) => [subject, wordingOf(subject)])),
  ),
  since: {
    edition: '2021_q4',
    added: [
      'HOST-001',
      'WAFR-002',
      'ARC-002',
      'IAM-012',
      'SECOPS-001',
      'NETSEC-001',
      'NETSEC-002',
      'RES-003',
      'RES-005',
      'RES-006',
      'RES-007',
    ],
    dropped: [
      'use_separate_accounts',
      'log_access_to_pii',
      'have_baa_in_place',
      'only_use_services_in_the_hipaa_elibile_services',
    ],
    // The wording of 2023 was not read; these differ in 2024.
    changed: [
      'SUP-001',
      'WAFR-001',
      'ARC-001',
      'ARC-005',
      'IAM-002',
      'IAM-010',
      'BAR-001',
      'RES-002',
      'RES-004',
      'SDAT-003',
    ],
  },
};
