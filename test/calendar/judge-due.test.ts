import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_HOLIDAYS } from '../../src/calendar/business-days.ts';
import { decideStart } from '../../src/calendar/decide-start.ts';
import { type DueQuestion, judgeDue } from '../../src/calendar/judge-due.ts';
import { occurrences } from '../../src/calendar/occurrences.ts';
import { CADENCES, type Schedule } from '../../src/core/schedule.ts';
import { scheduleWith } from './support.ts';

const DAY = 86_400_000;

/** Mondays at 10:00 UTC; not overdue for two days. */
function mondays(rest: Partial<Omit<Schedule, 'rule'>> = {}): Schedule {
  const on = { kind: 'weekday', nth: 1, weekday: 1 } as const;
  return scheduleWith({ every: 'week', on }, { zone: 'UTC', graceMs: 2 * DAY, ...rest });
}

/** The days that are missed, are overdue, and come next. */
function judged(now: string, question: Partial<DueQuestion> = {}) {
  const { missed, overdue, next } = judgeDue({
    schedule: mondays(),
    holidays: NO_HOLIDAYS,
    now: Date.parse(now),
    ...question,
  });
  const days = (list: typeof missed) => list.map(({ at }) => at.slice(0, 10));
  return { missed: days(missed), overdue: days(overdue), next: next?.at.slice(0, 10) };
}

function by(openedAt: string, occurrence?: string): Pick<DueQuestion, 'last'> {
  return { last: { openedAt, ...(occurrence !== undefined && { occurrence }) } };
}

describe('a moment of a schedule', () => {
  const lastWeek = by('2026-12-30T08:00:00.000Z');

  test('is missed from when it comes, and overdue after its grace', () => {
    expect(judged('2027-01-04T09:59:59.999Z', lastWeek).missed).toEqual([]);
    expect(judged('2027-01-04T10:00:00.000Z', lastWeek)).toEqual({
      missed: ['2027-01-04'],
      overdue: [],
      next: '2027-01-11',
    });
    expect(judged('2027-01-06T10:00:00.000Z', lastWeek).overdue).toEqual([]);
    expect(judged('2027-01-06T10:00:00.001Z', lastWeek).overdue).toEqual(['2027-01-04']);
  });

  test('adds to those that were missed before it', () => {
    expect(judged('2027-01-12T00:00:00.000Z', lastWeek)).toEqual({
      missed: ['2027-01-04', '2027-01-11'],
      overdue: ['2027-01-04'],
      next: '2027-01-18',
    });
  });

  test('has its rehearsal by any of its period, before it or late', () => {
    const after = '2027-01-10T00:00:00.000Z';
    for (const at of ['2027-01-04T00:00:00.000Z', '2027-01-08T23:00:00.000Z']) {
      expect(judged(after, by(at))).toEqual({ missed: [], overdue: [], next: '2027-01-11' });
    }
    expect(judged(after, by('2027-01-03T23:59:59.999Z')).missed).toEqual(['2027-01-04']);
  });

  test('is not that of a run which made up for an earlier one', () => {
    const late = by('2027-01-04T10:05:00.000Z', '2026-12-28T10:00:00.000Z');
    expect(judged('2027-01-04T11:00:00.000Z', late).missed).toEqual(['2027-01-04']);
  });

  test('with cron needs a rehearsal at it or after it', () => {
    const cron = { schedule: scheduleWith({ cron: '0 10 * * 1' }, { zone: 'UTC' }) };
    const now = '2027-01-05T00:00:00.000Z';
    expect(judged(now, { ...cron, ...by('2027-01-04T09:59:00.000Z') }).missed).toHaveLength(1);
    expect(judged(now, { ...cron, ...by('2027-01-04T10:00:00.000Z') }).missed).toEqual([]);
  });
});

