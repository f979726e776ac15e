import type { Phrase } from './phrasebook.ts';

/** Why findings of an account are what they are. */
export const POSTURE_PHRASES: readonly Phrase[] = [
  ['The root user has an MFA device.', 'ルートユーザーにMFAデバイスがあります。'],
  ['The root user has no MFA device.', 'ルートユーザーにMFAデバイスがありません。'],
  [
    'The root user has a password and no MFA device.',
    'ルートユーザーにパスワードがあり、MFAデバイスがありません。',
  ],
  [
    'There is no MFA device; whether there is a password was not told.',
    'MFAデバイスがなく、パスワードの有無は示されませんでした。',
  ],
  ['There is neither MFA nor a password, and {}', 'MFAもパスワードもありません。{1*}'],
  [
    'There is no root password, and the organization manages root credentials centrally.',
    'ルートユーザーのパスワードはなく、組織がルート認証情報を一元管理しています。',
  ],
  [
    'There is no MFA device, and without central management whoever reads the mailbox can set a password.',
    'MFAデバイスがなく、一元管理もされていないため、メールを読める者がパスワードを設定できます。',
  ],
  ['The root user has a login profile.', 'ルートユーザーにログインプロファイルがあります。'],
  ['The root user has no login profile.', 'ルートユーザーにログインプロファイルはありません。'],
  ['The root user has MFA.', 'ルートユーザーにMFAがあります。'],
  [
    'The root user has a login profile and no MFA device.',
    'ルートユーザーにログインプロファイルがあり、MFAデバイスがありません。',
  ],
  ['The root user has no {}.', 'ルートユーザーに{1*}はありません。'],
  ['The root user has {}.', 'ルートユーザーに{1*}があります。'],
  ['access keys', 'アクセスキー'],
  ['signing certificates', '署名証明書'],
  ['password', 'パスワード'],
  ['There is no password to protect.', '保護すべきパスワードがありません。'],
  ['There is no MFA device, and {}', 'MFAデバイスがありません。{1*}'],
  ['There is no {} contact.', '連絡先（{1*}）が登録されていません。'],
  ['billing', '請求'],
  ['operations', '運用'],
  ['security', 'セキュリティ'],
  [
    'AWS does not tell whether an address is a list; somebody has to attest it.',
    '宛先が複数人に届くかはAWSからは分かりません。人による確認が必要です。',
  ],
  [
    'AWS does not tell who answers a phone; somebody has to attest it.',
    '電話に誰が出るかはAWSからは分かりません。人による確認が必要です。',
  ],
  [
    'AWS tells the primary e-mail of an account outside an organization by no call; somebody has to attest it.',
    '組織に属さないアカウントの主要メールアドレスを示すAPIはありません。人による確認が必要です。',
  ],
  ['{} attested it at {}: {}.', '{1}が{2}に確認しました：{3}'],
  ['{} attested it at {}.', '{1}が{2}に確認しました。'],
  [
    'Warning: {} is a free mail service, where the address belongs to a person.',
    '警告：{1}はフリーメールであり、アドレスは個人のものです。',
  ],
  [
    'No domains of the company are declared to compare it with.',
    '照合すべき自社ドメインが宣言されていません。',
  ],
  ['{} is a domain of the company.', '{1}は自社ドメインです。'],
  [
    "Warning: {} is none of the company's domains ({}).",
    '警告：{1}は自社ドメイン（{2}）ではありません。',
  ],
  ['It has the form of a number that AWS can call.', 'AWSが架電できる形式の電話番号です。'],
  [
    'It has not the form that AWS can call: + and country code without leading zeros, digits only.',
    'AWSが架電できる形式（+と国番号で始まる数字のみ、先頭の0なし）ではありません。',
  ],
  [
    'A country is given; none is declared to compare it with.',
    '国が登録されています（照合すべき宣言はありません）。',
  ],
  ['It is the declared country.', '宣言した国と一致します。'],
  ['It is not the declared country, {}.', '宣言した国（{1}）と一致しません。'],
  [
    'Management events are recorded, reads and writes{}.',
    '管理イベントの読み取りと書き込みを記録しています{1*}。',
  ],
  [
    'Management events are recorded, reads and writes.',
    '管理イベントの読み取りと書き込みを記録しています。',
  ],
  [', without {}', '（{1}を除く）'],
  ['Not all management events are recorded.', '一部の管理イベントが記録されていません。'],
  ['The account is active.', 'アカウントは有効です。'],
  ['The account is not active.', 'アカウントは有効ではありません。'],
  ['The account is in no organization.', 'アカウントは組織に属していません。'],
  [
    'The account is declared to be in no organization, and is in one.',
    '組織に属さないと宣言されていますが、実際には属しています。',
  ],
  ['The account has no trail.', 'アカウントにCloudTrailの証跡がありません。'],
  ['There is no such bucket.', '該当するバケットがありません。'],
  [
    'The log files are in the account itself.',
    'ログファイルは同じアカウント内に保管されています。',
  ],
  [
    'The bucket is none of the account, and S3 does not take the account for its owner.',
    'バケットは本アカウントのものではなく、S3も本アカウントを所有者とみなしません。',
  ],
  ['Whether there is such a bucket is not known: {}', '該当するバケットの有無は不明です：{1*}'],
  [
    'Log files cannot be deleted for good unnoticed.',
    'ログファイルを気付かれずに完全削除することはできません。',
  ],
  [
    'Neither versioning, nor MFA delete, nor object lock is on.',
    'バージョニング、MFA Delete、オブジェクトロックのいずれも有効ではありません。',
  ],
  [
    'The credential report does not say when it was made.',
    '認証情報レポートに作成日時がありません。',
  ],
  [
    'The credential report holds no row of the root user.',
    '認証情報レポートにルートユーザーの行がありません。',
  ],
  [
    'The root user was used: {} is within the time looked at.',
    'ルートユーザーが使用されました：{1}が対象期間内です。',
  ],
  [
    'The last use belongs to the exercise, and the report tells of none before it.',
    '最後の使用は本演習によるもので、それ以前の使用はレポートからは分かりません。',
  ],
  [
    'No use since {}. The report is of {} (IAM keeps one for 4 h) and tells of nothing later.',
    '{1}以降の使用はありません。レポートは{2}時点のもので（IAMは4時間保持）、それ以降は示しません。',
  ],
  ['The root user was used: {}.', 'ルートユーザーが使用されました：{1}。'],
  ['There are more events than were read.', '読み取った件数を超えるイベントがあります。'],
  ['There are more events than were read.{}', '読み取った件数を超えるイベントがあります。{1*}'],
  [' {} events since {} belong to the exercise.', '{2}以降の{1}件は本演習によるものです。'],
  [
    '{} events of the root user have no time.',
    'ルートユーザーの{1}件のイベントに時刻がありません。',
  ],
  [
    '{} events of the root user have no time.{}',
    'ルートユーザーの{1}件のイベントに時刻がありません。{2*}',
  ],
  [
    'No event from {} to {} in {}, where sign-ins and global services are recorded; other Regions were not looked at.',
    '{1}から{2}まで、サインインとグローバルサービスが記録される{3}にイベントはありません（他のリージョンは未確認）。',
  ],
  [
    'No event from {} to {} in {}, where sign-ins and global services are recorded; other Regions were not looked at.{}',
    '{1}から{2}まで、サインインとグローバルサービスが記録される{3}にイベントはありません（他のリージョンは未確認）。{4*}',
  ],
  ['The answer holds no {}.', '応答に{1}がありません。'],
  ["The answer's {} is not one that is understood.", '応答の{1}を解釈できません。'],
  ['{} answered with nothing.', '{1}の応答が空でした。'],
  ['{} did not answer: {}', '{1}から応答がありませんでした：{2}'],
  ['The IAM permission {} is missing: {}', 'IAM権限{1}がありません：{2}'],
  ['{} is on.', '{1}は有効です。'],
  ['{} is off.', '{1}は無効です。'],
  ['{} and {} on.', '{1}と{2}は有効です。'],
  ['{} and {} off.', '{1}と{2}は無効です。'],
  ['{} on.', '{1}は有効です。'],
  ['{} off.', '{1}は無効です。'],
];

