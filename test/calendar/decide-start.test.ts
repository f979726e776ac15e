import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_HOLIDAYS } from '../../src/calendar/business-days.ts';
import {
  decideStart,
  jitterOf,
  type KnownRun,
  type StartAnswer,
  type StartQuestion,
} from '../../src/calendar/decide-start.ts';
import { occurrences } from '../../src/calendar/occurrences.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { scheduleWith } from './support.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Mondays at 10:00 UTC; not overdue for two days. */
function mondays(rest: Partial<Omit<Schedule, 'rule'>> = {}): Schedule {
  const on = { kind: 'weekday', nth: 1, weekday: 1 } as const;
  return scheduleWith({ every: 'week', on }, { zone: 'UTC', graceMs: 2 * DAY, ...rest });
}

const MONDAY = '2027-01-04T10:00:00.000Z';

function asked(now: string, question: Partial<StartQuestion> = {}): StartAnswer {
  return decideStart({
    drill: 'restore',
    schedule: mondays(),
    holidays: NO_HOLIDAYS,
    runs: [],
    now: Date.parse(now),
    ...question,
  });
}

function runOf(occurrence: string | undefined, state: KnownRun['state'] = 'ended'): KnownRun {
  const openedAt = occurrence ?? '2027-01-01T00:00:00.000Z';
  const name = openedAt.slice(0, 10).replaceAll('-', '');
  return { run: `restore-${name}-100000-aaaa`, openedAt, state, ...(occurrence && { occurrence }) };
}

describe('a moment that has no run', () => {
  test('is started when it comes, and not before', () => {
    expect(asked('2027-01-04T09:59:59.999Z').decision).toEqual({
      kind: 'idle',
      until: Date.parse(MONDAY),
    });
    expect(asked(MONDAY).decision).toMatchObject({
      kind: 'start',
      occurrence: { at: MONDAY },
      lateMs: 0,
    });
  });

  test('is started late, and that is said', () => {
    expect(asked('2027-01-05T10:00:00.000Z').decision).toMatchObject({
      kind: 'start',
      lateMs: DAY,
    });
  });

  test('is left when it was overdue before anything was ever scheduled', () => {
    const nextWeek = { kind: 'idle', until: Date.parse('2027-01-11T10:00:00.000Z') };
    expect(asked('2027-01-06T10:00:00.001Z')).toEqual({ decision: nextWeek, givenUp: [] });
  });

  test('is started however late, when the schedule was in force by its own word', () => {
    const schedule = mondays({ since: '2027-01-01' });
    expect(asked('2027-01-09T00:00:00.000Z', { schedule }).decision).toMatchObject({
      kind: 'start',
      occurrence: { at: MONDAY },
    });
  });

  test('is started however late, when one before it has a run', () => {
    const runs = [runOf('2026-12-28T10:00:00.000Z')];
    expect(asked('2027-01-09T00:00:00.000Z', { runs }).decision).toMatchObject({
      kind: 'start',
      occurrence: { at: MONDAY },
    });
  });

  test('is started though a clock that was ahead has started a later one', () => {
    const runs = [runOf('2028-01-03T10:00:00.000Z'), runOf('2026-12-28T10:00:00.000Z')];
    expect(asked(MONDAY, { runs }).decision).toMatchObject({
      kind: 'start',
      occurrence: { at: MONDAY },
    });
    // By a clock that is behind, nothing is started that has a run.
    const later = [MONDAY, '2027-01-11T10:00:00.000Z'].map((at) => runOf(at));
    expect(asked('2027-01-04T10:30:00.000Z', { runs: later }).decision).toEqual({
      kind: 'idle',
      until: Date.parse('2027-01-18T10:00:00.000Z'),
    });
  });

  test('waits for its jitter, unless nobody looks again soon', () => {
    const schedule = mondays({ jitterMs: HOUR });
    const later = jitterOf('restore', MONDAY, HOUR);
    expect(later).toBeGreaterThan(0);
    const until = Date.parse(MONDAY) + later;
    expect(asked(MONDAY, { schedule }).decision).toEqual({ kind: 'idle', until });
    expect(asked(new Date(until).toISOString(), { schedule }).decision.kind).toBe('start');
    expect(asked(MONDAY, { schedule, withoutJitter: true }).decision.kind).toBe('start');
  });
});

describe('a moment that has a run', () => {
  test.each(['ended', 'left', 'driven'] as const)('is never started again: %s', (state) => {
    const { decision } = asked(MONDAY, { runs: [runOf(MONDAY, state)] });
    expect(decision.kind).toBe({ ended: 'idle', left: 'resume', driven: 'wait' }[state]);
  });

  test('stands for its whole period, also when day or time are changed afterwards', () => {
    const on = { kind: 'weekday', nth: 1, weekday: 3 } as const;
    const schedule = scheduleWith({ every: 'week', on }, { zone: 'UTC', graceMs: 2 * DAY });
    const { decision } = asked('2027-01-06T10:00:00.000Z', { schedule, runs: [runOf(MONDAY)] });
    expect(decision).toEqual({ kind: 'idle', until: Date.parse('2027-01-13T10:00:00.000Z') });
  });
});

