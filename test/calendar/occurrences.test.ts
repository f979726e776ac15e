import { describe, expect, test } from 'vitest';
import { NO_HOLIDAYS } from '../../src/calendar/business-days.ts';
import { loadHolidays } from '../../src/calendar/holidays.ts';
import { occurrences, type Planned, planFrom } from '../../src/calendar/occurrences.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { holidaysOn, scheduleWith } from './support.ts';

const NOVEMBER = '2026-11-30T12:00:00.000Z';

function locals(schedule: Schedule, count: number, from = NOVEMBER, holidays = NO_HOLIDAYS) {
  return occurrences(schedule, from, count, holidays).map(({ local }) => local);
}

function firstOf(schedule: Schedule, from = NOVEMBER, holidays = NO_HOLIDAYS) {
  const [first] = occurrences(schedule, from, 1, holidays);
  if (!first) throw new Error('the schedule has no occurrence');
  return first;
}

function planned(schedule: Schedule, count: number, from = NOVEMBER): Planned[] {
  const found: Planned[] = [];
  for (const one of planFrom(schedule, from, NO_HOLIDAYS)) {
    found.push(one);
    if (found.length >= count) break;
  }
  return found;
}

test('the first business days of the next four quarters in Tokyo pass over New Year', async () => {
  const schedule = scheduleWith(
    {},
    { businessDays: { calendar: 'JP', holidays: ['public'], closed: [] } },
  );
  const holidays = await loadHolidays(schedule.businessDays);
  const next = occurrences(schedule, NOVEMBER, 4, holidays);
  expect(next.map(({ at }) => at)).toEqual([
    '2027-01-04T01:00:00.000Z',
    '2027-04-01T01:00:00.000Z',
    '2027-07-01T01:00:00.000Z',
    '2027-10-01T01:00:00.000Z',
  ]);
  expect(next[0]).toEqual({
    at: '2027-01-04T01:00:00.000Z',
    local: '2027-01-04T10:00',
    slot: '2027-01-01',
    why: 'first business day of January to March 2027',
    notes: ["no business days: Fri 1 Jan 2027 (New Year's Day)"],
  });
});

