import type { Instant, Ms } from './ports.ts';

/** When a drill is rehearsed. Every default is filled in; stands in the journal with the drill. */
export interface Schedule {
  readonly rule: ScheduleRule;
  /** IANA name of the zone in whose local time everything here is meant, e.g. `Asia/Tokyo`. */
  readonly zone: string;
  /** What is no business day beside Saturdays and Sundays. */
  readonly businessDays: BusinessDays;
  /** Days on which no rehearsal may begin. */
  readonly blackouts: readonly Blackout[];
  /** How long after its moment a rehearsal is not yet overdue. */
  readonly graceMs: Ms;
  /** How long before its moment people are reminded; may be empty. */
  readonly remindMs: readonly Ms[];
  /** A scheduled run starts up to this much later, so that not all start at once; 0 for none. */
  readonly jitterMs: Ms;
  /** How many missed occurrences are made up for when nothing could start them: the newest ones, oldest first. */
  readonly catchUp: number;
  /** What is before this day does not count: the schedule was not yet in force. */
  readonly since?: LocalDate;
}

export type ScheduleRule = PeriodRule | CronRule;

/** Once in each period. */
export interface PeriodRule {
  readonly kind: 'period';
  readonly every: Cadence;
  /** The month, 1 to 12, in which the first period of a year begins. Means nothing for weeks and months. */
  readonly starting: number;
  readonly on: DayRule;
  /** Local time, `HH:MM`. */
  readonly at: string;
}

/** Whenever a cron pattern of five fields matches the local time. */
export interface CronRule {
  readonly kind: 'cron';
  readonly cron: string;
}

export const CADENCES = ['week', 'month', 'quarter', 'half-year', 'year'] as const;

export type Cadence = (typeof CADENCES)[number];

/** Which day of a period. Where a period is too short for it, the last one of its kind counts. */
export type DayRule =
  | { readonly kind: 'business-day'; readonly nth: Nth }
  | { readonly kind: 'weekday'; readonly nth: Nth; readonly weekday: Weekday }
  | { readonly kind: 'day'; readonly nth: Nth }
  /** Of a year. */
  | { readonly kind: 'date'; readonly month: number; readonly day: number };

/** From 1, counted from the first day of the period. */
export type Nth = number | 'last';

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface BusinessDays {
  /** Whose holidays count: a country, e.g. `JP`, or a part of one, e.g. `US-CA`. Absent: nobody's. */
  readonly calendar?: string;
  readonly holidays: readonly HolidayType[];
  /** Days on which the company itself is closed. */
  readonly closed: readonly DateSpan[];
}

export const HOLIDAY_TYPES = ['public', 'bank', 'optional', 'school', 'observance'] as const;

export type HolidayType = (typeof HOLIDAY_TYPES)[number];

/** Days from the first to the last one, both included: `YYYY-MM-DD` once, or `MM-DD` every year. */
export interface DateSpan {
  readonly from: string;
  /** Before `from` in a span of every year: it goes on into the next one. */
  readonly to: string;
}

export interface Blackout extends DateSpan {
  readonly reason: string;
}

/** A day without a zone, `YYYY-MM-DD`. */
export type LocalDate = string;

/** One moment at which a schedule wants a rehearsal. */
export interface Occurrence {
  readonly at: Instant;
  /** The same in the schedule's zone, `YYYY-MM-DDTHH:MM`. */
  readonly local: string;
  /** Names it within its schedule, also when a blackout moves it: first day of its period, or what cron says. */
  readonly slot: string;
  /** Why this day, e.g. `first business day of January to March 2027`. */
  readonly why: string;
  /** What made it another day or time than one may expect, each a sentence. */
  readonly notes: readonly string[];
}

/** From Monday on, as a `Weekday` counts them from 1. */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** From January on. */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
