import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../src/core/schedule.ts';
import { issuesIn, parse, VALID } from './support.ts';

const QUARTERLY = `every: quarter
on: first business day
at: "10:00"
zone: Asia/Tokyo
`;

/** The valid drill with a schedule at its end, whose first line is 39. */
function withSchedule(lines: string): string {
  const block = lines.trimEnd().replaceAll(/^/gm, '  ');
  return `${VALID}schedule:\n${block}\n`;
}

function scheduleOf(lines: string): Schedule {
  const { schedule } = parse(withSchedule(lines)).drill;
  if (!schedule) throw new Error('the drill has no schedule');
  return schedule;
}

function complaints(lines: string): string[] {
  return issuesIn(withSchedule(lines)).map(
    ({ line, column, code, path, message, hint }) =>
      `${line}:${column} ${code} ${path} ${message} ${hint ?? ''}`,
  );
}

describe('a schedule', () => {
  test('gets its defaults', () => {
    expect(scheduleOf(QUARTERLY)).toEqual({
      rule: {
        kind: 'period',
        every: 'quarter',
        starting: 1,
        on: { kind: 'business-day', nth: 1 },
        at: '10:00',
      },
      zone: 'Asia/Tokyo',
      businessDays: { holidays: ['public'], closed: [] },
      blackouts: [],
      graceMs: 14 * 86_400_000,
      remindMs: [],
      jitterMs: 0,
      catchUp: 1,
    });
  });

  test('keeps what it says', () => {
    const all = `${QUARTERLY}starting: February
calendar: JP
holidays: [public, bank]
closed: [12-29 to 01-03, 2027-05-06]
blackout:
  - dates: 2026-12-20 to 2027-01-05
    reason: Change freeze
since: 2026-12-01
grace: 10d
remind: [1d, 7d, 1d]
jitter: 15m
catch-up: all
catch-up-limit: 3
`;
    expect(scheduleOf(all)).toMatchObject({
      rule: { starting: 2 },
      businessDays: {
        calendar: 'JP',
        holidays: ['public', 'bank'],
        closed: [
          { from: '12-29', to: '01-03' },
          { from: '2027-05-06', to: '2027-05-06' },
        ],
      },
      blackouts: [{ from: '2026-12-20', to: '2027-01-05', reason: 'Change freeze' }],
      graceMs: 864_000_000,
      remindMs: [604_800_000, 86_400_000],
      jitterMs: 900_000,
      catchUp: 3,
      since: '2026-12-01',
    });
  });

  test('may be a cron pattern', () => {
    const { rule, graceMs } = scheduleOf('cron: 0 10 * * 1\nzone: UTC\n');
    expect(rule).toEqual({ kind: 'cron', cron: '0 10 * * 1' });
    expect(graceMs).toBe(86_400_000);
  });

  test.each([
    ['first business day', { kind: 'business-day', nth: 1 }],
    ['Last Business Day', { kind: 'business-day', nth: 'last' }],
    ['3rd business day', { kind: 'business-day', nth: 3 }],
    ['2nd Tuesday', { kind: 'weekday', nth: 2, weekday: 2 }],
    ['second tuesday', { kind: 'weekday', nth: 2, weekday: 2 }],
    ['last Friday', { kind: 'weekday', nth: 'last', weekday: 5 }],
    ['day 15', { kind: 'day', nth: 15 }],
    ['last day', { kind: 'day', nth: 'last' }],
  ])('understands on: %s', (words, on) => {
    expect(scheduleOf(QUARTERLY.replace('first business day', words)).rule).toMatchObject({ on });
  });

  test('understands a weekday of a week, and a date of a year', () => {
    const weekly = QUARTERLY.replace('quarter', 'week').replace('first business day', 'Monday');
    expect(scheduleOf(weekly).rule).toMatchObject({ on: { kind: 'weekday', nth: 1, weekday: 1 } });
    const yearly = QUARTERLY.replace('quarter', 'year').replace(
      'first business day',
      '29 February',
    );
    expect(scheduleOf(yearly).rule).toMatchObject({ on: { kind: 'date', month: 2, day: 29 } });
  });

  test('takes a zone as it is written but for its case, and a short time', () => {
    expect(scheduleOf(QUARTERLY.replace('Asia/Tokyo', 'asia/tokyo')).zone).toBe('Asia/Tokyo');
    expect(scheduleOf(QUARTERLY.replace('Asia/Tokyo', 'Asia/Kolkata')).zone).toBe('Asia/Kolkata');
    expect(scheduleOf(QUARTERLY.replace('"10:00"', '9:05')).rule).toMatchObject({ at: '09:05' });
  });
});