describe('a rule', () => {
  test.each([
    ['month', { kind: 'business-day', nth: 'last' }, ['2026-11-30', '2026-12-31', '2027-01-29']],
    ['month', { kind: 'business-day', nth: 3 }, ['2026-12-03', '2027-01-05', '2027-02-03']],
    ['month', { kind: 'weekday', nth: 2, weekday: 2 }, ['2026-12-08', '2027-01-12', '2027-02-09']],
    ['month', { kind: 'weekday', nth: 'last', weekday: 5 }, ['2026-12-25', '2027-01-29']],
    ['month', { kind: 'day', nth: 15 }, ['2026-12-15', '2027-01-15', '2027-02-15']],
    ['month', { kind: 'day', nth: 'last' }, ['2026-11-30', '2026-12-31', '2027-01-31']],
    ['week', { kind: 'weekday', nth: 1, weekday: 1 }, ['2026-11-30', '2026-12-07']],
    ['week', { kind: 'day', nth: 'last' }, ['2026-12-06', '2026-12-13']],
    ['half-year', { kind: 'day', nth: 1 }, ['2027-01-01', '2027-07-01', '2028-01-01']],
    ['year', { kind: 'date', month: 3, day: 15 }, ['2027-03-15', '2028-03-15']],
    ['quarter', { kind: 'weekday', nth: 5, weekday: 1 }, ['2027-02-01', '2027-05-03']],
  ] as const)('of a %s: %j', (every, on, days) => {
    const schedule = scheduleWith({ every, on, at: '23:00' });
    expect(locals(schedule, days.length)).toEqual(days.map((day) => `${day}T23:00`));
  });

  test('counts quarters from the month in which they begin', () => {
    const schedule = scheduleWith({ starting: 2 });
    expect(locals(schedule, 3)).toEqual([
      '2027-02-01T10:00',
      '2027-05-03T10:00',
      '2027-08-02T10:00',
    ]);
    expect(firstOf(schedule, '2026-10-01T00:00:00.000Z').why).toBe(
      'first business day of November 2026 to January 2027',
    );
  });

  test('takes the last day of its kind where a period is too short, and says so', () => {
    const february = '2027-02-01T00:00:00.000Z';
    expect(
      firstOf(scheduleWith({ every: 'month', on: { kind: 'day', nth: 31 } }), february),
    ).toMatchObject({
      local: '2027-02-28T10:00',
      notes: ['February 2027 has no day 31: its last day', 'Sun 28 Feb 2027 is a weekend'],
    });
    const fifth = { kind: 'weekday', nth: 5, weekday: 1 } as const;
    expect(firstOf(scheduleWith({ every: 'month', on: fifth }), february)).toMatchObject({
      local: '2027-02-22T10:00',
      notes: ['February 2027 has no 5th Monday: its last one'],
    });
    const many = { kind: 'business-day', nth: 22 } as const;
    expect(firstOf(scheduleWith({ every: 'month', on: many }), february)).toMatchObject({
      local: '2027-02-26T10:00',
      notes: ['February 2027 has no 22nd business day: its last one'],
    });
  });

  test('has 29 February in leap years, and the day before in others', () => {
    const schedule = scheduleWith({ every: 'year', on: { kind: 'date', month: 2, day: 29 } });
    expect(locals(schedule, 2)).toEqual(['2027-02-28T10:00', '2028-02-29T10:00']);
    expect(firstOf(schedule).notes).toContain('2027 has no 29 February: the day before');
  });

  test('finds a date in a year that does not begin in January', () => {
    const schedule = scheduleWith({
      every: 'year',
      starting: 4,
      on: { kind: 'date', month: 3, day: 31 },
    });
    expect(firstOf(schedule)).toMatchObject({
      local: '2027-03-31T10:00',
      slot: '2026-04-01',
      why: '31 March of April 2026 to March 2027',
    });
  });

  test('names the holidays and closed days that it passes over, and no weekends', () => {
    const schedule = scheduleWith(
      {},
      { businessDays: { holidays: ['public'], closed: [{ from: '12-29', to: '01-04' }] } },
    );
    const found = firstOf(schedule, NOVEMBER, holidaysOn({ '2027-01-01': 'New Year' }));
    expect(found.local).toBe('2027-01-05T10:00');
    expect(found.notes).toEqual([
      'no business days: Fri 1 Jan 2027 (New Year), Sat 2 Jan 2027 (closed), Sun 3 Jan 2027 (closed), Mon 4 Jan 2027 (closed)',
    ]);
  });

  test('that asks for no business day tells that it has met a holiday', () => {
    const schedule = scheduleWith({ every: 'month', on: { kind: 'weekday', nth: 2, weekday: 1 } });
    const holidays = holidaysOn({ '2027-01-11': 'Coming of Age Day' });
    expect(firstOf(schedule, '2027-01-01T00:00:00.000Z', holidays)).toMatchObject({
      local: '2027-01-11T10:00',
      notes: ['Mon 11 Jan 2027 is no business day: Coming of Age Day'],
    });
  });

  test('leaves a period out that has no business day', () => {
    const schedule = scheduleWith(
      { every: 'month' },
      { businessDays: { holidays: [], closed: [{ from: '2026-12-01', to: '2026-12-31' }] } },
    );
    expect(planned(schedule, 2)).toMatchObject([
      { kind: 'left-out', slot: '2026-12-01', because: 'December 2026 has no business day' },
      { kind: 'held', occurrence: { local: '2027-01-01T10:00' } },
    ]);
  });

  test('counts from the day on that it is in force', () => {
    const schedule = scheduleWith({}, { since: '2027-01-05' });
    expect(locals(schedule, 1)).toEqual(['2027-04-01T10:00']);
    expect(locals(scheduleWith({}, { since: '2027-01-01' }), 1)).toEqual(['2027-01-01T10:00']);
  });

  test('gives a moment that is just now, and not one that is over', () => {
    expect(locals(scheduleWith(), 1, '2027-01-01T01:00:00.000Z')).toEqual(['2027-01-01T10:00']);
    expect(locals(scheduleWith(), 1, '2027-01-01T01:00:00.001Z')).toEqual(['2027-04-01T10:00']);
  });
});

