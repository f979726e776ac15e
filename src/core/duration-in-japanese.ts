import { formatDuration } from './duration.ts';
import type { Ms } from './ports.ts';

const UNITS: { readonly [unit: string]: string } = {
  ms: 'ミリ秒',
  s: '秒',
  min: '分',
  h: '時間',
  d: '日',
};

/** `4時間`, `3時間07分`: what `formatDuration` says, with its units in Japanese. */
export function durationInJapanese(ms: Ms): string {
  return formatDuration(ms).replace(
    / ?(ms|min|s|h|d)\b ?/g,
    (_, unit: string) => UNITS[unit] ?? unit,
  );
}
