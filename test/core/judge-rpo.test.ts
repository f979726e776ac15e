import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/core/check.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import { judge } from '../../src/core/judge.ts';
import { judgeRpo } from '../../src/core/judge-rpo.ts';
import type { LostWrites } from '../../src/core/outage.ts';
import type { RunState } from '../../src/core/run-state.ts';
import type { Measure } from '../../src/core/verdict.ts';
import { EngineHarness } from '../support/engine-harness.ts';

const START = Date.parse('2026-11-24T01:00:00.000Z');
const MINUTE = 60_000;

const empty: RunState = foldRecords(new EngineHarness().journal);
const at = (ms: number) => new Date(START + ms).toISOString();

interface Found {
  readonly objectiveMs?: number;
  /** Age of the newest row at T0. */
  readonly rowMs?: number;
  readonly rowErrorMs?: number;
  readonly writes?: Partial<LostWrites>;
  /** Age of the oldest lost write at T0. */
  readonly lostMs?: number;
  readonly impactErrorMs?: number;
}

function newestRow(ageMs: number, errorMs: number): CheckResult {
  return {
    id: 'heartbeat',
    kind: 'newest',
    title: 'newest',
    expected: 'a row',
    observed: 'a row',
    outcome: 'passed',
    startedAt: at(0),
    durationMs: 1,
    newest: { instant: at(-ageMs), errorMs },
  };
}

function state(found: Found): RunState {
  const {
    objectiveMs = MINUTE,
    rowMs,
    rowErrorMs = 1000,
    writes,
    lostMs,
    impactErrorMs = 0,
  } = found;
  return {
    ...empty,
    drill: { ...empty.drill, objectives: { rtoMs: 3_600_000, rpoMs: objectiveMs } },
    milestones: {
      T0: { id: 'T0', instant: at(0), source: 'measured', errorMs: impactErrorMs },
    },
    checks: rowMs === undefined ? [] : [newestRow(rowMs, rowErrorMs)],
    ...(writes && {
      lostWrites: {
        source: 'client',
        acknowledged: 1200,
        lost: lostMs === undefined ? 0 : 37,
        everyMs: 100,
        ...(lostMs !== undefined && { first: { key: 'order-1163', at: at(-lostMs) } }),
        ...writes,
      },
    }),
  };
}

const rpo = (found: Found) => measure(state(found));

function measure(run: RunState): Measure {
  const found = judgeRpo(run);
  if (found.result === 'not-applicable') throw new Error('the drill recovers data');
  return found;
}

describe('the RPO of a run with a client', () => {
  it('is the age of the oldest write that is lost, where that is older than the newest row', () => {
    expect(rpo({ rowMs: 2000, writes: {}, lostMs: 3700 })).toEqual({
      objectiveMs: MINUTE,
      actualMs: 3700,
      errorMs: 100,
      marginMs: MINUTE - 3700,
      result: 'met',
      method:
        'the larger of T0 − newest row found by check heartbeat and T0 − first of 37 lost acknowledged writes',
      measuredBy: { code: 'row-and-writes', check: 'heartbeat', acknowledged: 1200, lost: 37 },
    });
  });

  it('is the age of the newest row, where that is older', () => {
    expect(rpo({ rowMs: 9000, writes: {}, lostMs: 3700 })).toMatchObject({
      actualMs: 9000,
      errorMs: 1000,
    });
  });

  it('is measured by lost writes alone, where no check looks for the newest row', () => {
    expect(rpo({ writes: { lost: 1 }, lostMs: 3700 })).toMatchObject({
      actualMs: 3700,
      errorMs: 100,
      result: 'met',
      method: 'T0 − the lost acknowledged write',
    });
  });

  it('is nothing where none of the acknowledged writes is lost', () => {
    expect(rpo({ writes: {}, objectiveMs: 0 })).toMatchObject({
      actualMs: 0,
      errorMs: 0,
      result: 'met',
      method: 'none of 1200 acknowledged writes lost',
    });
    expect(rpo({ rowMs: 2000, writes: {} })).toMatchObject({ actualMs: 2000, errorMs: 1000 });
  });

  it('is not proven by writes that nobody looked for', () => {
    expect(rpo({ writes: { acknowledged: 0 } })).toEqual({
      objectiveMs: MINUTE,
      method: 'not measured',
      measuredBy: { code: 'not-measured' },
      result: 'unproven',
    });
    expect(rpo({ rowMs: 2000, writes: { acknowledged: 0 } }).method).toBe(
      'T0 − newest row found by check heartbeat',
    );
  });

  it('is not proven by lost writes of which nobody knows the age', () => {
    expect(rpo({ rowMs: 2000, writes: { lost: 3 } })).toMatchObject({ result: 'unproven' });
    expect(rpo({ rowMs: 2 * MINUTE, writes: { lost: 3 } })).toMatchObject({ result: 'missed' });
  });

  it('is missed by a write that was lost at the very moment of the impact, where nothing may be', () => {
    expect(rpo({ writes: {}, lostMs: -5, objectiveMs: 0 })).toMatchObject({ result: 'missed' });
  });

  it('may be as much smaller as T0 may be earlier', () => {
    expect(rpo({ rowMs: 9000, impactErrorMs: 250 })).toMatchObject({ errorMs: 1250 });
    expect(rpo({ writes: {}, lostMs: 3700, impactErrorMs: 250 })).toMatchObject({ errorMs: 350 });
  });

  it('makes the verdict', () => {
    const verdict = judge(state({ rowMs: 2000, writes: {}, lostMs: 2 * MINUTE }), 'T6');
    expect(verdict).toMatchObject({ verdict: 'missed', rpo: { result: 'missed' } });
    expect(verdict.reasons).toContain('The RPO was 2 min, 1 min over the objective of 1 min.');
  });
});

