import { expect, test } from 'vitest';
import { describeSchedule } from '../../src/calendar/describe-schedule.ts';
import { scheduleWith } from './support.ts';

test.each([
  [{}, 'every quarter, first business day, 10:00 Asia/Tokyo'],
  [
    { every: 'week', on: { kind: 'weekday', nth: 1, weekday: 1 } },
    'every week, Monday, 10:00 Asia/Tokyo',
  ],
  [
    { every: 'month', on: { kind: 'weekday', nth: 3, weekday: 5 } },
    'every month, 3rd Friday, 10:00 Asia/Tokyo',
  ],
  [
    { every: 'year', on: { kind: 'business-day', nth: 22 } },
    'every year, 22nd business day, 10:00 Asia/Tokyo',
  ],
  [
    { every: 'year', on: { kind: 'business-day', nth: 111 } },
    'every year, 111th business day, 10:00 Asia/Tokyo',
  ],
  [{ cron: '0 10 * * 1' }, 'cron 0 10 * * 1 Asia/Tokyo'],
] as const)('%j is %s', (rule, words) => {
  expect(describeSchedule(scheduleWith(rule))).toBe(words);
});
