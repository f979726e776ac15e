import { formatDuration, parseDuration } from '../core/duration.ts';
import { CADENCES, type Cadence, type DateSpan, type DayRule } from '../core/schedule.ts';
import { dateSpan } from './calendar-fields.ts';
import { dayRuleField } from './day-rule-field.ts';
import type { Path, Problem } from './issue.ts';
import { asMapping } from './show-value.ts';
import { GRACE_MS } from './to-schedule.ts';

type Raw = { readonly [key: string]: unknown };

const HERE: Path = ['schedule'];

/** Rules about keys of a schedule that must fit each other; they look at the data as it stands in the file. */
export function judgeSchedule(raw: unknown): Problem[] {
  const schedule = asMapping(asMapping(raw)?.['schedule']);
  if (!schedule) return [];
  return [
    ...('cron' in schedule ? judgeCron(schedule) : judgePeriods(schedule)),
    ...judgeMisplaced(schedule),
    ...judgeEveryDay(schedule),
    ...judgeJitter(schedule),
  ];
}

/** Cron says by itself how often, on which day and when. */
function judgeCron(schedule: Raw): Problem[] {
  return ['every', 'on', 'at', 'starting']
    .filter((key) => key in schedule)
    .map((key) => ({
      path: [...HERE, key],
      at: 'key',
      code: 'SCHEDULE_AMBIGUOUS',
      message: 'stands beside cron; only one of them can say when.',
      hint: 'Remove cron, or remove every, on, at and starting.',
    }));
}

const EXAMPLES = { every: 'quarter', on: 'first business day', at: '"10:00"' } as const;

function judgePeriods(schedule: Raw): Problem[] {
  const missing = Object.entries(EXAMPLES)
    .filter(([key]) => !(key in schedule))
    .map(([key, example]) => ({
      path: [...HERE, key],
      code: 'KEY_MISSING',
      message: `is missing. Add e.g. ${key}: ${example}, or say it all by cron: "0 10 * * 1".`,
    }));
  const every = CADENCES.find((cadence) => cadence === schedule['every']);
  const on = dayRuleField.safeParse(schedule['on']);
  return [...missing, ...(every && on.success ? judgeDay(every, on.data, schedule) : [])];
}

/** The most that a period of a kind can have. */
const MOST: {
  readonly [kind in 'day' | 'weekday' | 'business-day']: Readonly<Record<Cadence, number>>;
} = {
  day: { week: 7, month: 31, quarter: 92, 'half-year': 184, year: 366 },
  weekday: { week: 1, month: 5, quarter: 14, 'half-year': 27, year: 53 },
  'business-day': { week: 5, month: 23, quarter: 66, 'half-year': 132, year: 262 },
};

const PLURALS = { day: 'days', weekday: 'of a weekday', 'business-day': 'business days' } as const;

function judgeDay(every: Cadence, on: DayRule, schedule: Raw): Problem[] {
  const path = [...HERE, 'on'];
  if (on.kind === 'date') {
    return every === 'year'
      ? []
      : [
          {
            path,
            code: 'DAY_IMPOSSIBLE',
            message: `is a date, which a ${every} does not have.`,
            hint: 'Write every: year, or a day of the period such as day 15.',
          },
        ];
  }
  const isBare = /^\s*[a-z]+\s*$/i.test(String(schedule['on']));
  if (on.kind === 'weekday' && isBare && every !== 'week') {
    const word = String(schedule['on']).trim();
    return [
      {
        path,
        code: 'DAY_AMBIGUOUS',
        message: `does not say which ${word} of the ${every}.`,
        hint: `Write first ${word}, 2nd ${word} or last ${word}.`,
      },
    ];
  }
  const most = MOST[on.kind][every];
  if (on.nth === 'last' || on.nth <= most) return [];
  return [
    {
      path,
      code: 'DAY_IMPOSSIBLE',
      message: `asks for number ${on.nth}, and a ${every} has at most ${most} ${PLURALS[on.kind]}.`,
      hint: `Write a number up to ${most}, or last.`,
    },
  ];
}

function judgeMisplaced(schedule: Raw): Problem[] {
  const useless = [
    {
      key: 'starting',
      is: schedule['every'] === 'week' || schedule['every'] === 'month',
      message: `means nothing with every: ${schedule['every']}.`,
    },
    {
      key: 'holidays',
      is: !('calendar' in schedule),
      message: 'means nothing without calendar: nobody says whose holidays.',
    },
    {
      key: 'catch-up-limit',
      is: schedule['catch-up'] !== 'all',
      message: 'means nothing without catch-up: all.',
    },
  ];
  return useless
    .filter(({ key, is }) => is && key in schedule)
    .map(({ key, message }) => ({
      path: [...HERE, key],
      at: 'key',
      code: 'KEY_MISPLACED',
      message,
      hint: key === 'holidays' ? 'Add e.g. calendar: JP.' : 'Remove it.',
    }));
}

const spanField = dateSpan('');

function spansOf(list: unknown, textOf: (item: unknown) => unknown): DateSpan[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const read = spanField.safeParse(textOf(item));
    return read.success ? [read.data] : [];
  });
}

/** Days that come back every year can leave no day at all. */
function judgeEveryDay(schedule: Raw): Problem[] {
  const blackouts = spansOf(schedule['blackout'], (item) => asMapping(item)?.['dates']);
  const closed = spansOf(schedule['closed'], (item) => item);
  return [
    ...(coverAll(blackouts)
      ? [
          {
            path: [...HERE, 'blackout'],
            at: 'key' as const,
            code: 'BLACKOUT_TOTAL',
            message: 'covers every day of the year, so there would be no rehearsal ever.',
            hint: 'Leave days between them, or remove the schedule.',
          },
        ]
      : []),
    ...(coverAll(closed)
      ? [
          {
            path: [...HERE, 'closed'],
            at: 'key' as const,
            code: 'CLOSED_TOTAL',
            message: 'covers every day of the year, so there would be no business day ever.',
            hint: 'Leave days between them.',
          },
        ]
      : []),
  ];
}

function coverAll(spans: readonly DateSpan[]): boolean {
  const yearly = spans.filter(({ from }) => from.length === 5);
  if (yearly.length === 0) return false;
  // A leap year has every day that any year has.
  for (let day = Date.UTC(2028, 0, 1); day < Date.UTC(2029, 0, 1); day += 86_400_000) {
    const text = new Date(day).toISOString().slice(5, 10);
    const isIn = ({ from, to }: DateSpan) =>
      from <= to ? from <= text && text <= to : text >= from || text <= to;
    if (!yearly.some(isIn)) return false;
  }
  return true;
}

/** A start that is put off must not be overdue for that alone. */
function judgeJitter(schedule: Raw): Problem[] {
  const read = (key: string) => {
    const value = schedule[key];
    return typeof value === 'string' ? parseDuration(value) : undefined;
  };
  const jitter = read('jitter');
  const every = CADENCES.find((cadence) => cadence === schedule['every']);
  const grace = 'grace' in schedule ? read('grace') : GRACE_MS[every ?? 'cron'];
  if (jitter === undefined || grace === undefined || jitter <= grace) return [];
  return [
    {
      path: [...HERE, 'jitter'],
      code: 'JITTER_TOO_LONG',
      message: `is longer than the grace of ${formatDuration(grace)}: a run could be overdue before it starts.`,
      hint: 'Write less, or a longer grace.',
    },
  ];
}
