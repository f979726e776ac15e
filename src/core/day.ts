import type { Instant, Ms } from './ports.ts';
import type { LocalDate } from './schedule.ts';

const HOUR: Ms = 3_600_000;
export const DAY: Ms = 24 * HOUR;

/** Whether a day has not begun anywhere on Earth. */
export function isFuture(day: LocalDate, now: Instant): boolean {
  return day > dayOf(Date.parse(now) + 14 * HOUR);
}

/** Whether a day is over everywhere on Earth. */
export function isOver(day: LocalDate, now: Instant): boolean {
  return day < dayOf(Date.parse(now) - 12 * HOUR);
}

/** So many months later; the last day of the month where there is no such day. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** Whole days from an instant until now; 0 for what is newer than now. */
export function ageInDays(at: Instant, now: Instant): number {
  return Math.max(0, Math.floor((Date.parse(now) - Date.parse(at)) / DAY));
}

function dayOf(ms: Ms): LocalDate {
  return new Date(ms).toISOString().slice(0, 10);
}
