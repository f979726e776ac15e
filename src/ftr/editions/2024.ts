import type { Edition, Subject } from '../edition.ts';
import { requirementsOf } from '../requirements.ts';

/** In the order of the list. */
const IDS: readonly Subject[] = [
  ...['HOST-001', 'SUP-001', 'WAFR-001', 'WAFR-002'],
  ...['ARC-001', 'ARC-003', 'ARC-004', 'ARC-005'],
  ...['ACOM-001', 'ACOM-002'],
  ...['IAM-001', 'IAM-002', 'IAM-003', 'IAM-004', 'IAM-005', 'IAM-006'],
  ...['IAM-007', 'IAM-008', 'IAM-009', 'IAM-010', 'IAM-011', 'IAM-012'],
  ...['SECOPS-001', 'NETSEC-001', 'NETSEC-002'],
  ...['BAR-001', 'BAR-002'],
  ...['RES-001', 'RES-002', 'RES-004', 'RES-005', 'RES-006', 'RES-007'],
  'S3-001',
  ...['CAA-001', 'CAA-007', 'CAA-002', 'CAA-004', 'CAA-005', 'CAA-006', 'CAA-003'],
  ...['SDAT-001', 'SDAT-002', 'SDAT-003'],
  'RCVP-001',
];

/** The checklist of 2024, by the full list that a tool of others holds. */
export const EDITION_2024: Edition = {
  id: '2024',
  title: { en: '2024', ja: '2024年版' },
  remarks: [
    {
      en: 'Read in a tool’s list, which writes IAM-010 to IAM-012 with a zero too many and under RES-001 repeats the text of BAR-002; both are put right here.',
      ja: '他社ツールの一覧に基づきます。一覧ではIAM-010〜IAM-012に余分なゼロがあり、RES-001にBAR-002の文が重複しているため、ここでは補正しています。',
    },
    {
      en: 'It has no limit for the RTO; Kunren refuses more than 24 hours in any edition.',
      ja: 'この版にRTOの上限はありません。Kunrenはどの版でも24時間を超えるRTOを受け付けません。',
    },
  ],
  rules: {
    longestRto: { ms: null, confidence: 'read' },
    resilienceTest: {
      modes: ['accidental-data-loss', 'instance-failure', 'az-failure'],
      months: 12,
      confidence: 'read',
    },
    rootRunbookSuffices: false,
  },
  requirements: requirementsOf(
    IDS,
    { confidence: 'read', source: 'PROWLER' },
    { 'RES-001': { confidence: 'inferred' } },
  ),
  since: {
    edition: '2023',
    added: [],
    dropped: ['ARC-002', 'CTL-001', 'CTL-002', 'CTL-003', 'CTL-004', 'RES-003', 'S3-002', 'S3-003'],
    changed: [],
  },
};
