import { durationInJapanese } from '../core/duration-in-japanese.ts';
import type { NoticeWords } from './notice-words.ts';

const RESULT = { met: '達成', missed: '未達', unproven: '未立証' } as const;

const ENDED = { ...RESULT, tabletop: '机上演習終了', failed: '失敗', aborted: '中止' } as const;

/** Notices of drills whose reports are in Japanese. */
export const NOTICES_IN_JAPANESE: NoticeWords = {
  started: (title, live) => `${title}：${live ? '本番実行' : 'リハーサル'}を開始しました`,
  where: (environment, rtoMs) => `環境 ${environment}、RTO ${durationInJapanese(rtoMs)}。`,
  toFollowUp: (count) => `過去の実行からの是正事項が${count}件残っています。`,
  needsYou: (title, what) => `${title}：対応が必要です。${what}`,
  until: (deadline) => `期限は${deadline}です。`,
  step: (id) => `（手順 ${id}）`,
  paused: '実行が一時停止しています',
  goesOn: '原因が解消されると、自動的に再開します。',
  atRisk: (title) => `${title}：RTOを超過するおそれがあります`,
  used: (elapsedMs, rtoMs) =>
    `${durationInJapanese(rtoMs)}のうち${durationInJapanese(elapsedMs)}が経過しましたが、サービスはまだ復旧していません。`,
  usual: ({ p50Ms, p90Ms }) => {
    const spread = p90Ms > p50Ms ? `±${durationInJapanese(p90Ms - p50Ms)}` : '';
    return `通常の所要時間は${durationInJapanese(p50Ms)}${spread}です。`;
  },
  ended: (title, how) => `${title}：${ENDED[how]}`,
  sandbox: 'サンドボックスでの実行のため、証跡にはなりません。',
  measure: ({ actualMs, objectiveMs, result }) =>
    `${actualMs === undefined ? '計測なし' : durationInJapanese(actualMs)}、目標 ${durationInJapanese(objectiveMs)}（${RESULT[result]}）`,
  notApplicable: '対象外',
  overdue: (title) => `${title}：リハーサルの期限を過ぎています`,
  wanted: (environment, moment, lateMs) =>
    `環境 ${environment} での予定は ${moment} で、${durationInJapanese(lateMs)}過ぎています。`,
  lastRehearsal: (run) => `前回のリハーサルは ${run} です。`,
  neverRehearsed: 'この環境でのリハーサルはまだ行われていません。',
};
