import type { Ms } from '../core/ports.ts';
import type { Words } from './words.ts';

const SECOND: Ms = 1000;
const MINUTE: Ms = 60 * SECOND;
const HOUR: Ms = 60 * MINUTE;
const DAY: Ms = 24 * HOUR;

/** Distances between two ticks that people count in. */
const STEPS: readonly Ms[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28].map((count) => count * DAY),
];

export interface Tick {
  readonly ms: Ms;
  readonly label: string;
}

/** Round ticks between two offsets, at most `most` of them. */
export function axisTicks(startMs: Ms, endMs: Ms, words: Words, most = 8): Tick[] {
  const span = endMs - startMs;
  if (!(span > 0)) return [{ ms: startMs, label: tickLabel(startMs, SECOND, words) }];
  const step = STEPS.find((one) => span / one <= most) ?? Math.ceil(span / most / DAY) * DAY;
  const ticks: Tick[] = [];
  for (let ms = Math.ceil(startMs / step) * step; ms <= endMs; ms += step) {
    ticks.push({ ms: ms === 0 ? 0 : ms, label: tickLabel(ms, step, words) });
  }
  return ticks;
}

/** `0`, `20 min`, `1 h 30`, `2.5 s`: no digit more than the step needs. */
function tickLabel(ms: Ms, step: Ms, words: Words): string {
  if (ms === 0) return '0';
  const size = Math.abs(ms);
  return `${ms < 0 ? '−' : ''}${lengthLabel(size, step, words)}`;
}

function lengthLabel(size: Ms, step: Ms, { tick, duration }: Words): string {
  if (step >= DAY) return tick.days(size / DAY);
  if (size >= HOUR && step >= MINUTE) {
    const minutes = Math.round((size % HOUR) / MINUTE);
    const hours = Math.floor(size / HOUR);
    return minutes === 0
      ? tick.hours(hours)
      : tick.hoursAndMinutes(hours, String(minutes).padStart(2, '0'));
  }
  if (step >= MINUTE) return tick.minutes(size / MINUTE);
  if (size < MINUTE && size >= SECOND) return tick.seconds(size / SECOND);
  return duration(size);
}