describe('a blackout', () => {
  const freeze = { from: '12-20', to: '01-05', reason: 'Year-end freeze' };

  test('moves a rehearsal to the next business day after it, and says why', () => {
    const schedule = scheduleWith({}, { blackouts: [freeze] });
    expect(firstOf(schedule)).toMatchObject({
      local: '2027-01-06T10:00',
      slot: '2027-01-01',
      notes: ['moved from Fri 1 Jan 2027: Year-end freeze (12-20 to 01-05)'],
    });
  });

  test('that another one follows moves it behind both', () => {
    const second = { from: '2027-01-06', to: '2027-01-08', reason: 'Migration' };
    const schedule = scheduleWith({}, { blackouts: [freeze, second] });
    expect(locals(schedule, 1)).toEqual(['2027-01-11T10:00']);
  });

  test('leaves a rehearsal out where it would enter the next period', () => {
    const schedule = scheduleWith(
      { every: 'month', on: { kind: 'weekday', nth: 'last', weekday: 5 } },
      { blackouts: [freeze] },
    );
    expect(planned(schedule, 2)).toMatchObject([
      {
        kind: 'left-out',
        slot: '2026-12-01',
        why: 'last Friday of December 2026',
        because:
          'Year-end freeze (12-20 to 01-05), and no business day is left after it in December 2026',
      },
      { kind: 'held', occurrence: { local: '2027-01-29T10:00' } },
    ]);
  });

  test('of one year counts in that year only', () => {
    const once = { from: '2027-01-01', to: '2027-01-07', reason: 'Move of the data centre' };
    expect(locals(scheduleWith({}, { blackouts: [once] }), 5)).toEqual([
      '2027-01-08T10:00',
      '2027-04-01T10:00',
      '2027-07-01T10:00',
      '2027-10-01T10:00',
      '2028-01-03T10:00',
    ]);
  });

  test('moves what cron says as well, unless its next time comes first', () => {
    const schedule = scheduleWith({ cron: '0 10 * * 1' }, { blackouts: [freeze] });
    expect(planned(schedule, 5)).toMatchObject([
      { kind: 'held', occurrence: { local: '2026-12-07T10:00' } },
      { kind: 'held', occurrence: { local: '2026-12-14T10:00' } },
      { kind: 'left-out', slot: '2026-12-21T10:00' },
      { kind: 'left-out', slot: '2026-12-28T10:00' },
      { kind: 'held', occurrence: { local: '2027-01-06T10:00', slot: '2027-01-04T10:00' } },
    ]);
  });

  test('that moves a rehearsal does not hide it from somebody who looks in between', () => {
    const schedule = scheduleWith({ cron: '0 10 * * 1' }, { blackouts: [freeze] });
    expect(locals(schedule, 1, '2027-01-05T00:00:00.000Z')).toEqual(['2027-01-06T10:00']);
  });
});

describe('clocks', () => {
  const berlin = { zone: 'Europe/Berlin' };
  const sundays = {
    every: 'week',
    on: { kind: 'weekday', nth: 1, weekday: 7 },
    at: '02:30',
  } as const;

  test('that skip a time put it as much later', () => {
    expect(firstOf(scheduleWith(sundays, berlin), '2027-03-27T00:00:00.000Z')).toMatchObject({
      at: '2027-03-28T01:30:00.000Z',
      local: '2027-03-28T03:30',
      notes: ['02:30 does not exist on 2027-03-28 in Europe/Berlin: 03:30'],
    });
  });

  test('that show a time twice mean the first one', () => {
    expect(firstOf(scheduleWith(sundays, berlin), '2027-10-30T00:00:00.000Z')).toMatchObject({
      at: '2027-10-31T00:30:00.000Z',
      local: '2027-10-31T02:30',
      notes: ['02:30 happens twice on 2027-10-31 in Europe/Berlin: the first one'],
    });
  });

  test('that skip midnight put the last day of a period into the next one, and it is not lost', () => {
    // In Nuuk 2027-03-27 ends at 23:00.
    const schedule = scheduleWith(
      { every: 'week', on: { kind: 'weekday', nth: 1, weekday: 6 }, at: '23:30' },
      { zone: 'America/Nuuk' },
    );
    expect(locals(schedule, 1, '2027-03-28T01:15:00.000Z')).toEqual(['2027-03-28T00:30']);
  });

  test('of summer and winter keep the local time', () => {
    const schedule = scheduleWith({ every: 'half-year', on: { kind: 'day', nth: 1 } }, berlin);
    expect(occurrences(schedule, NOVEMBER, 2, NO_HOLIDAYS).map(({ at }) => at)).toEqual([
      '2027-01-01T09:00:00.000Z',
      '2027-07-01T08:00:00.000Z',
    ]);
  });

  test('that skip an hour do not make one time of cron two', () => {
    const schedule = scheduleWith({ cron: '0,30 2,3 * * *' }, berlin);
    expect(locals(schedule, 3, '2027-03-28T00:00:00.000Z')).toEqual([
      '2027-03-28T03:00',
      '2027-03-28T03:30',
      '2027-03-29T02:00',
    ]);
  });
});

test('a schedule that has no day any more ends instead of searching for ever', () => {
  const schedule = scheduleWith(
    { every: 'year', on: { kind: 'business-day', nth: 'last' } },
    { blackouts: [{ from: '12-01', to: '12-31', reason: 'Freeze' }] },
  );
  expect(occurrences(schedule, NOVEMBER, 3, NO_HOLIDAYS)).toEqual([]);
});
