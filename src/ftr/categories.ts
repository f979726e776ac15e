import type { Bilingual } from './edition.ts';

/** Parts of the checklist, in its order. */
export const CATEGORIES = {
  hosting: { en: 'Hosting', ja: 'ホスティング' },
  support: { en: 'Support level', ja: 'サポートレベル' },
  review: { en: 'Architecture review', ja: 'アーキテクチャレビュー' },
  root: { en: 'AWS root account', ja: 'AWSルートアカウント' },
  accounts: { en: 'AWS accounts', ja: 'AWSアカウント' },
  communications: { en: 'Communications from AWS', ja: 'AWSからの連絡' },
  cloudtrail: { en: 'AWS CloudTrail', ja: 'AWS CloudTrail' },
  iam: { en: 'Identity and access management', ja: 'IDとアクセスの管理' },
  operations: { en: 'Operational security', ja: '運用上のセキュリティ' },
  network: { en: 'Network security', ja: 'ネットワークセキュリティ' },
  backup: { en: 'Backups and recovery', ja: 'バックアップと復旧' },
  resilience: { en: 'Disaster recovery and resiliency', ja: 'ディザスタリカバリと回復力' },
  s3: { en: 'Amazon S3 bucket access', ja: 'Amazon S3バケットへのアクセス' },
  'cross-account': { en: 'Cross-account access', ja: 'クロスアカウントアクセス' },
  'sensitive-data': { en: 'Sensitive data', ja: '機密データ' },
  phi: { en: 'Protected health information', ja: '保護対象保健情報（PHI）' },
  compliance: { en: 'Regulatory compliance', ja: '規制へのコンプライアンス' },
} as const satisfies { readonly [id: string]: Bilingual };

export type CategoryId = keyof typeof CATEGORIES;
