import { KunrenError } from '../core/failure.ts';
import type { Instant } from '../core/ports.ts';
import type { Schedule } from '../core/schedule.ts';
import { type HolidaySource, NO_HOLIDAYS } from './business-days.ts';
import { readCron } from './cron-times.ts';
import { loadHolidays } from './holidays.ts';
import { occurrences } from './occurrences.ts';

/** What is wrong with a schedule that only its meaning tells; `path` leads into the drill's file. */
export interface ScheduleProblem {
  readonly path: readonly string[];
  readonly at?: 'key' | 'value';
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** A schedule with its holidays at hand, or what is wrong with it. */
export type CheckedSchedule =
  | { readonly holidays: HolidaySource; readonly problems: readonly [] }
  | { readonly problems: readonly [ScheduleProblem, ...ScheduleProblem[]] };

/** Judges what takes a calendar to judge, and gets the holidays. */
export async function checkSchedule(schedule: Schedule, now: Instant): Promise<CheckedSchedule> {
  const cron = schedule.rule.kind === 'cron' ? judgeCron(schedule.rule.cron) : undefined;
  const calendar = await findCalendar(schedule);
  const [first, ...rest] = [cron, calendar.problem].filter((problem) => problem !== undefined);
  if (first) return { problems: [first, ...rest] };
  const { holidays = NO_HOLIDAYS } = calendar;
  const [next] = occurrences(schedule, now, 1, holidays);
  return next ? { holidays, problems: [] } : { problems: [NEVER] };
}

const NEVER: ScheduleProblem = {
  path: ['schedule'],
  at: 'key',
  code: 'SCHEDULE_NEVER',
  message: 'has no day in the next ten years.',
  hint: 'Look at blackout, closed and cron: together they leave none.',
};

function judgeCron(pattern: string): ScheduleProblem | undefined {
  const path = ['schedule', 'cron'];
  try {
    const cron = readCron(pattern);
    if (cron.nextRun(new Date('2028-01-01T00:00:00Z'))) return undefined;
    const hint = 'Look at the day and the month: no month has 32 days, and February at most 29.';
    return { path, code: 'CRON_NEVER', message: 'matches no day that there is.', hint };
  } catch (error) {
    const words = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : '';
    return {
      path,
      code: 'CRON_INVALID',
      message: `is not a cron pattern: ${words.replace(/\.$/, '')}.`,
      hint: 'Write five fields: minute, hour, day of month, month, day of week, e.g. "0 10 * * 1".',
    };
  }
}

async function findCalendar({
  businessDays,
}: Schedule): Promise<{ holidays?: HolidaySource; problem?: ScheduleProblem }> {
  try {
    return { holidays: await loadHolidays(businessDays) };
  } catch (error) {
    if (!(error instanceof KunrenError) || error.code !== 'CALENDAR_UNKNOWN') throw error;
    const { code, message, details } = error.failure;
    const parts = Array.isArray(details?.['parts']) ? details['parts'] : [];
    const hint =
      parts.length > 0
        ? `Known are: ${parts.join(', ')}.`
        : 'Write the code of a country, e.g. JP, US or GB, or of a part of one, e.g. US-CA.';
    return { problem: { path: ['schedule', 'calendar'], code, message, hint } };
  }
}