const age = fc.integer({ min: 0, max: 5 * MINUTE });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const anyFound = fc.record({
  objectiveMs: age,
  rowMs: maybe(age),
  rowErrorMs: fc.integer({ min: 0, max: 10_000 }),
  lostMs: maybe(age),
  everyMs: fc.integer({ min: 1, max: 1000 }),
  hasClient: fc.boolean(),
  /** Where the truth lies within the errors. */
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

type AnyFound = typeof anyFound extends fc.Arbitrary<infer One> ? One : never;

const asFound = ({ hasClient, everyMs, rowMs, lostMs, ...rest }: AnyFound): Found => ({
  ...rest,
  ...(rowMs !== undefined && { rowMs }),
  ...(hasClient && { writes: { everyMs }, ...(lostMs !== undefined && { lostMs }) }),
});

it('shows a bound once that was asked for at two gates', () => {
  const bound = { source: 'ReplicaLag', instant: at(-2000) };
  const { bounds } = measure({
    ...state({}),
    bounds: [bound, { ...bound }, { ...bound, source: 'LatestRestorableTime' }],
  });
  expect(bounds).toEqual([
    { source: 'ReplicaLag', ms: 2000 },
    { source: 'LatestRestorableTime', ms: 2000 },
  ]);
});

describe('the RPO, whatever was found', () => {
  it('is never met by anything unknown, nor by more than the objective', () => {
    fc.assert(
      fc.property(anyFound, (one) => {
        const { result, actualMs, marginMs } = rpo(asFound(one));
        const isKnown = one.rowMs !== undefined || one.hasClient;
        expect(actualMs !== undefined).toBe(isKnown);
        expect(result === 'unproven').toBe(!isKnown);
        if (actualMs === undefined) return;
        expect(result === 'met').toBe(actualMs <= one.objectiveMs);
        expect(marginMs).toBe(one.objectiveMs - actualMs);
      }),
    );
  });

  it('is never smaller for having looked at the writes too', () => {
    fc.assert(
      fc.property(anyFound, (one) => {
        const without = rpo(asFound({ ...one, hasClient: false })).actualMs ?? 0;
        const both = rpo(asFound({ ...one, hasClient: true })).actualMs ?? 0;
        expect(both).toBeGreaterThanOrEqual(without);
        if (one.lostMs !== undefined) expect(both).toBeGreaterThanOrEqual(one.lostMs);
      }),
    );
  });

  it('holds the truth within its error', () => {
    fc.assert(
      fc.property(anyFound, (one) => {
        const { actualMs, errorMs = 0 } = rpo(asFound(one));
        if (actualMs === undefined) return;
        const rows = one.rowMs === undefined ? 0 : one.rowMs - one.share * one.rowErrorMs;
        const writes =
          one.hasClient && one.lostMs !== undefined
            ? Math.max(one.lostMs, one.everyMs) - one.share * one.everyMs
            : 0;
        const truth = Math.max(0, rows, writes);
        expect(truth).toBeLessThanOrEqual(actualMs);
        expect(truth).toBeGreaterThanOrEqual(actualMs - errorMs - 1e-6);
      }),
    );
  });
});