describe('another run of the drill', () => {
  test('that somebody has wanted keeps it waiting while it goes on, and only then', () => {
    const driven = runOf(undefined, 'driven');
    expect(asked(MONDAY, { runs: [driven] }).decision).toEqual({ kind: 'wait', run: driven.run });
    expect(asked(MONDAY, { runs: [runOf(undefined, 'left')] }).decision.kind).toBe('start');
  });

  test('that cannot be read and may be its own keeps it from being started', () => {
    const after: KnownRun = {
      ...runOf(MONDAY, 'unreadable'),
      openedAt: '2027-01-04T10:00:00.000Z',
    };
    const { occurrence: _, ...unknown } = after;
    expect(asked(MONDAY, { runs: [unknown] }).decision).toMatchObject({
      kind: 'doubt',
      run: after.run,
    });
    const before = { ...unknown, openedAt: '2027-01-04T09:59:59.000Z' };
    expect(asked(MONDAY, { runs: [before] }).decision.kind).toBe('start');
  });
});

describe('after a long absence', () => {
  const weeks = ['2027-01-04', '2027-01-11', '2027-01-18', '2027-01-25'];
  const runs = [runOf('2026-12-28T10:00:00.000Z')];
  const absent = (catchUp: number, now: string) => {
    const { decision, givenUp } = asked(now, { runs, schedule: mondays({ catchUp }) });
    return {
      start: decision.kind === 'start' ? decision.occurrence.at.slice(0, 10) : undefined,
      givenUp: givenUp.map(({ at }) => at.slice(0, 10)),
    };
  };

  test.each([
    ['latest', 1, weeks[3], weeks.slice(0, 3)],
    ['all, up to 3', 3, weeks[1], weeks.slice(0, 1)],
    ['all, up to 9', 9, weeks[0], []],
    ['none', 0, undefined, weeks],
  ])('%s', (_, catchUp, start, givenUp) => {
    expect(absent(catchUp, '2027-01-28T00:00:00.000Z')).toEqual({ start, givenUp });
  });

  test('a moment that has just come is started whatever the policy', () => {
    expect(absent(0, '2027-01-25T10:10:00.000Z')).toEqual({
      start: weeks[3],
      givenUp: weeks.slice(0, 3),
    });
  });
});

/** What can happen between two looks. */
const step = fc.record({
  passMs: fc.oneof(fc.integer({ min: 0, max: 2 * HOUR }), fc.integer({ min: 0, max: 30 * DAY })),
  /** Clocks are set back at times. */
  backMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 * HOUR })),
  fate: fc.constantFrom('ended', 'left', 'died-before-its-first-record'),
});
const schedules = fc
  .record({
    catchUp: fc.constantFrom(0, 1, 3, 100),
    jitterMs: fc.constantFrom(0, HOUR),
    weekday: fc.constantFrom(1, 5, 7),
    since: fc.option(fc.constant('2027-01-01'), { nil: undefined }),
  })
  .map(({ catchUp, jitterMs, weekday, since }) =>
    scheduleWith(
      { every: 'week', on: { kind: 'weekday', nth: 1, weekday: weekday as 1 | 5 | 7 } },
      { zone: 'Europe/Berlin', graceMs: 2 * DAY, catchUp, jitterMs, ...(since && { since }) },
    ),
  );

function live(
  schedule: Schedule,
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
) {
  const runs: KnownRun[] = [];
  const started: string[] = [];
  let now = Date.parse('2027-01-01T00:00:00.000Z');
  for (const { passMs, backMs, fate } of steps) {
    now += passMs - Math.min(backMs, passMs);
    const { decision } = decideStart({
      drill: 'restore',
      schedule,
      holidays: NO_HOLIDAYS,
      runs: runs.toReversed(),
      now,
    });
    if (decision.kind === 'resume') {
      const index = runs.findIndex(({ run }) => run === decision.run);
      const left = runs[index];
      if (left && fate === 'ended') runs[index] = { ...left, state: 'ended' };
    }
    if (decision.kind !== 'start') continue;
    expect(Date.parse(decision.occurrence.at)).toBeLessThanOrEqual(now);
    if (fate === 'died-before-its-first-record') continue;
    const { at } = decision.occurrence;
    started.push(at);
    runs.push({ run: `run-${runs.length}`, openedAt: at, occurrence: at, state: fate });
  }
  return { started, now, runs };
}

test('whatever dies and whenever, no moment is started twice, and they are started in their order', () => {
  fc.assert(
    fc.property(schedules, fc.array(step, { maxLength: 25 }), (schedule, steps) => {
      const { started } = live(schedule, steps);
      expect(started).toEqual([...new Set(started)].sort());
    }),
    { numRuns: 60 },
  );
});

test('whoever makes up for all misses nothing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const schedule = mondays({ catchUp: 100, since: '2027-01-01' });
      const quiet = Array.from({ length: 120 }, () => ({
        passMs: 0,
        backMs: 0,
        fate: 'ended' as const,
      }));
      const { started, now } = live(schedule, [...steps, ...quiet]);
      const wanted = occurrences(schedule, '2027-01-01T00:00:00.000Z', 100, NO_HOLIDAYS)
        .map(({ at }) => at)
        .filter((at) => Date.parse(at) <= now);
      expect(started).toEqual(expect.arrayContaining(wanted));
    }),
    { numRuns: 20 },
  );
});

test('a jitter is the same for everybody, never longer than it may be, and differs by moment', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: DAY }), (drill, jitterMs) => {
      const jitter = jitterOf(drill, MONDAY, jitterMs);
      expect(jitter).toBe(jitterOf(drill, MONDAY, jitterMs));
      expect(jitter).toBeLessThan(jitterMs);
      expect(jitter).toBeGreaterThanOrEqual(0);
    }),
  );
  expect(jitterOf('restore', MONDAY, DAY)).not.toBe(jitterOf('failover', MONDAY, DAY));
});
