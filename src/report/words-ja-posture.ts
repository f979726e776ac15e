import type { POSTURE_ENGLISH } from './words-posture.ts';

/** The words for the account of a root user, and for what was found of it. */
export const POSTURE_JAPANESE: typeof POSTURE_ENGLISH = {
  trouble: {
    'lost-password': 'T0に、ルートユーザーのパスワードを使えない状態にしました。',
    'lost-mfa': 'T0に、ルートユーザーのMFAデバイスを使えない状態にしました。',
    'mfa-out-of-sync': 'T0に、ルートユーザーのMFAデバイスの時刻をずらしました。',
    compromised: 'T0に、ルートユーザーの認証情報が第三者の手に渡りました。',
    'lost-mailbox': 'T0に、ルートユーザーのメールボックスを使えない状態にしました。',
  },
  outcome: {
    pass: '適合',
    fail: '不適合',
    'not-applicable': '対象外',
    unknown: '不明',
    attested: '人による確認',
  },
  change: {
    better: '改善',
    worse: '悪化',
    learned: '判明',
    lost: '不明化',
    changed: '変化',
  },
  account: 'アカウント',
  finding: '確認項目',
  before: '復旧前',
  during: '復旧中',
  after: '復旧後',
  why: '理由',
  read: '確認箇所',
  notLooked: '未確認',
  isRequired: '必須',
  requiredNote: '「必須」の項目を判定の対象とします。',
  changes: '変化した点',
  noChange: '復旧前と復旧後の確認結果に変化はありません。',
  lookedOnce: '復旧前と復旧後の両方では確認していないため、変化は判断できません。',
  required: '必須項目',
  proofs: 'データ検証と必須項目',
  good: (count, required) =>
    required === 0
      ? '必須項目がないため、アカウントについて立証したことはありません。'
      : `必須項目${required}件中${count}件が適合しました。`,
  proved: (count, declared) =>
    `データ検証と必須項目あわせて${declared}件中${count}件が適合しました。`,
};
