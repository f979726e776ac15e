import { expect, test } from 'vitest';
import { loadHolidays } from '../../src/calendar/holidays.ts';
import type { HolidayType } from '../../src/core/schedule.ts';

async function daysOf(
  calendar: string,
  year: number,
  holidays: readonly HolidayType[] = ['public'],
) {
  const source = await loadHolidays({ calendar, holidays, closed: [] });
  return source(year);
}

test('the public holidays of Japan, with substitute days and the day between two', async () => {
  const days = await daysOf('JP', 2026);
  expect([...days.keys()]).toEqual([
    '2026-01-01',
    '2026-01-12',
    '2026-02-11',
    '2026-02-23',
    '2026-03-20',
    '2026-04-29',
    '2026-05-03',
    '2026-05-04',
    '2026-05-05',
    '2026-05-06',
    '2026-07-20',
    '2026-08-11',
    '2026-09-21',
    '2026-09-22',
    '2026-09-23',
    '2026-10-12',
    '2026-11-03',
    '2026-11-23',
  ]);
  expect(days.get('2026-01-01')).toBe("New Year's Day");
});

test('the bank holidays of Japan around New Year count where they are asked for', async () => {
  const days = await daysOf('JP', 2026, ['public', 'bank']);
  expect(['2026-01-02', '2026-01-03', '2026-12-31'].every((day) => days.has(day))).toBe(true);
  expect(days.size).toBe(21);
});

test('a part of a country has holidays of its own', async () => {
  expect((await daysOf('DE', 2027)).has('2027-01-06')).toBe(false);
  expect((await daysOf('DE-BY', 2027)).has('2027-01-06')).toBe(true);
});

test('half a day off is no day off', async () => {
  const days = await daysOf('DE', 2027, ['public', 'bank']);
  expect(days.has('2027-12-24')).toBe(false);
  expect(days.has('2027-12-25')).toBe(true);
});

test('a holiday of several days counts with each of them', async () => {
  // In Turkey the Feast of Sacrifice has four and a half.
  const days = await daysOf('TR', 2027);
  const feast = [...days].filter(([, name]) => /Sacrifice|Adha/i.test(name));
  expect(feast.length).toBeGreaterThan(3);
});

test.each([
  ['XX', 'There is no holiday calendar "XX".'],
  ['JP-13', 'There is no holiday calendar "JP-13". JP is known, without parts of its own.'],
  ['US-ZZ', 'There is no holiday calendar "US-ZZ". US is known.'],
])('%s is not taken for a calendar without holidays', async (calendar, message) => {
  const loading = loadHolidays({ calendar, holidays: ['public'], closed: [] });
  await expect(loading).rejects.toMatchObject({ code: 'CALENDAR_UNKNOWN', message });
});
