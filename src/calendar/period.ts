import type { Cadence, LocalDate } from '../core/schedule.ts';
import { MONTHS } from '../core/schedule.ts';
import { addDays, addMonths, dayOf, monthOf, weekdayOf, yearOf } from './local-day.ts';

/** One of the spans of time in each of which a drill is rehearsed once. */
export interface Period {
  readonly every: Cadence;
  readonly from: LocalDate;
  /** The first day that is not in it any more. */
  readonly next: LocalDate;
}

const MONTHS_IN: Readonly<Record<Exclude<Cadence, 'week'>, number>> = {
  month: 1,
  quarter: 3,
  'half-year': 6,
  year: 12,
};

/** The period that a day is in. Weeks begin on Monday. */
export function periodOf(day: LocalDate, every: Cadence, starting: number): Period {
  if (every === 'week') {
    const from = addDays(day, 1 - weekdayOf(day));
    return { every, from, next: addDays(from, 7) };
  }
  const length = MONTHS_IN[every];
  const past = (monthOf(day) - starting + 12) % length;
  const from = addMonths(dayOf(yearOf(day), monthOf(day), 1), -past);
  return { every, from, next: addMonths(from, length) };
}

/** `January to March 2027`, `February 2027`, `the week of 4 January 2027` */
export function namePeriod({ every, from, next }: Period): string {
  if (every === 'week') return `the week of ${Number(from.slice(8))} ${monthAndYear(from)}`;
  const last = addDays(next, -1);
  if (every === 'month') return monthAndYear(from);
  if (yearOf(from) !== yearOf(last)) return `${monthAndYear(from)} to ${monthAndYear(last)}`;
  return every === 'year' ? String(yearOf(from)) : `${month(from)} to ${monthAndYear(last)}`;
}

function monthAndYear(day: LocalDate): string {
  return `${month(day)} ${yearOf(day)}`;
}

function month(day: LocalDate): string {
  return MONTHS[monthOf(day) - 1] ?? '';
}
