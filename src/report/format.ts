import type { Instant, Ms } from '../core/ports.ts';
import type { Words } from './words.ts';

const MINUTE: Ms = 60_000;

/** `2026-11-24 01:00:12 UTC`, from the instant alone: no locale, no time zone of the machine. */
export function utc(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}

/** `01:00:12.345`; with its date when that is not the day of `base`. */
export function timeOfDay(instant: Instant, base: Instant): string {
  const time = instant.slice(11, 23).replace('Z', '');
  const date = instant.slice(0, 10);
  return date === base.slice(0, 10) ? time : `${date} ${time}`;
}

/** `2026-11-24 10:00:12 UTC+09:00`: the instant on the operator's wall clock. */
export function localTime(instant: Instant, utcOffset: number): string {
  const local = new Date(Date.parse(instant) + utcOffset * MINUTE).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${zone(utcOffset)}`;
}

function zone(utcOffset: number): string {
  const minutes = Math.abs(utcOffset);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `UTC${utcOffset < 0 ? '−' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

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
