import type { INDEX_ENGLISH } from './words-index.ts';

/** The words of the page of all runs, in Japanese. */
export const INDEX_JAPANESE: typeof INDEX_ENGLISH = {
  title: '復旧テスト一覧',
  about:
    '各ジャーナルの最初と最後の記録から作成しています。審査者に示すのは各実行の報告書であり、drill verifyで検証できます。',
  drills: '演習',
  drillsLead:
    '各実行の復旧時間を古い順に示します。四角は達成できなかった実行、破線は目標です（実績に近い場合のみ）。',
  met: (met, runs) => `${runs}回中${met}回達成`,
  chart: (drill, environment) => `${environment}での${drill}の復旧時間`,
  runs: '実行',
  find: '検索',
  all: 'すべて',
  countAll: '{all}件',
  countSome: '{all}件中{shown}件',
  more: 'すべて表示',
  openedAt: '開始（UTC）',
  drill: '演習',
  environment: '環境',
  outcome: '結果',
  report: '報告書',
  notMeasured: '未計測',
  notApplicable: '該当なし',
  of: (objective) => `目標${objective}`,
  outcomes: {
    met: '達成',
    missed: '未達',
    unproven: '未立証',
    tabletop: '机上演習',
    none: '判定なし',
    failed: '失敗',
    aborted: '中止',
    open: '未終了',
  },
  notRead: '読み取れないフォルダー',
  broken: 'ジャーナルを読み取れません。',
  foreign: 'ジャーナルがなく、実行のフォルダーではありません。',
};
