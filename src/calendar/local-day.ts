import { tz } from '@date-fns/tz/tz';
import { addMonths as addMonthsTo } from 'date-fns/addMonths';
import type { Ms } from '../core/ports.ts';
import type { LocalDate, Weekday } from '../core/schedule.ts';
import { MONTHS, WEEKDAYS } from '../core/schedule.ts';

/** Days are counted in UTC, where each has 24 hours; no zone of the machine gets a say. */
const UTC = { in: tz('UTC') };
const DAY_MS: Ms = 86_400_000;

export function addDays(day: LocalDate, days: number): LocalDate {
  return toDay(new Date(Date.parse(day) + days * DAY_MS));
}

/** For days that every month has; others end with the month. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  return toDay(addMonthsTo(new Date(Date.parse(day)), months, UTC));
}

export function weekdayOf(day: LocalDate): Weekday {
  return (new Date(Date.parse(day)).getUTCDay() || 7) as Weekday;
}

/** `YYYY-MM-DD`; a day of the month that there is not comes out as one of the next month. */
export function dayOf(year: number, month: number, day: number): LocalDate {
  return toDay(new Date(Date.UTC(year, month - 1, day)));
}

export function yearOf(day: LocalDate): number {
  return Number(day.slice(0, 4));
}

/** From 1. */
export function monthOf(day: LocalDate): number {
  return Number(day.slice(5, 7));
}

/** `Mon 4 Jan 2027` */
export function formatDay(day: LocalDate): string {
  const weekday = WEEKDAYS[weekdayOf(day) - 1]?.slice(0, 3);
  const month = MONTHS[monthOf(day) - 1]?.slice(0, 3);
  return `${weekday} ${Number(day.slice(8))} ${month} ${day.slice(0, 4)}`;
}

function toDay(date: Date): LocalDate {
  return date.toISOString().slice(0, 10);
}