describe('without any rehearsal', () => {
  test('what was before the schedule is not asked for: nobody knows that it was in force', () => {
    expect(judged('2027-01-05T00:00:00.000Z').missed).toEqual(['2027-01-04']);
    expect(judged('2027-01-09T00:00:00.000Z')).toEqual({
      missed: [],
      overdue: [],
      next: '2027-01-11',
    });
  });

  test('everything since the day from which it is in force is', () => {
    const schedule = mondays({ since: '2026-12-24' });
    expect(judged('2027-01-05T00:00:00.000Z', { schedule })).toMatchObject({
      missed: ['2026-12-28', '2027-01-04'],
      overdue: ['2026-12-28'],
    });
  });
});

test('a moment for which something was started in vain shows that the schedule was in force', () => {
  const scheduledFrom = '2027-01-04T10:00:00.000Z';
  expect(judged('2027-01-09T00:00:00.000Z', { scheduledFrom })).toMatchObject({
    missed: ['2027-01-04'],
    overdue: ['2027-01-04'],
  });
});

test('a pattern of every minute is judged soon, and still knows what comes next', () => {
  const schedule = scheduleWith({ cron: '* * * * *' }, { zone: 'UTC' });
  const question = { schedule, ...by('2026-01-01T00:00:00.000Z') };
  const { missed, next } = judged('2027-01-04T10:00:30.000Z', question);
  expect(missed).toHaveLength(1000);
  expect(next).toBe('2027-01-04');
});

describe('of any schedule and any rehearsal', () => {
  const schedule = fc
    .record({
      rule: fc.oneof(
        fc.record({
          every: fc.constantFrom(...CADENCES),
          starting: fc.integer({ min: 1, max: 12 }),
          on: fc.constantFrom(
            { kind: 'business-day', nth: 1 } as const,
            { kind: 'day', nth: 'last' } as const,
          ),
        }),
        fc.constantFrom({ cron: '30 2 * * 0' }, { cron: '0 9 1 */2 *' }),
      ),
      zone: fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Apia'),
      graceMs: fc.integer({ min: 0, max: 40 * DAY }),
    })
    .map(({ rule, ...rest }) => scheduleWith(rule, rest));
  const moment = fc
    .integer({ min: Date.parse('2025-01-01'), max: Date.parse('2029-01-01') })
    .map((ms) => new Date(ms).toISOString());
  const question = fc.record({ schedule, openedAt: moment, now: moment });

  test('what is missed has passed since it, in order; what comes next has not', () => {
    fc.assert(
      fc.property(question, ({ schedule: of, openedAt, now: at }) => {
        const now = Date.parse(at);
        const { missed, overdue, next } = judgeDue({
          schedule: of,
          holidays: NO_HOLIDAYS,
          now,
          last: { openedAt },
        });
        const moments = missed.map((one) => one.at);
        expect(moments).toEqual([...new Set(moments)].sort());
        for (const one of moments) expect(one >= openedAt && Date.parse(one) <= now).toBe(true);
        expect(missed.slice(0, overdue.length)).toEqual(overdue);
        expect(next && Date.parse(next.at) > now).toBe(true);
      }),
    );
  });

  test('a rehearsal now leaves nothing missed, and never more than an earlier one', () => {
    fc.assert(
      fc.property(question, ({ schedule: of, openedAt, now: at }) => {
        const ask = (last: string) =>
          judgeDue({
            schedule: of,
            holidays: NO_HOLIDAYS,
            now: Date.parse(at),
            last: { openedAt: last },
          }).missed.length;
        expect(ask(at)).toBe(0);
        const [earlier = '', later = ''] = [openedAt, at].sort();
        if (later <= at) expect(ask(later)).toBeLessThanOrEqual(ask(earlier));
      }),
    );
  });

  test('the run that the scheduler starts for a moment is its rehearsal', () => {
    fc.assert(
      fc.property(schedule, moment, (of, at) => {
        const [first] = occurrences(of, at, 1, NO_HOLIDAYS);
        if (!first) return;
        const now = Date.parse(first.at) + 1000;
        const asked = { schedule: of, holidays: NO_HOLIDAYS, now };
        const { decision } = decideStart({ ...asked, drill: 'restore', runs: [] });
        if (decision.kind !== 'start') return;
        const last = { openedAt: first.at, occurrence: decision.occurrence.at };
        expect(judgeDue({ ...asked, last }).missed).toEqual([]);
      }),
    );
  });
});
