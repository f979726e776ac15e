import { durationInJapanese } from './duration-in-japanese.ts';
import type { FtrWords } from './words.ts';
import { TOLD_JAPANESE } from './words-ja-told.ts';

/** The assessment in Japanese. */
export const JAPANESE: FtrWords = {
  lang: 'ja',
  title: 'AWSファンデーショナルテクニカルレビュー（FTR）パートナーホスト型',
  status: {
    proven: '実証済み',
    attested: '証明あり',
    'not-met': '未達',
    'not-applicable': '該当なし',
    unknown: '不明',
  },
  met: {
    proven: 'はい',
    attested: 'はい',
    'not-met': 'いいえ',
    'not-applicable': '該当なし',
    unknown: '未確定',
  },
  confidence: {
    read: 'この版で確認済み',
    inferred: '推定',
    'not-established': '未確認',
  },
  proof: {
    api: 'API',
    'api-and-person': 'APIと担当者の確認',
    drill: '演習',
    declaration: '宣言',
    attestation: '担当者の証明',
  },
  runMode: {
    rehearsal: 'リハーサル',
    tabletop: '机上演習',
    'sandbox-production': 'サンドボックス',
    live: '本番',
  },
  result: { passed: '合格', failed: '不合格', none: '結果なし' },
  ...TOLD_JAPANESE,
  duration: durationInJapanese,
  age: (days) => (days === 0 ? '本日' : `${days}日前`),
  counts: '有効',
  countsNot: (why) => `無効：${why}`,
  wordingUnknown: '（文言は確認できていません）',
  tally: (counts) =>
    [
      `実証済み${counts.proven}件`,
      `証明あり${counts.attested}件`,
      `未達${counts['not-met']}件`,
      `該当なし${counts['not-applicable']}件`,
      `不明${counts.unknown}件`,
    ].join('、'),
  broken: (run, why) => `${run}は証跡として使えません：${why}`,
  pastUse: (month) =>
    `この版の利用期限は${month}でした。提出前に、現行の版をAWSに確認してください。`,
  labels: {
    id: 'ID',
    requirement: '要件',
    met: 'Met?',
    response: 'Partner Response',
    category: '分類',
    status: '状態',
    why: '理由',
    evidence: '証跡',
    next: '次に行うこと',
    confidence: '要件の確からしさ',
    proof: '証明の種類',
    source: '出典',
    edition: '版',
    assessedAt: '基準日時',
    accounts: '対象アカウント',
    noAccounts: '宣言なし',
    remarks: 'この版について',
    summary: '集計',
    sheet: '自己評価',
    decisions: '判定の根拠',
    noEvidence: 'なし',
    disclaimer:
      '要件は要約です。有効とするのは、AWSに対して実行され、記録の改ざんがない演習のみです。不明は満たしたことになりません。AWSが定めた様式ではありません。',
  },
};
