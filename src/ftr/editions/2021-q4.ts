import { LONGEST_RTO_MS } from '../../core/objectives.ts';
import type { Edition, Subject } from '../edition.ts';
import { type Difference, requirementsOf } from '../requirements.ts';

/** The slug of the lens for each subject, in the order of the lens; spelled as there. */
const SLUGS: readonly (readonly [subject: Subject, slug: string])[] = [
  ['SUP-001', 'enable_aws_business_support'],
  ['WAFR-001', 'conduct_well_architected_rewiew_production_yearly'],
  ['ARC-001', 'do_not_use_root_routinely'],
  ['ARC-004', 'no_access_keys_on_root'],
  ['ARC-003', 'enable_mfa_on_all_root_accounts'],
  ['ARC-005', 'define_an_incident_response_plan'],
  ['use_separate_accounts', 'use_separate_accounts'],
  ['ACOM-001', 'configure_account_contacts'],
  ['ACOM-002', 'set_account_contract_information'],
  ['CTL-001', 'enable_aws_cloudtrail'],
  ['CTL-002', 'store_cloudtrail_logs_in_a_separate_domain'],
  ['CTL-003', 'protect_cloudtrail_logs_from_deletion'],
  ['CTL-004', 'enable_cloudtrail_log_validation'],
  ['IAM-001', 'enable_mfa_for_all_interactive_iam'],
  ['IAM-002', 'rotate_iam_credentials_regularly'],
  ['IAM-003', 'enforce_strong_password_policy'],
  ['IAM-004', 'create_unique_iam_user_for_each_individiual'],
  ['IAM-005', 'do_not_share_iam_credentials_with_external_parties'],
  ['IAM-006', 'scope_iam_policies_down_to_least_privelege'],
  ['IAM-007', 'revoke_unused_credentials'],
  ['IAM-008', 'audit_permissions_yearly'],
  ['IAM-009', 'do_not_hardcode_credentials'],
  ['IAM-010', 'encrypt_credentials_at_rest'],
  ['IAM-011', 'encrypt_user_credentials_at_rest'],
  ['BAR-001', 'regular_backups_and_schedule'],
  ['BAR-002', 'test_recovery_regularly'],
  ['RES-001', 'define_rpo_and_rto'],
  ['RES-002', 'have_and_rto_of_24_hours'],
  ['RES-004', 'test_dr_plan_against_rpo_and_rto'],
  ['S3-001', 'properly_configure_s3_buckets'],
  ['S3-002', 'scope_s3_buckets_with_public_access'],
  ['S3-003', 'put_monitoring_and_alerting_in_place'],
  ['CAA-001', 'use_iam_cross_account_roles'],
  ['CAA-007', 'provide_guidance_or_automation'],
  ['CAA-002', 'use_external_id'],
  ['CAA-004', 'use_value_you_generate_for_external_id'],
  ['CAA-005', 'ensure_all_external_ids_are_unique'],
  ['CAA-006', 'do_not_allow_customers_to_set_or_update_external_id'],
  ['CAA-003', 'deprecate_all_historical_use_of_customer_provided_iam_credentials'],
  ['SDAT-001', 'identify_sensitive_data'],
  ['SDAT-002', 'ecrypt_pii'],
  ['SDAT-003', 'use_protocols_with_encryption'],
  ['log_access_to_pii', 'log_access_to_pii'],
  ['have_baa_in_place', 'have_baa_in_place'],
  [
    'only_use_services_in_the_hipaa_elibile_services',
    'only_use_services_in_the_hipaa_elibile_services',
  ],
  ['RCVP-001', 'ensure_compliance_is_met'],
];

