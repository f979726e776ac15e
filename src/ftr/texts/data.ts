import type { Bilingual } from '../edition.ts';

/** What the requirements on backups, resilience, buckets, data and compliance ask, in our words. */
export const DATA_TEXTS = {
  'BAR-001': {
    en: 'Data is backed up automatically, by schedule or by change, to durable storage; where customers have to do it, the documentation says so and how.',
    ja: 'スケジュールまたは変更に応じて、耐久性のあるストレージへ自動でバックアップする。顧客の責任とする場合は、文書に明記し手順を示す。',
  },
  'BAR-002': {
    en: 'Data is recovered from backups on a regular schedule and after significant changes, to confirm that RTO and RPO are met.',
    ja: 'RTOとRPOを満たすことを確認するため、定期的に、また大きな変更の後に、バックアップからの復元テストを行う。',
  },
  'RES-001': {
    en: 'A recovery point objective (RPO) is defined.',
    ja: '目標復旧時点（RPO）を定義する。',
  },
  'RES-002': {
    en: 'A recovery time objective (RTO) is defined.',
    ja: '目標復旧時間（RTO）を定義する。',
  },
  'RES-004': {
    en: 'Resilience is tested at least every 12 months and after major updates, with accidental data loss, instance failure and Availability Zone failure; at least one test met RTO and RPO before approval.',
    ja: '偶発的なデータ消失、インスタンス障害、アベイラビリティゾーン障害を含む回復力テストを、12か月に1回以上、また大きな更新の後に行う。承認までにRTOとRPOを満たしたテストが1回以上必要。',
  },
  'RES-005': {
    en: 'The documentation or agreements say what customers have to do for backup, recovery and availability.',
    ja: 'バックアップ、復旧、可用性について顧客が負う責任を、文書または契約に明記する。',
  },
  'RES-006': {
    en: 'Architecture and operations are made for the availability targets and SLAs that were promised.',
    ja: '約束した可用性目標やSLAを満たすようにアーキテクチャと運用を設計する。',
  },
  'RES-007': {
    en: 'There is a plan for telling customers about outages, during and after them, without anything that AWS has told under NDA.',
    ja: '障害の発生中と収束後に顧客へ連絡する計画を定める。AWSからNDAのもとで得た情報は含めない。',
  },
  'S3-001': {
    en: 'All S3 buckets were reviewed for the access that they need.',
    ja: 'すべてのS3バケットについて適切なアクセスレベルを確認する。',
  },
  'S3-002': {
    en: 'Buckets that need no public access do not allow any.',
    ja: 'パブリックアクセスが不要なS3バケットへのアクセスを制限する。',
  },
  'S3-003': {
    en: 'Somebody is told when a bucket becomes public.',
    ja: 'S3バケットが公開状態になったことを検知し、通知する。',
  },
  'SDAT-001': {
    en: 'Sensitive data is identified.',
    ja: '機密データを特定する。',
  },
  'SDAT-002': {
    en: 'All sensitive data is encrypted at rest.',
    ja: 'すべての機密データを保管時に暗号化する。',
  },
  'SDAT-003': {
    en: 'Sensitive data leaves the VPC by encrypted protocols only.',
    ja: '機密データをVPCの外へ送るときは、暗号化されたプロトコルのみを使う。',
  },
  log_access_to_pii: {
    en: 'Access to sensitive data is logged throughout the system.',
    ja: '機密データへのアクセスをシステム全体で記録する。',
  },
  have_baa_in_place: {
    en: 'Where the product handles PHI, there is a Business Associate Addendum with AWS for every account that has it.',
    ja: 'PHIを扱う場合は、対象のすべてのアカウントについてAWSとBAAを締結する。',
  },
  // The slug is spelled as in the lens.
  only_use_services_in_the_hipaa_elibile_services: {
    en: 'Where the product handles PHI, it uses HIPAA eligible services only.',
    ja: 'PHIを扱う場合は、HIPAA対象サービスのみを使う。',
  },
  'RCVP-001': {
    en: 'Where compliance with a standard is advertised, there is a process that ensures it.',
    ja: '準拠をうたうコンプライアンス基準を満たし続けるための社内プロセスを定める。',
  },
} as const satisfies { readonly [subject: string]: Bilingual };
