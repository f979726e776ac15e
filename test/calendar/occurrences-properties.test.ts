import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { businessDays, type HolidaySource } from '../../src/calendar/business-days.ts';
import { isInSpan } from '../../src/calendar/date-span.ts';
import { localTime } from '../../src/calendar/local-time.ts';
import { occurrences } from '../../src/calendar/occurrences.ts';
import { periodOf } from '../../src/calendar/period.ts';
import {
  type Blackout,
  CADENCES,
  type DayRule,
  type Nth,
  type PeriodRule,
  type Schedule,
  type Weekday,
} from '../../src/core/schedule.ts';
import { scheduleWith } from './support.ts';

const ZONES = [
  'UTC',
  'Asia/Tokyo',
  'Europe/Berlin',
  'America/New_York',
  'America/Nuuk',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Santiago',
];

const nth = fc.oneof(fc.constant<Nth>('last'), fc.integer({ min: 1, max: 5 }));
const dayRule: fc.Arbitrary<DayRule> = fc.oneof(
  fc.record({ kind: fc.constant('business-day' as const), nth }),
  fc.record({
    kind: fc.constant('weekday' as const),
    nth,
    weekday: fc.integer({ min: 1, max: 7 }) as fc.Arbitrary<Weekday>,
  }),
  fc.record({
    kind: fc.constant('day' as const),
    nth: fc.oneof(fc.constant<Nth>('last'), fc.integer({ min: 1, max: 31 })),
  }),
);
const periodRule: fc.Arbitrary<PeriodRule> = fc.record({
  kind: fc.constant('period' as const),
  every: fc.constantFrom(...CADENCES),
  starting: fc.integer({ min: 1, max: 12 }),
  on: dayRule,
  at: fc
    .integer({ min: 0, max: 1439 })
    .map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16)),
});
const monthDay = fc
  .integer({ min: 0, max: 365 })
  .map((days) => new Date(Date.UTC(2028, 0, 1) + days * 86_400_000).toISOString().slice(5, 10));
const blackout: fc.Arbitrary<Blackout> = fc.record({
  from: monthDay,
  to: monthDay,
  reason: fc.constant('Freeze'),
});
const schedule: fc.Arbitrary<Schedule> = fc
  .record({
    rule: periodRule,
    zone: fc.constantFrom(...ZONES),
    blackouts: fc.array(blackout, { maxLength: 2 }),
    closed: fc.array(fc.record({ from: monthDay, to: monthDay }), { maxLength: 1 }),
  })
  .map(({ rule, zone, blackouts, closed }) =>
    scheduleWith(rule, { zone, blackouts, businessDays: { holidays: ['public'], closed } }),
  );
/** Leap years, turns of centuries and everything between. */
const from = fc
  .integer({ min: Date.UTC(2023, 11, 1), max: Date.UTC(2101, 0, 1) })
  .map((ms) => new Date(ms).toISOString());
/** The same days of each year, however many. */
const holidays: fc.Arbitrary<HolidaySource> = fc.array(monthDay, { maxLength: 20 }).map((days) => {
  const years = new Map<number, ReadonlyMap<string, string>>();
  return (year) => {
    const known = years.get(year) ?? new Map(days.map((day) => [`${year}-${day}`, 'Holiday']));
    years.set(year, known);
    return known;
  };
});

const RUNS = { numRuns: 100 };
const COUNT = 6;

test('moments come one after the other, none before it is asked for', () => {
  fc.assert(
    fc.property(schedule, from, holidays, (schedule, from, holidays) => {
      const moments = occurrences(schedule, from, COUNT, holidays).map(({ at }) => at);
      expect(moments).toEqual([...new Set(moments)].sort());
      expect(moments.every((at) => at >= from)).toBe(true);
    }),
    RUNS,
  );
});

