import type { Bilingual } from '../edition.ts';

/** What the requirements on hosting, support, review, accounts and contacts ask, in our words. */
export const ACCOUNT_TEXTS = {
  'HOST-001': {
    en: 'All components that the product cannot do without run on AWS; a CDN, DNS or corporate identity provider outside it is declared.',
    ja: '製品に不可欠なコンポーネントはすべてAWS上で稼働させる。CDN、DNS、社内のIDプロバイダーは外部でもよいが、自己評価に明記する。',
  },
  'SUP-001': {
    en: 'Production accounts have Business Support or higher, or there is a plan for what to do without it.',
    ja: '本番アカウントでビジネスサポート以上を契約する。契約しない場合は、AWSサポートが必要な事態への対応計画を用意する。',
  },
  'WAFR-001': {
    en: 'The architecture of the production workload is reviewed against a documented standard at least once a year.',
    ja: '本番ワークロードのアーキテクチャを、文書化された基準に照らして年1回以上レビューする。',
  },
  'WAFR-002': {
    en: 'The shared responsibility models for security and resiliency were reviewed, and the customer’s part of them is covered.',
    ja: 'セキュリティと回復力の責任共有モデルを確認し、利用者側の責任を設計と運用で満たす。',
  },
  'ARC-001': {
    en: 'The root user is used by exception only. That its use is watched is not asked for.',
    ja: 'ルートユーザーは例外的な場合にのみ使用する（使用状況の監視までは求められない）。',
  },
  'ARC-003': {
    en: 'The root user of every account has MFA, except where it has no password that anybody could know.',
    ja: 'すべてのアカウントのルートユーザーでMFAを有効にする。誰も知りえないパスワードのままのアカウントは除く。',
  },
  'ARC-004': {
    en: 'The root user has no access keys.',
    ja: 'ルートユーザーのアクセスキーを削除する。',
  },
  'ARC-005': {
    en: 'There is a plan for managing security incidents, and it is kept current.',
    ja: 'セキュリティインシデントの管理計画を策定し、継続的に見直す。',
  },
  use_separate_accounts: {
    en: 'Production and everything else are in separate accounts.',
    ja: '本番環境と非本番環境のアカウントを分ける。',
  },
  'ACOM-001': {
    en: 'Each account has alternate contacts for billing, operations and security, and each of them reaches a group.',
    ja: '請求・オペレーション・セキュリティの代替連絡先をアカウントごとに設定し、個人ではなくグループに届くようにする。',
  },
  'ACOM-002': {
    en: 'The root user’s e-mail address and the contact phone belong to the company.',
    ja: 'ルートユーザーのメールアドレスと連絡先の電話番号は、会社が所有するものにする。',
  },
  'CTL-001': {
    en: 'CloudTrail records management events in all accounts and all Regions.',
    ja: 'すべてのアカウントとリージョンでCloudTrailを有効にし、管理イベントを記録する。',
  },
  'CTL-002': {
    en: 'The logs are kept in a separate administrative domain with limited access, such as another account.',
    ja: 'ログは、アクセスを制限した別の管理ドメイン（別アカウントなど）に保管する。',
  },
  'CTL-003': {
    en: 'The store of the logs is protected from unintended access, by versioning, MFA delete, object lock or the like.',
    ja: 'ログの保管先を、バージョニング、MFA Delete、オブジェクトロックなどで意図しないアクセスから保護する。',
  },
  'CTL-004': {
    en: 'Log file integrity validation is on.',
    ja: 'ログファイルの整合性検証を有効にする。',
  },
} as const satisfies { readonly [subject: string]: Bilingual };
