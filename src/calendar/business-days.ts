import type { BusinessDays, LocalDate } from '../core/schedule.ts';
import { isInSpan } from './date-span.ts';
import { weekdayOf, yearOf } from './local-day.ts';

/** The holidays of a year: their days, each with its name. Comes from outside, so that rules can be tested without it. */
export type HolidaySource = (year: number) => ReadonlyMap<LocalDate, string>;

export const NO_HOLIDAYS: HolidaySource = () => new Map();

/** Why a day is no business day; `undefined` where it is one. */
export type ClosedBecause = (day: LocalDate) => 'weekend' | { readonly reason: string } | undefined;

/** Saturdays, Sundays, holidays, and the days on which the company is closed. */
export function businessDays({ closed }: BusinessDays, holidays: HolidaySource): ClosedBecause {
  return (day) => {
    // A holiday on a Sunday is told by its name.
    const holiday = holidays(yearOf(day)).get(day);
    if (holiday !== undefined) return { reason: holiday };
    if (closed.some((span) => isInSpan(day, span))) return { reason: 'closed' };
    return weekdayOf(day) >= 6 ? 'weekend' : undefined;
  };
}
