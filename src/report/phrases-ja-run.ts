import type { Phrase } from './phrasebook.ts';

/** What the tool itself notes of a run. */
export const RUN_PHRASES: readonly Phrase[] = [
  // Notes of milestones.
  ['talked through', '机上で確認'],
  ['declared in the drill', '演習で宣言'],
  ['no impact was declared: the opening of the run', '宣言がないため実行の開始時刻'],
  ['the failover was asked for', 'フェイルオーバーを指示した時刻'],
  [
    'the cut: the last figure of the lag before the promotion',
    '切り離し時点：昇格前の最後の遅延値',
  ],
  ['the start of the restore test, as AWS Backup tells it', 'AWS Backupが示す復元テストの開始時刻'],
  // Why steps were cancelled.
  ['the runbook left the state', 'ランブックが次の状態に移行'],
  ['aborted', '実行の中止'],
  // Proofs of removals.
  ['{} is up', '{1}は稼働中'],
  ['no record {}', 'レコード{1}なし'],
  ['no tag {} of this run', '本実行のタグ{1}なし'],
  ['PhoneNumber {}, as before', 'PhoneNumber {1}（変更前と同じ）'],
  [
    'none of this run’s: the one of {} was there before and stays',
    '本実行のものはなし（{1}のものは以前からあり、残置）',
  ],
  // Whose log.
  ['sandbox client', 'サンドボックスのクライアント'],
  ['sandbox:client', 'サンドボックスのクライアント'],
  // Failures that runbooks and people end runs with.
  [
    'The RTO budget of {} ran out before the service was verified.',
    'サービスの検証前に、RTOの制限時間{1*}が経過しました。',
  ],
  [
    'The RTO budget of {} ran out before users were served again.',
    'サービス再開の前に、RTOの制限時間{1*}が経過しました。',
  ],
  [
    'The RTO budget of {} ran out before traffic was served.',
    'トラフィックへの応答の前に、RTOの制限時間{1*}が経過しました。',
  ],
  ['There was no answer within {} ms.', '{1}ミリ秒以内に応答がありませんでした。'],
  [
    'It was not seen to be gone within {} minutes.',
    '{1}分以内に削除の完了を確認できませんでした。',
  ],
  ['The activity is not needed any more.', '不要になりました。'],
  ['Nobody answered {} by {}.', '{2}までに{1}への回答がありませんでした。'],
  [
    'Nobody approved {} by {}, which counts as no.',
    '{2}までに{1}の承認がなく、否認とみなしました。',
  ],
];

/** What operators asked for. */
export const COMMAND_PHRASES: readonly Phrase[] = [
  ['abort: {}', '中止：{1}'],
  ['abort', '中止'],
  ['send {} {}', '{1}を送信：{2}'],
  ['send {}', '{1}を送信'],
  ['answer {}: {}', '{1}に回答：{2}'],
  ['answer {}', '{1}に回答'],
  ['decline {}: {}', '{1}を辞退：{2}'],
  ['decline {}', '{1}を辞退'],
  ['skip {}: {}', '{1}を省略：{2}'],
  ['skip {}', '{1}を省略'],
  ['note: {}', 'メモ：{1}'],
  ['note', 'メモ'],
];
