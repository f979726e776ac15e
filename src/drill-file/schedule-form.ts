import type * as z from 'zod';
import { CADENCES, HOLIDAY_TYPES, MONTHS } from '../core/schedule.ts';
import { calendarCode, date, dateSpan, timeOfDay, zone } from './calendar-fields.ts';
import { dayRuleField } from './day-rule-field.ts';
import { list, mapping } from './fields.ts';
import { choice, text, wholeNumber } from './plain-fields.ts';
import { duration } from './time-fields.ts';

/** What to do about occurrences that nothing was there to start. */
const CATCH_UPS = ['latest', 'all', 'none'] as const;

const blackoutForm = mapping('Days on which no rehearsal begins, such as a change freeze.', {
  dates: dateSpan('The days, first and last one included; without a year, of every year.'),
  reason: text('Why; is shown wherever it moves a rehearsal.', ['Year-end change freeze']),
});

/** When a drill is rehearsed. */
export const scheduleForm = mapping(
  'When the drill is rehearsed: every/on/at, or cron; in the local time of a zone.',
  {
    every: choice('How often: once in each of these.', CADENCES).optional(),
    on: dayRuleField.optional(),
    at: timeOfDay('Local time of the day.').optional(),
    starting: choice(
      'Month in which the first quarter, half-year or year begins. Default: January.',
      MONTHS,
    ).optional(),
    cron: text(
      'Instead of every, on and at: minute, hour, day of month, month, day of week; in local time.',
      ['0 10 * * 1'],
    ).optional(),
    zone: zone('Time zone of all times and days here.'),
    calendar: calendarCode(
      'Whose holidays are no business days: a country, or a part of one. Default: only Saturdays and Sundays are none.',
    ).optional(),
    holidays: list(
      'Which kinds of holidays are no business days. Default: [public]. In Japan, 31 December, 2 and 3 January are bank holidays.',
      choice('A kind of holiday.', HOLIDAY_TYPES),
      'Leave it out for public holidays.',
    ).optional(),
    closed: list(
      'Days on which the company is closed: no business days either.',
      dateSpan('A day or days; without a year, of every year.'),
      'Leave it out where there are none.',
    ).optional(),
    blackout: list(
      'Days on which no rehearsal begins. It moves to the next business day after them, and is left out where that is in the next period.',
      blackoutForm,
      'Leave it out where there are none.',
    ).optional(),
    since: date(
      'The schedule is in force from this day on; what was before it is not missed.',
    ).optional(),
    grace: duration(
      'How late a rehearsal may be before it is overdue. Default: 2d of a week, 7d of a month, 14d of a quarter, 30d of a half-year or year, 1d with cron.',
      ['14d'],
    ).optional(),
    remind: list(
      'How long before it people are reminded.',
      duration('Time before the rehearsal.', ['7d', '1d']),
      'Leave it out for no reminder.',
    ).optional(),
    jitter: duration(
      'A scheduled run starts up to this much later, always the same for one occurrence. Default: 0s.',
      ['15m'],
    ).optional(),
    'catch-up': choice(
      'What to do about occurrences that were missed while nothing was there to start them. Default: latest.',
      CATCH_UPS,
    ).optional(),
    'catch-up-limit': wholeNumber(
      'With catch-up: all, how many at most, the newest ones. Default: 5.',
      {
        min: 1,
        max: 100,
      },
    ).optional(),
  },
);

export type ScheduleForm = z.output<typeof scheduleForm>;
