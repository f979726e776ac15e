import type { Ms } from '../core/ports.ts';
import type { Words } from './words.ts';

/** `+12 min 05 s`, `−3.0 s`, `0`. */
export function offsetText(ms: Ms, words: Words): string {
  if (ms === 0) return '0';
  return ms < 0 ? words.duration(ms) : `+${words.duration(ms)}`;
}

/** A share of a whole as `12.34`, for per cent in CSS and SVG; within 0 and 100. */
export function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  if (!(whole > 0) || Number.isNaN(share)) return '0';
  const value = Math.min(100, Math.max(0, share));
  return String(Math.round(value * 1000) / 1000);
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** An amount of data with three digits that count: `120 GB`, `1.65 TB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power]}`;
}
