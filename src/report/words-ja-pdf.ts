import type { PDF_ENGLISH } from './words-pdf.ts';

/** The words that only the printed report needs, in Japanese. */
export const PDF_JAPANESE: typeof PDF_ENGLISH = {
  looks: '手順と操作ごとにまとめています。時刻とリクエストIDは最初と最後のものです。',
  more: (count) => `ほか${count}件`,
  longest: (shown, all) =>
    `全${all}手順のうち、時間の長い${shown}手順です。すべての手順は次の表にあります。`,
  name: '氏名',
  role: '役割',
  date: '日付',
  comment: 'コメントと署名',
};
