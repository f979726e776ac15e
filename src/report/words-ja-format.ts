import type { Ms } from '../core/ports.ts';
import type { FORMAT_ENGLISH } from './words-format.ts';

/** How figures and lists are written in Japanese. */
export const FORMAT_JAPANESE: typeof FORMAT_ENGLISH = {
  duration,
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
  aside: (text) => `（${text}）`,
  tick: {
    days: (count) => `${count}日`,
    hours: (count) => `${count}時間`,
    hoursAndMinutes: (hours, minutes) => `${hours}時間${minutes}分`,
    minutes: (count) => `${count}分`,
    seconds: (count) => `${count}秒`,
  },
};

/** `850ミリ秒`, `4.2秒`, `12分05秒`, `3時間07分`, `2日04時間`; rounded where the English ones are. */
function duration(ms: Ms): string {
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms < 1000) return `${Math.round(ms)}ミリ秒`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)}秒`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoUnits(Math.floor(seconds / 60), '分', seconds % 60, '秒');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return twoUnits(Math.floor(minutes / 60), '時間', minutes % 60, '分');
  const hours = Math.round(minutes / 60);
  return twoUnits(Math.floor(hours / 24), '日', hours % 24, '時間');
}

function twoUnits(big: number, unit: string, small: number, smallUnit: string): string {
  return `${big}${unit}${small === 0 ? '' : `${String(small).padStart(2, '0')}${smallUnit}`}`;
}
