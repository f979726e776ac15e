import type { Bilingual } from '../edition.ts';

/** What the requirements on identities, operations, network and customers’ accounts ask, in our words. */
export const ACCESS_TEXTS = {
  'IAM-001': {
    en: 'Every person with access to AWS uses MFA.',
    ja: 'AWSにアクセスするすべての人にMFAを必須とする。',
  },
  'IAM-002': {
    en: 'Temporary credentials are used wherever possible; static ones are rotated, inventoried and watched, and there is a runbook for revoking them.',
    ja: '可能な限り一時的な認証情報を使う。静的な認証情報はローテーション、棚卸し、監視を行い、失効手順のランブックを用意する。',
  },
  'IAM-003': {
    en: 'A strong password policy is enforced.',
    ja: '強固なパスワードポリシーを適用する。',
  },
  'IAM-004': {
    en: 'Everybody who needs access has an identity of their own; credentials are not shared.',
    ja: 'アクセスが必要な人ごとに個別のIDを作成し、認証情報を共有しない。',
  },
  'IAM-005': {
    en: 'Third parties get access through IAM roles and their temporary credentials.',
    ja: '第三者にはIAMロールと一時的な認証情報でアクセスを提供する。',
  },
  'IAM-006': {
    en: 'Access is granted by least privilege.',
    ja: '最小権限の原則でアクセスを付与する。',
  },
  'IAM-007': {
    en: 'Access follows the life cycle of people and applications: it ends when its reason ends.',
    ja: '退職や異動など、人とアプリケーションのライフサイクルに応じてアクセスを管理する。',
  },
  'IAM-008': {
    en: 'Identities are audited every quarter.',
    ja: 'IDを四半期ごとに監査する。',
  },
  'IAM-009': {
    en: 'No credentials are in application code or under source control.',
    ja: 'アプリケーションのコードやソース管理に認証情報を含めない。',
  },
  'IAM-010': {
    en: 'Secrets are encrypted in transit and at rest; access to them is fine-grained and logged.',
    ja: 'シークレットは転送時も保管時も暗号化し、きめ細かくアクセスを制御して監査ログに残す。',
  },
  'IAM-011': {
    en: 'Credentials of end users are encrypted at rest, and passwords hashed.',
    ja: 'エンドユーザーの認証情報を保管時に暗号化し、パスワードはハッシュ化する。',
  },
  'IAM-012': {
    en: 'Machines and people use temporary credentials; people with static keys need MFA for all access.',
    ja: 'マシンも人も一時的な認証情報を使う。人が静的なキーを使う場合は、すべてのアクセスにMFAを必須とする。',
  },
  'SECOPS-001': {
    en: 'Dependencies and operating systems are scanned for vulnerabilities and patched on a defined schedule.',
    ja: '依存ライブラリとオペレーティングシステムの脆弱性を、定めた頻度でスキャンしパッチを適用する。',
  },
  'NETSEC-001': {
    en: 'Security groups allow as little as possible: no 0.0.0.0/0 to ports 22 and 3389, and default groups let nothing through.',
    ja: 'セキュリティグループは必要最小限とする。0.0.0.0/0からポート22・3389を開放せず、デフォルトのグループはすべて拒否する。',
  },
  'NETSEC-002': {
    en: 'Only what has to be reached from outside is in public subnets.',
    ja: '外部から通信を受ける必要のあるリソースだけをパブリックサブネットに置く。',
  },
  'CAA-001': {
    en: 'Customers’ accounts are reached through cross-account roles.',
    ja: '顧客のAWSアカウントにはクロスアカウントロールでアクセスする。',
  },
  'CAA-002': {
    en: 'Those roles ask for an external ID.',
    ja: 'クロスアカウントロールで外部IDを使用する。',
  },
  'CAA-003': {
    en: 'Credentials that customers once gave are deprecated, and no new ones are taken.',
    ja: '顧客から提供されたIAM認証情報の利用を非推奨とし、新たに収集しない。',
  },
  'CAA-004': {
    en: 'The external ID is made by the partner, not given by the customer.',
    ja: '外部IDは顧客から受け取らず、自社で生成する。',
  },
  'CAA-005': {
    en: 'External IDs are unique among all customers.',
    ja: '外部IDはすべての顧客の間で一意にする。',
  },
  'CAA-006': {
    en: 'Customers can see the external ID, and cannot set or change it.',
    ja: '顧客には外部IDを読み取り専用で提供し、変更させない。',
  },
  'CAA-007': {
    en: 'Customers get guidance or a template that makes the role with the least privilege needed.',
    ja: '必要最小限の権限を持つロールを作成するための手順書または自動化手段（テンプレートなど）を顧客に提供する。',
  },
} as const satisfies { readonly [subject: string]: Bilingual };
