import { durationInJapanese } from '../core/duration-in-japanese.ts';
import type { FORMAT_ENGLISH } from './words-format.ts';

/** How figures and lists are written in Japanese. */
export const FORMAT_JAPANESE: typeof FORMAT_ENGLISH = {
  duration: durationInJapanese,
  number: (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ','),
  date: (day) => {
    const [year, month, date] = day.split('-').map(Number);
    return `${year}年${month}月${date}日`;
  },
  timesIn: (zone) => `時刻 UTC（${zone}）`,
  counted: (count, outcome) => `${outcome}${count}件`,
  list: (parts) => parts.join('、'),
  sentence: (phrase) => `${phrase}。`,
  // What is not Japanese, such as a description as it was typed, is set apart.
  sentences: (parts) => parts.join(' ').replace(/(?<=[。：）]) /g, ''),
  clauses: (parts) => parts.join('、'),
  labelled: (label, told) => `${label}：${told}`,
  aside: (text) => `（${text}）`,
  tick: {
    days: (count) => `${count}日`,
    hours: (count) => `${count}時間`,
    hoursAndMinutes: (hours, minutes) => `${hours}時間${minutes}分`,
    minutes: (count) => `${count}分`,
    seconds: (count) => `${count}秒`,
  },
};
