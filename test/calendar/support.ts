import type { HolidaySource } from '../../src/calendar/business-days.ts';
import type { LocalDate, PeriodRule, Schedule } from '../../src/core/schedule.ts';

const QUARTERLY: PeriodRule = {
  kind: 'period',
  every: 'quarter',
  starting: 1,
  on: { kind: 'business-day', nth: 1 },
  at: '10:00',
};

/** A schedule, by what it has of its own: quarterly, on the first business day at 10:00 in Tokyo, without holidays. */
export function scheduleWith(
  rule: Partial<PeriodRule> | { readonly cron: string } = {},
  rest: Partial<Omit<Schedule, 'rule'>> = {},
): Schedule {
  return {
    rule: 'cron' in rule ? { kind: 'cron', cron: rule.cron } : { ...QUARTERLY, ...rule },
    zone: 'Asia/Tokyo',
    businessDays: { holidays: ['public'], closed: [] },
    blackouts: [],
    graceMs: 0,
    remindMs: [],
    jitterMs: 0,
    catchUp: 1,
    ...rest,
  };
}

/** Holidays as given, each with its name. */
export function holidaysOn(days: Readonly<Record<LocalDate, string>>): HolidaySource {
  return (year) =>
    new Map(Object.entries(days).filter(([day]) => day.startsWith(String(year).padStart(4, '0'))));
}
