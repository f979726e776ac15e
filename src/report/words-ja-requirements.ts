import type { REQUIREMENTS_ENGLISH } from './words-requirements.ts';

/** The words for what a run answers of the self-assessment, and how far. */
export const REQUIREMENTS_JAPANESE: typeof REQUIREMENTS_ENGLISH = {
  requirement: {
    'RES-001': '目標復旧時点（RPO）の定義',
    'RES-002': '目標復旧時間（RTO）の定義',
    'RES-004': 'RTO・RPOに対する災害復旧テスト：直近の実施日',
    'ARC-005': 'ルート認証情報の不正使用を含むインシデント対応計画',
    'BAR-002': 'バックアップの復元テスト：報告書の参照番号',
  },
  claim: { declared: '宣言', supported: '裏付けあり', partly: '一部', none: '回答なし' },
  requirementReason: {
    declared: '演習の定義で宣言しています。',
    restored: '本実行でデータを復元し、両方の目標を達成し、すべてのデータ検証に合格しました。',
    'one-failure-mode': '要件は複数の障害モードを求めていますが、本実行で試験したのは1つです：',
    'only-data-loss':
      '復元で確認できるのは偶発的なデータ消失のみです。要件が求めるアベイラビリティゾーン障害の確認にはフェイルオーバーが必要です。',
    'no-restore': 'フェイルオーバーではバックアップを復元しません。復元テストが必要です。',
    'no-failover': '復元ではサービスを切り替えません。フェイルオーバーが必要です。',
    'test-type-unknown': 'テストの種別が記録されていません。',
    'no-data': '本実行はルートユーザーの復旧であり、データは復旧していません。',
    'no-workload':
      '本実行はルートユーザーの復旧であり、ワークロードは復旧していません。そのRTOはワークロードについて何も示しません。',
    'root-rehearsed':
      '本実行でルートユーザーの復旧をリハーサルしました。その上位となる対応計画は、貴社の文書です。',
    'not-proven': '本実行は、すべての目標達成とすべての検証合格をもって完了していません。',
    'not-aws': '回答に使えるのはAWSに対する実行のみです。',
  },
};