const WORDINGS: { readonly [subject: Subject]: Difference } = {
  'SUP-001': {
    text: {
      en: 'Every production account has Business Support or higher.',
      ja: 'すべての本番アカウントでビジネスサポート以上を契約する。',
    },
  },
  'WAFR-001': {
    text: {
      en: 'The production workload goes through a Well-Architected Review with the FTR Lens at least once a year. What it finds need not be fixed for the FTR.',
      ja: '本番ワークロードに対し、FTRレンズを用いたWell-Architectedレビューを年1回以上実施する。検出事項の解消自体はFTRの要件ではない。',
    },
  },
  'ARC-001': {
    text: {
      en: 'The root user is used by exception only.',
      ja: 'ルートユーザーは例外的な場合にのみ使用する。',
    },
  },
  'ARC-005': {
    proof: 'drill',
    text: {
      en: 'There is a runbook for misuse of the root user’s credentials. Where they are out of reach, the password is changed or AWS account and billing support is asked.',
      ja: 'ルートユーザーの認証情報が悪用された場合のランブックを用意する。認証情報が使えなくなった場合は、パスワードの変更、またはAWSのアカウント・請求サポートへの連絡で対応する。',
    },
  },
  use_separate_accounts: { confidence: 'not-established' },
  'IAM-002': {
    text: {
      en: 'Long-term credentials are rotated regularly.',
      ja: '長期的な認証情報を定期的にローテーションする。',
    },
  },
  'IAM-010': {
    text: {
      en: 'Secrets are stored in a service made for them.',
      ja: 'シークレットを専用のサービスに保管する。',
    },
  },
  'BAR-001': {
    text: {
      en: 'Data is backed up automatically, by schedule or by change, to durable storage.',
      ja: 'スケジュールまたは変更に応じて、耐久性のあるストレージへ自動でバックアップする。',
    },
  },
  'RES-002': {
    text: {
      en: 'A recovery time objective (RTO) is set: minutes for what is critical, and never more than 24 hours.',
      ja: '目標復旧時間（RTO）を定める。重要なコンポーネントでは分単位とし、必ず24時間以内とする。',
    },
  },
  'RES-004': {
    text: {
      en: 'Failover to the disaster recovery environment is tested periodically and after major updates, with accidental data loss, instance failure and Availability Zone failure; at least one test met RTO and RPO before approval.',
      ja: '偶発的なデータ消失、インスタンス障害、アベイラビリティゾーン障害を含む災害復旧テストを、定期的に、また大きな更新の後に行う。承認までにRTOとRPOを満たしたテストが1回以上必要。',
    },
  },
  'SDAT-003': {
    text: {
      en: 'Sensitive data is transmitted by encrypted protocols only.',
      ja: '機密データの送信には、暗号化されたプロトコルのみを使う。',
    },
  },
};

/** The checklist of October 2021, by the FTR Lens of its time. */
export const EDITION_2021_Q4: Edition = {
  id: '2021_q4',
  title: {
    en: 'October 2021 (2021_q4_v1)',
    ja: '2021年10月版（2021_q4_v1）',
  },
  remarks: [
    {
      en: 'Of this edition only the opening was read. Its requirements are those of the FTR Lens of the same time; whether it had ids of its own is not established, so they go by the slugs of the lens.',
      ja: 'この版で確認できたのは冒頭のみです。要件は同時期のFTRレンズによるもので、固有のIDの有無は確認できていないため、レンズのスラッグをキーとしています。',
    },
    {
      en: 'Its limit of 24 hours for the RTO is told as “never exceed” in one place and as “less than” in another; exactly 24 hours may be questioned.',
      ja: 'RTOの上限24時間は「超えない」と「未満」の両方の表現があり、ちょうど24時間の場合は指摘を受ける可能性があります。',
    },
  ],
  rules: {
    longestRto: { ms: LONGEST_RTO_MS, confidence: 'read' },
    resilienceTest: {
      modes: ['accidental-data-loss', 'instance-failure', 'az-failure'],
      months: null,
      confidence: 'read',
    },
    rootRunbookSuffices: true,
  },
  requirements: requirementsOf(
    SLUGS.map(([subject]) => subject),
    { confidence: 'inferred', source: 'LENS' },
    Object.fromEntries(SLUGS.map(([subject, id]) => [subject, { id, ...WORDINGS[subject] }])),
  ),
};