test('each is in a period of its own, at its time, and in no blackout', () => {
  fc.assert(
    fc.property(schedule, from, holidays, (schedule, from, holidays) => {
      const { rule } = schedule;
      if (rule.kind === 'cron') return;
      const found = occurrences(schedule, from, COUNT, holidays);
      expect(new Set(found.map(({ slot }) => slot)).size).toBe(found.length);
      for (const { at, local, slot, notes } of found) {
        expect(localTime(Date.parse(at), schedule.zone)).toBe(local);
        // Where clocks skip the time, the rehearsal is as much later, which may be past midnight.
        if (notes.some((note) => note.includes('does not exist'))) continue;
        const day = local.slice(0, 10);
        const period = periodOf(day, rule.every, rule.starting);
        expect(period.from).toBe(slot);
        expect(local.slice(11)).toBe(rule.at);
        expect(schedule.blackouts.some((span) => isInSpan(day, span))).toBe(false);
      }
    }),
    RUNS,
  );
});

test('a business day is one, and so is a day after a blackout', () => {
  fc.assert(
    fc.property(schedule, from, holidays, (schedule, from, holidays) => {
      const { rule } = schedule;
      const isClosed = businessDays(schedule.businessDays, holidays);
      for (const { local, notes } of occurrences(schedule, from, COUNT, holidays)) {
        if (notes.some((note) => note.includes('does not exist'))) continue;
        const isMoved = notes.some((note) => note.startsWith('moved'));
        if (!isMoved && (rule.kind === 'cron' || rule.on.kind !== 'business-day')) continue;
        expect(isClosed(local.slice(0, 10))).toBeUndefined();
      }
    }),
    RUNS,
  );
});

test('no period without a blackout is left out, unless it has no business day', () => {
  fc.assert(
    fc.property(periodRule, fc.constantFrom(...ZONES), from, (rule, zone, from) => {
      const found = occurrences(scheduleWith(rule, { zone }), from, COUNT, () => new Map());
      const [first] = found;
      expect(found).toHaveLength(COUNT);
      if (!first) return;
      let period = periodOf(first.slot, rule.every, rule.starting);
      for (const { slot } of found) {
        expect(slot).toBe(period.from);
        period = periodOf(period.next, rule.every, rule.starting);
      }
    }),
    RUNS,
  );
});

test('whoever asks later gets the rest of the same list', () => {
  fc.assert(
    fc.property(schedule, from, holidays, fc.nat(COUNT - 1), fc.nat(2), (...given) => {
      const [schedule, from, holidays, index, late] = given;
      const all = occurrences(schedule, from, COUNT, holidays);
      const asked = all[index];
      if (!asked) return;
      const later = new Date(Date.parse(asked.at) + late).toISOString();
      const rest = all.filter(({ at }) => at >= later);
      expect(occurrences(schedule, later, rest.length, holidays)).toEqual(rest);
    }),
    RUNS,
  );
});

const cron = fc
  .tuple(fc.nat(59), fc.constantFrom('2', '3', '10', '*/6'), fc.constantFrom('*', '1', '31', 'L'))
  .map(([minute, hour, day]) => `${minute} ${hour} ${day} * *`);

test('what cron says keeps the same rules', () => {
  fc.assert(
    fc.property(cron, fc.constantFrom(...ZONES), blackout, from, (cron, zone, freeze, from) => {
      const schedule = scheduleWith({ cron }, { zone, blackouts: [freeze] });
      const all = occurrences(schedule, from, COUNT, () => new Map());
      const moments = all.map(({ at }) => at);
      expect(moments).toEqual([...new Set(moments)].sort());
      const [first, ...rest] = all;
      if (!first) return;
      const later = new Date(Date.parse(first.at) + 1).toISOString();
      expect(occurrences(schedule, later, rest.length, () => new Map())).toEqual(rest);
    }),
    RUNS,
  );
});

const machineZone = process.env['TZ'];
afterEach(() => {
  if (machineZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = machineZone;
});

test('the zone of the machine has no say', () => {
  const machines = ['America/Los_Angeles', 'Asia/Tokyo', 'Pacific/Apia', 'Australia/Lord_Howe'];
  const clocks = new Set<number>();
  fc.assert(
    fc.property(schedule, from, holidays, (schedule, from, holidays) => {
      const answers = machines.map((zone) => {
        process.env['TZ'] = zone;
        clocks.add(new Date(2027, 0, 1).getTime());
        return JSON.stringify(occurrences(schedule, from, COUNT, holidays));
      });
      expect(new Set(answers).size).toBe(1);
    }),
    { numRuns: 40 },
  );
  // Else the machine's zone did not change, and nothing was tried.
  expect(clocks.size).toBe(machines.length);
});
