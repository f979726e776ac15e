import type { DayRule, LocalDate, Nth, PeriodRule } from '../core/schedule.ts';
import { MONTHS, WEEKDAYS } from '../core/schedule.ts';
import type { ClosedBecause } from './business-days.ts';
import { addDays, dayOf, formatDay, weekdayOf, yearOf } from './local-day.ts';
import { namePeriod, type Period } from './period.ts';

/** The day of a period on which its rehearsal is, with what one may wonder about. */
export interface PickedDay {
  readonly day: LocalDate;
  readonly notes: readonly string[];
}

/**
 * The day that a rule means in a period. Where the period is too short for it, the last day of its kind: a rehearsal is
 * not left out because February is short.
 * @returns `undefined` when the rule wants a business day and the period has none
 */
export function pickDay(
  rule: DayRule,
  period: Period,
  closedBecause: ClosedBecause,
): PickedDay | undefined {
  const last = addDays(period.next, -1);
  switch (rule.kind) {
    case 'day': {
      const day = rule.nth === 'last' ? last : addDays(period.from, rule.nth - 1);
      return day <= last
        ? { day, notes: [] }
        : { day: last, notes: [`${namePeriod(period)} has no ${describeDay(rule)}: its last day`] };
    }
    case 'weekday': {
      const first = addDays(period.from, (rule.weekday - weekdayOf(period.from) + 7) % 7);
      const final = addDays(last, -((weekdayOf(last) - rule.weekday + 7) % 7));
      const day = rule.nth === 'last' ? final : addDays(first, 7 * (rule.nth - 1));
      return day <= final
        ? { day, notes: [] }
        : {
            day: final,
            notes: [`${namePeriod(period)} has no ${describeDay(rule)}: its last one`],
          };
    }
    case 'business-day':
      return pickBusinessDay(rule.nth, period, closedBecause);
    case 'date':
      return pickDate(rule, period);
  }
}

/** What the rule says, as one would: `first business day`, `2nd Tuesday`, `day 15`, `15 March`. */
export function describeDay(rule: DayRule, every?: PeriodRule['every']): string {
  switch (rule.kind) {
    case 'day':
      return rule.nth === 'last' ? 'last day' : `day ${rule.nth}`;
    case 'weekday': {
      const name = WEEKDAYS[rule.weekday - 1] ?? '';
      return every === 'week' ? name : `${ordinal(rule.nth)} ${name}`;
    }
    case 'business-day':
      return `${ordinal(rule.nth)} business day`;
    case 'date':
      return `${rule.day} ${MONTHS[rule.month - 1]}`;
  }
}

function ordinal(nth: Nth): string {
  if (nth === 'last') return 'last';
  if (nth === 1) return 'first';
  const ending =
    nth % 100 >= 11 && nth % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][nth % 10] ?? 'th');
  return `${nth}${ending}`;
}

function pickBusinessDay(
  nth: Nth,
  period: Period,
  closedBecause: ClosedBecause,
): PickedDay | undefined {
  const passed: LocalDate[] = [];
  const toEnd = nth === 'last';
  let found: LocalDate | undefined;
  let left = toEnd ? 1 : nth;
  let day = toEnd ? addDays(period.next, -1) : period.from;
  const isIn = () => period.from <= day && day < period.next;
  for (; isIn() && left > 0; day = addDays(day, toEnd ? -1 : 1)) {
    if (closedBecause(day) !== undefined) {
      passed.push(day);
      continue;
    }
    found = day;
    left -= 1;
  }
  if (found === undefined) return undefined;
  const short = `${namePeriod(period)} has no ${ordinal(nth)} business day: its last one`;
  const closed = tellClosed(passed, closedBecause);
  return { day: found, notes: [...(left > 0 ? [short] : []), ...(closed ? [closed] : [])] };
}

/** More holidays than this explain nothing any more. */
const MOST_TOLD = 6;

/** Which days were passed over, and why: `not Fri 1 Jan 2027 (New Year's Day), nor a weekend`. */
function tellClosed(days: readonly LocalDate[], closedBecause: ClosedBecause): string | undefined {
  const named = days.toSorted().flatMap((day) => {
    const why = closedBecause(day);
    return typeof why === 'object' ? [`${formatDay(day)} (${why.reason})`] : [];
  });
  if (named.length === 0) return undefined;
  const more = named.length > MOST_TOLD ? [`${named.length - MOST_TOLD} more`] : [];
  return `no business days: ${[...named.slice(0, MOST_TOLD), ...more].join(', ')}`;
}

function pickDate(rule: Extract<DayRule, { kind: 'date' }>, period: Period): PickedDay {
  const here = yearOf(period.from);
  const inYear = (year: number) => dayOf(year, rule.month, rule.day);
  const year = inYear(here) >= period.from ? here : here + 1;
  const day = inYear(year);
  if (day.slice(5) === `${two(rule.month)}-${two(rule.day)}`) return { day, notes: [] };
  const before = addDays(dayOf(year, rule.month + 1, 1), -1);
  return { day: before, notes: [`${year} has no ${describeDay(rule)}: the day before`] };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
