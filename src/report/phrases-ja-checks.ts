import type { Phrase } from './phrasebook.ts';

/** What checks of data compare and find. */
export const CHECK_PHRASES: readonly Phrase[] = [
  // Titles.
  [
    '{}: number of rows, up to the baseline by {}, against the source',
    '{1}：行数（{2}が基準時点以前）を復元元と照合',
  ],
  ['{}: number of rows, against the source', '{1}：行数を復元元と照合'],
  ['{}: number of rows', '{1}：行数'],
  [
    '{}: checksum over {}, up to the baseline by {}, against the source',
    '{1}：{2}のチェックサム（{3}が基準時点以前）を復元元と照合',
  ],
  ['{}: checksum over {}, against the source', '{1}：{2}のチェックサムを復元元と照合'],
  ['{}: checksum over {}', '{1}：{2}のチェックサム'],
  ['{}: every value exists as {}', '{1}：すべての値が{2}に存在'],
  ['{}: newest row up to the impact', '{1}：影響発生以前の最新の行'],
  ['A row is written, and read back over a new connection', '行を書き込み、新しい接続で読み戻す'],
  // What was expected and observed.
  ['{} (the source as of {})', '{1}（{2}時点の復元元）'],
  ['{} orphans in {} rows', '{2}行中、孤立{1}件'],
  ['0 orphans', '孤立0件'],
  ['a row not newer than the impact at {}', '影響発生（{1}）以前の行'],
  ['the row written at {}', '{1}に書き込んだ行'],
  ['no such row', '該当する行なし'],
  ['an answer', '応答'],
  ['not compared', '照合なし'],
  ['not looked at', '確認なし'],
  ['anything', '任意の値'],
  ['equal to {}, between {} and {}', '{1}と等しく、{2}以上{3}以下'],
  ['equal to {}, at least {}', '{1}と等しく、{2}以上'],
  ['equal to {}, at most {}', '{1}と等しく、{2}以下'],
  ['between {} and {}', '{1}以上{2}以下'],
  ['at least {}', '{1}以上'],
  ['at most {}', '{1}以下'],
  ['equal to {}', '{1}と等しい'],
  // Reasons.
  ['it is not {}', '期待値を満たさない：{1*}'],
  ['it differs from the source', '復元元と一致しない'],
  ['nothing is expected of the value', '期待値が宣言されていない'],
  ['the value is not a number', '値が数値でない'],
  ['there was no row to look at', '対象の行がない'],
  ['{} values have no {}', '{2}に存在しない値が{1}件'],
  ['without such a row the loss cannot be measured', '該当する行がなければ損失を計測できない'],
  ['another row was read than the one that was written', '書き込んだ行と異なる行が読み出された'],
  ['the checks before it took all the time', '先行する検証で制限時間を使い切った'],
  ['there is no baseline: {}', '基準値がない：{1}'],
  ['the baseline has no value for it', '基準値にこの検証の値がない'],
  [
    'without a column for `asOf`, rows newer than the baseline cannot be left out',
    '`asOf`の列がなく、基準時点より新しい行を除外できない',
  ],
  [
    'the recovery point {} is older than the baseline, so a difference proves nothing',
    '復旧ポイント（{1}）が基準時点より古く、差異からは何も立証できない',
  ],
];