/** What somebody writes in the place of something in the quarterly schedule, and what is said about it. */
const MISTAKES: Readonly<Record<string, readonly [from: string, to: string, said: string]>> = {
  'a zone that does not exist': [
    'Asia/Tokyo',
    'Asia/Tokio',
    '42:9 ZONE_UNKNOWN schedule.zone There is no time zone "Asia/Tokio". Did you mean "Asia/Tokyo"?',
  ],
  'an abbreviation of a zone': [
    'Asia/Tokyo',
    'EST',
    '42:9 ZONE_AMBIGUOUS schedule.zone "EST" does not say whose summer time counts.',
  ],
  'an offset in the place of a zone': ['Asia/Tokyo', '+09:00', '42:9 ZONE_UNKNOWN schedule.zone'],
  'no zone': ['zone: Asia/Tokyo\n', '', '38:1 KEY_MISSING schedule.zone is missing.'],
  'no time': ['at: "10:00"\n', '', '38:1 KEY_MISSING schedule.at is missing. Add e.g. at: "10:00"'],
  'a misspelt key, and not that it is missing': [
    'every:',
    'evry:',
    '39:3 KEY_UNKNOWN schedule.evry is not a key that is known here. Did you mean "every"?',
  ],
  'an hour that does not exist': ['10:00', '24:00', '41:7 TIME_INVALID schedule.at "24:00" is not'],
  'a word for often that is not known': [
    'quarter',
    'quater',
    '39:10 VALUE_UNKNOWN schedule.every "quater" is not one of the words that are known here. Did you mean "quarter"?',
  ],
  'a day in other words': [
    'first business day',
    'first weekday',
    '40:7 DAY_UNKNOWN schedule.on "first weekday" does not say which day. Did you mean "first business day"?',
  ],
  'a misspelt weekday': ['first business day', '2nd Tusday', 'Did you mean "2nd Tuesday"?'],
  'a weekday without its number': [
    'first business day',
    'Monday',
    '40:7 DAY_AMBIGUOUS schedule.on does not say which Monday of the quarter. Write first Monday,',
  ],
  'a date in a quarter': ['first business day', '15 March', '40:7 DAY_IMPOSSIBLE schedule.on'],
  '31 February': [
    'first business day',
    '31 February',
    '40:7 DATE_INVALID schedule.on February never has a day 31. Its last one is 29 February.',
  ],
  'a day that no period has': [
    'first business day',
    '15th Monday',
    '40:7 DAY_IMPOSSIBLE schedule.on asks for number 15, and a quarter has at most 14 of a weekday.',
  ],
  'an empty span': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\nclosed: [2027-01-05 to 2026-12-20]\n',
    '43:12 SPAN_EMPTY schedule.closed[0] "2027-01-05 to 2026-12-20" ends before it begins, so no day is in it.',
  ],
  'a day that no year has': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\nclosed: [02-30]\n',
    '43:12 DATE_INVALID schedule.closed[0] "02-30" is not a day.',
  ],
  'a span with one year': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\nclosed: [12-20 to 2027-01-05]\n',
    '43:12 SPAN_MIXED schedule.closed[0]',
  ],
  'a blackout without a reason': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\nblackout:\n  - dates: 12-20 to 01-05\n',
    '44:7 KEY_MISSING schedule.blackout[0].reason is missing.',
  ],
  'blackouts that cover everything': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\nblackout:\n  - { dates: 01-01 to 06-30, reason: One }\n  - { dates: 07-01 to 12-31, reason: Two }\n',
    '43:3 BLACKOUT_TOTAL schedule.blackout covers every day of the year, so there would be no rehearsal ever.',
  ],
  'closed days that are all days': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\nclosed: [03-02 to 03-01]\n',
    '43:3 CLOSED_TOTAL schedule.closed',
  ],
  'cron beside every': [
    'at: "10:00"',
    'cron: 0 10 * * 1',
    '39:3 SCHEDULE_AMBIGUOUS schedule.every stands beside cron; only one of them can say when.',
  ],
  'holidays of nobody': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\nholidays: [bank]\n',
    '43:3 KEY_MISPLACED schedule.holidays means nothing without calendar: nobody says whose holidays.',
  ],
  'a first month of a week': [
    'every: quarter\non: first business day',
    'every: week\non: Monday\nstarting: May',
    '41:3 KEY_MISPLACED schedule.starting means nothing with every: week.',
  ],
  'a calendar in lower case': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\ncalendar: japan\n',
    '43:13 VALUE_INVALID schedule.calendar "japan" is not a country or a part of one.',
  ],
  'a jitter that is longer than the grace': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\ngrace: 1h\njitter: 2h\n',
    '44:11 JITTER_TOO_LONG schedule.jitter is longer than the grace of 1 h',
  ],
  'a limit that nothing uses': [
    'zone: Asia/Tokyo\n',
    'zone: Asia/Tokyo\ncatch-up-limit: 3\n',
    '43:3 KEY_MISPLACED schedule.catch-up-limit means nothing without catch-up: all.',
  ],
};

test.each(Object.entries(MISTAKES))('%s is told at its place', (_, [from, to, said]) => {
  expect(QUARTERLY).toContain(from);
  const [first = ''] = complaints(QUARTERLY.replace(from, to));
  expect(first).toContain(said);
});

test('somebody who takes part may have an address for invitations', () => {
  const people = (email: string) =>
    `${VALID}people:\n  participants:\n    - { name: On call, roles: [operator], identities: [oncall], email: "${email}" }\n`;
  expect(parse(people('oncall@shop.example')).drill.people?.participants[0]?.email).toBe(
    'oncall@shop.example',
  );
  expect(issuesIn(people('on call'))[0]).toMatchObject({
    code: 'VALUE_INVALID',
    path: 'people.participants[0].email',
  });
});
