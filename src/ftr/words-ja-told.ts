import { durationInJapanese } from '../core/duration-in-japanese.ts';
import type { FtrWords } from './words.ts';

const OBJECTIVES = { rto: 'RTO', rpo: 'RPO' } as const;

const MODES = {
  'accidental-data-loss': '偶発的なデータ消失',
  'instance-failure': 'インスタンス障害',
  'az-failure': 'アベイラビリティゾーン障害',
  'region-failure': 'リージョン障害',
  'root-access-loss': 'ルートアクセスの喪失',
  'root-compromise': 'ルートユーザーの侵害',
} as const;

/** Why a status is what it is, in Japanese. */
export const TOLD_JAPANESE: Pick<FtrWords, 'why' | 'reason' | 'answer' | 'next' | 'mode'> = {
  mode: MODES,
  why: {
    sandbox: () => 'サンドボックスでの実行は証跡になりません',
    elsewhere: () => '呼び出し先がAWS以外のエンドポイントです',
    tabletop: () => '机上演習です',
    interrupted: () => '終了の記録がありません',
    aborted: () => '中止されています',
    unproven: () => '計測または検証が完了しておらず、何も立証していません',
    'not-begun': () => '復旧を開始する前に失敗しています',
    'not-completed': () => '完了していないため、終了時の状態が不明です',
    'in-future': () => '日付が未来です',
    unread: () => '同じ演習のより新しい実行を採用したため、読み込んでいません',
    'runbook-gone': () => 'ランブックが存在しません',
    stale: ({ months, days }) =>
      months === undefined ? `${days}日より古い記録です` : `${months}か月より古い記録です`,
    'runbook-changed': ({ from, to }) =>
      `実行後にランブックが変更されています（バージョン${from}→${to}）`,
    rejected: ({ by }) => `${by}が記録を却下しています`,
    superseded: ({ by }) => `より新しいテストを採用しています（${by}）`,
    'objective-tightened': ({ what, actualMs, objectiveMs }) =>
      `${OBJECTIVES[what]}の実績${durationInJapanese(actualMs)}が、現在の目標${durationInJapanese(objectiveMs)}を超えています`,
  },
  reason: {
    'objective-declared': ({ what, drills }) =>
      `ワークロードの演習${drills}件で${OBJECTIVES[what]}を宣言しています。`,
    'objective-missing': ({ what }) =>
      `AWSアカウントで実行する演習に、${OBJECTIVES[what]}を宣言したものがありません。`,
    'rto-at-limit': ({ drill }) =>
      `${drill}の宣言はちょうど24時間です。この版には「24時間未満」との記述もあるため、確認を求められる可能性があります。`,
    'rto-over-limit': ({ drill }) => `${drill}のRTOが、この版の上限を超えています。`,
    'limit-none': () => 'この版に上限はありません。Kunrenは24時間を超えるRTOを受け付けません。',
    'limit-not-established': () =>
      'この版の上限の有無は確認できていません。Kunrenは24時間を超えるRTOを受け付けません。',
    'limit-kept': () => 'この版の上限である24時間以内です。',
    'period-own': () =>
      'この版は月数を定めていません。Kunrenの基準により、テストの有効期間を12か月としています。',
    'restore-passed': ({ run, drill }) =>
      `${drill}でデータを復元し、両方の目標とすべての検証を満たしました（${run}）。`,
    'test-missed': ({ run, drill }) => `${drill}の最新のテストは不合格です（${run}）。`,
    'restore-missing': () =>
      'AWSアカウントで合格した、データ検証を伴うバックアップからの復元テストがありません。',
    'drill-untested': ({ drill }) => `${drill}は宣言されていますが、有効なテストがありません。`,
    'drill-unscheduled': ({ drill }) =>
      `${drill}に予定が宣言されていません。定期的な実施が求められています。`,
    'mode-passed': ({ mode, run, live }) =>
      `${MODES[mode]}のテストに合格しています（${live ? '本番' : '本番と隔離したリハーサル'}、${run}）。`,
    'mode-missing': ({ mode }) => `AWSアカウントで合格した${MODES[mode]}のテストがありません。`,
    'one-mode-asked': () =>
      'この版が最低限求めるのはアベイラビリティゾーンの障害です。ほかにアーキテクチャに関わる障害があるかは、人の判断によります。',
    'root-rehearsed': ({ run }) => `ルートユーザーの復旧をリハーサルしています（${run}）。`,
    'root-missed': ({ run }) => `ルートユーザーの復旧の最新のリハーサルは不合格です（${run}）。`,
    'root-never-rehearsed': () =>
      'AWSアカウントでルートユーザーの復旧をリハーサルした記録がありません。',
    'root-misuse-never-rehearsed': () =>
      'この版が求める認証情報の悪用への対応は、リハーサルされていません。',
    'plan-is-a-document': () => '計画自体は文書です。担当者による申告が必要です。',
    'finding-good': ({ account, title, text }) => `${account}：適合。${title} — ${text}`,
    'finding-bad': ({ account, title, text }) => `${account}：不適合。${title} — ${text}`,
    'finding-open': ({ account, title, text }) => `${account}：不明。${title} — ${text}`,
    'finding-missing': ({ account, id }) => `${account}：${id}を確認した記録がありません。`,
    'account-unseen': ({ account }) => `${account}：有効な確認の記録がありません。`,
    'no-account': () => 'AWSアカウントが宣言されていないため、確認対象がありません。',
    'person-finishes': () =>
      '裏付けにはなりますが、これだけでは確定しません。担当者による申告が必要です。',
    'root-was-used': () =>
      'ルートユーザーが使用されています。例外的な使用であったかは、担当者による申告が必要です。',
    'backup-on': ({ instance, retentionDays, behindMs }) =>
      `${instance}：自動バックアップを${retentionDays}日間保持しており、復元可能な最新時点は${durationInJapanese(behindMs)}前でした。`,
    'backup-behind': ({ instance, behindMs }) =>
      `${instance}：復元可能な最新時点が${durationInJapanese(behindMs)}前で、RPOを超えています。`,
    'backup-off': ({ instance }) => `${instance}：自動バックアップが無効です。`,
    'backup-open': ({ instance }) => `${instance}：復元可能な最新時点が不明です。`,
    'backup-unseen': () => 'データベースのバックアップを確認した有効な実行がありません。',
    'backup-scope': () =>
      '確認できているのは演習で復旧するデータベースのみです。ほかのデータは確認していません。',
    'backup-excluded': ({ exclusion: { what, owner, date, reason } }) =>
      `バックアップ対象外とする決定：${what}（${owner}、${date}）— ${reason}`,
    'exclusion-expired': ({ exclusion: { what }, on }) =>
      `${what}をバックアップ対象外とする決定は${on}で期限切れです。`,
    attested: ({ by: { owner, date, reason } }) => `${owner}による申告（${date}）：${reason}`,
    denied: ({ by: { owner, date, reason } }) =>
      `${owner}が満たしていないと申告（${date}）：${reason}`,
    'not-applicable': ({ by: { owner, date, reason } }) =>
      `${owner}が該当しないと申告（${date}）：${reason}`,
    'attestation-expired': ({ by: { owner }, on }) => `${owner}による申告は${on}で期限切れです。`,
    'attestation-overruled': ({ by: { owner } }) =>
      `${owner}の申告と証跡が矛盾するため、証跡を採用しています。`,
    'attestation-not-yet': ({ by: { owner, date } }) =>
      `${owner}による申告の日付が未来です（${date}）。`,
    'nobody-said': () => '実行では確認しておらず、担当者による申告もありません。',
    'wording-not-established': () => 'この版がここで求める内容は確認できていません。',
  },
  answer: {
    objective: ({ what, ms, drills }) =>
      `${OBJECTIVES[what]}：${durationInJapanese(ms)}（${drills.join('、')}）`,
    'test-date': ({ day, result }) =>
      `直近の回復力テスト：${day}${result === 'failed' ? '、不合格' : ''}`,
    report: ({ reportId, run }) => `報告書${reportId}（reports/${run}/report.html）`,
    excluded: ({ exclusion: { what, owner, date, reason } }) =>
      `バックアップ対象外とする決定（${owner}、${date}）：${what} — ${reason}`,
    attested: ({ by: { response, reason, owner, date, evidence } }) =>
      `${response ?? reason}（${owner}、${date}${evidence === undefined ? '' : `、${evidence}`}）`,
  },
  next: {
    run: ({ live }) => (live ? '実行する（本番を変更します。事前に確認があります）' : '実行する'),
    'declare-account': () => 'drills/environments.yamlにAWSアカウントを宣言してから実行する',
    'write-drill': (next) => {
      switch (next.for) {
        case 'restore':
          return 'drills/に復元の演習を作成する';
        case 'root-recovery':
          return 'drills/にルートユーザー復旧の演習を作成する';
        default:
          return `drills/にscenario.kindが${next.for}の演習を作成する`;
      }
    },
    mend: () => '未達の内容を確認して是正し、再実行する',
    'mend-account': ({ account }) => `アカウント${account}を是正し、再度確認する`,
    attest: () => '担当者が申告を記載する',
    review: () => '内容を見直し、改めて記載する',
    'mend-attested': () => '是正してから記載を改める',
    shorten: () => 'RTOを短縮する',
  },
};
