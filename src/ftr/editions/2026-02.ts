import type { Edition, Subject } from '../edition.ts';
import { type Difference, requirementsOf } from '../requirements.ts';

/** In the order of the checklist. */
const IDS: readonly Subject[] = [
  ...['HOST-001', 'SUP-001', 'WAFR-001', 'WAFR-002'],
  ...['ARC-001', 'ARC-004', 'ARC-005'],
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

/** That they are in this edition is told by others; what they say is that of 2024. */
const FROM_GUIDE: Difference = { confidence: 'inferred', source: 'GUIDE' };

const DIFFERENCES: { readonly [subject: Subject]: Difference } = {
  'HOST-001': FROM_GUIDE,
  'SUP-001': FROM_GUIDE,
  'WAFR-001': FROM_GUIDE,
  'WAFR-002': FROM_GUIDE,
  'IAM-002': {
    text: {
      en: 'IAM roles are used, or access keys are rotated (every 90 days is recommended). Where neither can be, keys are inventoried and watched, and there is a runbook for revoking them.',
      ja: 'IAMロールを使うか、アクセスキーをローテーションする（90日ごとを推奨）。いずれもできない場合は、キーの棚卸しと監視を行い、失効手順のランブックを用意する。',
    },
  },
  'IAM-012': {
    text: {
      en: 'Applications that run on AWS use temporary credentials of IAM roles.',
      ja: 'AWS上で動くアプリケーションは、IAMロールの一時的な認証情報を使う。',
    },
  },
  'CAA-002': {
    text: {
      en: 'Those roles ask for an external ID or a dedicated issuer URL.',
      ja: 'クロスアカウントロールで、外部IDまたは専用の発行者URLを使用する。',
    },
  },
  'CAA-004': {
    text: {
      en: 'The external ID or issuer URL is made by the partner, not given by the customer.',
      ja: '外部IDまたは発行者URLは顧客から受け取らず、自社で生成する。',
    },
  },
  'CAA-005': {
    text: {
      en: 'External IDs or issuer URLs are unique among all customers.',
      ja: '外部IDまたは発行者URLは、すべての顧客の間で一意にする。',
    },
  },
  'CAA-006': {
    text: {
      en: 'Customers can see the external ID or issuer URL, and cannot set or change it.',
      ja: '顧客には外部IDまたは発行者URLを読み取り専用で提供し、変更させない。',
    },
  },
  'RES-001': {
    text: {
      en: 'A recovery point objective (RPO) is defined, and entered as Partner Response.',
      ja: '目標復旧時点（RPO）を定義し、Partner Response欄に記入する。',
    },
  },
  'RES-002': {
    text: {
      en: 'A recovery time objective (RTO) is defined, and entered as Partner Response.',
      ja: '目標復旧時間（RTO）を定義し、Partner Response欄に記入する。',
    },
  },
  'RES-004': {
    text: {
      en: 'Resilience is tested at least every 12 months and after major updates: Availability Zone impairment at minimum, and what else concerns the architecture, such as data loss, instance or Region impairment. At least one test met the targets before approval. The date of the last test is entered as Partner Response.',
      ja: '回復力テストを12か月に1回以上、また大きな更新の後に行う。最低限アベイラビリティゾーンの障害を含め、データ損失、インスタンスやリージョンの障害など、アーキテクチャに関わるものも対象とする。承認までに目標を満たしたテストが1回以上必要。最後のテストの日付をPartner Response欄に記入する。',
    },
  },
};

/** The checklist of February 2026; the newest that was read. */
export const EDITION_2026_02: Edition = {
  id: '2026-02',
  title: { en: 'February 2026', ja: '2026年2月版' },
  remarks: [
    {
      en: 'When this edition was read, its page said that the FTR is currently paused. Nothing here claims a form that AWS accepts.',
      ja: 'この版を確認した時点で、公式ページにはFTRを一時停止中とありました。本資料は、AWSが受理する様式であることを主張するものではありません。',
    },
    {
      en: 'The copy that was read begins with ARC-001. HOST-001, SUP-001, WAFR-001 and WAFR-002 are told by others, and their wording is that of 2024. The guide that tells them counts 46 requirements; 44 are known here.',
      ja: '確認できた写しはARC-001から始まります。HOST-001、SUP-001、WAFR-001、WAFR-002は第三者の資料によるもので、文言は2024年版に基づきます。その資料は46項目としていますが、ここで把握しているのは44項目です。',
    },
    {
      en: 'It has no limit for the RTO; Kunren refuses more than 24 hours in any edition.',
      ja: 'この版にRTOの上限はありません。Kunrenはどの版でも24時間を超えるRTOを受け付けません。',
    },
  ],
  usableUntil: '2026-11',
  rules: {
    longestRto: { ms: null, confidence: 'read' },
    resilienceTest: { modes: ['az-failure'], months: 12, confidence: 'read' },
    rootRunbookSuffices: false,
  },
  requirements: requirementsOf(IDS, { confidence: 'read', source: 'FEB26' }, DIFFERENCES),
  since: {
    edition: '2024',
    added: [],
    dropped: ['ARC-003'],
    changed: [
      'IAM-002',
      'IAM-012',
      'CAA-002',
      'CAA-004',
      'CAA-005',
      'CAA-006',
      'RES-001',
      'RES-002',
      'RES-004',
    ],
  },
};
