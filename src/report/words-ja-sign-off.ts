import type { SIGN_OFF_ENGLISH } from './words-sign-off.ts';

/** The words of who stands for a report, in Japanese. */
export const SIGN_OFF_JAPANESE: typeof SIGN_OFF_ENGLISH = {
  title: '署名',
  none: 'この報告書には、まだ誰も署名していません。',
  lead: '実行の終了後に人が行った署名です。順に並べ、最後のものを有効とします。',
  name: '氏名',
  role: '署名の立場',
  decision: '判断',
  knownAs: '本人識別',
  when: '時刻',
  part: '実行への関与',
  comment: 'コメント',
  decided: {
    accepted: '承認',
    'accepted-with-conditions': '条件付き承認',
    rejected: '却下',
  },
  tookPart: {
    'not-known': '確認されていない',
    too: '他の者とともに関与',
    alone: '単独で実行を担当（独立した署名ではない）',
  },
  ofReport: (report) => `対象の報告書：${report}`,
  byKey: (key) => `署名鍵：${key}`,
  notIndependent: '独立性なし',
  notYet: '署名はまだありません。',
  signed: (decision, who, when) => `署名済み：${decision}、${who}、${when}。`,
  alone: '署名者は単独で実行を担当しました。',
};