/** What was counted; anything else that was seen is in the words of AWS. */
export const OBSERVED_PHRASES: readonly Phrase[] = [
  ['0 events, {} of the exercise', '該当イベント0件、本演習によるもの{1}件'],
];

/** What findings are of, by their ids. */
export const FINDINGS: { readonly [id: string]: string } = {
  'root-mfa': 'ルートユーザーのMFAの設定',
  'root-access-keys': 'ルートユーザーのアクセスキーなし',
  'root-certificates': 'ルートユーザーの署名証明書なし',
  'root-password': 'メンバーのルートパスワードなし',
  'root-last-use': 'ルートユーザーの未使用（認証情報レポート）',
  'root-events': 'ルートユーザーの未使用（CloudTrail）',
  'primary-email': '主要メールアドレスが自社のもの',
  'contact-phone': '主要連絡先の電話番号が架電可能',
  'contact-phone-owned': '主要連絡先の電話に自社が応答',
  'contact-country': '主要連絡先の国',
  'contact-billing': '代替の連絡先（請求）',
  'contact-operations': '代替の連絡先（運用）',
  'contact-security': '代替の連絡先（セキュリティ）',
  'contact-billing-list': '請求の連絡先が複数人に届く',
  'contact-operations-list': '運用の連絡先が複数人に届く',
  'contact-security-list': 'セキュリティの連絡先が複数人に届く',
  'root-credentials-management': '組織のRootCredentialsManagementが有効',
  'root-sessions': '組織のRootSessionsが有効',
  'account-state': 'アカウントが有効',
  'trail-multi-region': 'CloudTrailの証跡が全リージョンとグローバルサービスを対象',
  'trail-logging': 'CloudTrailの証跡が記録中',
  'trail-management-events': 'CloudTrailの証跡が管理イベントを記録',
  'trail-validation': 'ログファイルの検証が可能',
  'trail-bucket-apart': 'ログファイルを別アカウントに保管',
  'trail-bucket-protected': 'ログファイルの削除からの保護',
  'root-audit-password': 'ルートパスワードも復旧手段もなし',
  'root-audit-access-keys': 'ルートのアクセスキーなし',
  'root-audit-certificates': 'ルートの署名証明書なし',
  'root-audit-mfa': 'ルートパスワードがMFAで保護',
};
