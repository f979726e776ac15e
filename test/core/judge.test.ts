import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/core/check.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import { judge } from '../../src/core/judge.ts';
import type { Milestone, MilestoneId } from '../../src/core/milestone.ts';
import type { RunState } from '../../src/core/run-state.ts';
import { EngineHarness } from '../support/engine-harness.ts';

const START = Date.parse('2026-11-24T01:00:00.000Z');
const HOUR = 3_600_000;

const empty: RunState = foldRecords(new EngineHarness().journal);

function at(ms: number): string {
  return new Date(START + ms).toISOString();
}

function milestone(id: MilestoneId, ms: number, errorMs = 0): Milestone {
  return { id, instant: at(ms), source: 'measured', errorMs };
}

function result(over: Partial<CheckResult>): CheckResult {
  return {
    id: 'write',
    kind: 'write-probe',
    title: 'write and read',
    expected: 'read back',
    observed: 'read back',
    outcome: 'passed',
    startedAt: at(0),
    durationMs: 1,
    ...over,
  };
}

const newest = (ms: number) =>
  result({ id: 'newest', kind: 'newest', newest: { instant: at(ms), errorMs: 1000 } });

/** RTO 1 h, RPO 1 min; recovered after 10 min, 5 s of data lost. */
const good: RunState = {
  ...empty,
  milestones: { T0: milestone('T0', 0), T5: milestone('T5', 600_000, 2000) },
  checks: [result({}), newest(-5000)],
};

describe('a verdict', () => {
  it('is met when RTO, RPO and every check are', () => {
    expect(judge(good, 'T5')).toMatchObject({
      verdict: 'met',
      rto: { actualMs: 600_000, errorMs: 2000, marginMs: HOUR - 600_000, result: 'met' },
      rpo: { actualMs: 5000, errorMs: 1000, marginMs: 55_000, result: 'met' },
      reasons: [],
    });
  });

  it('is missed when the RTO was passed, by however little', () => {
    const late = { ...good, milestones: { ...good.milestones, T5: milestone('T5', HOUR + 1) } };
    expect(judge(late, 'T5')).toMatchObject({ verdict: 'missed', rto: { marginMs: -1 } });
  });

  it('is met at exactly the objective', () => {
    const just = { ...good, milestones: { ...good.milestones, T5: milestone('T5', HOUR) } };
    expect(judge(just, 'T5')).toMatchObject({ verdict: 'met', rto: { marginMs: 0 } });
  });

  it('is missed when more data was lost than the RPO allows, and says so in words and as data', () => {
    const lossy = { ...good, checks: [result({}), newest(-60_001)] };
    expect(judge(lossy, 'T5')).toMatchObject({
      verdict: 'missed',
      rpo: {
        result: 'missed',
        method: 'T0 − newest row found by check newest',
        measuredBy: { code: 'newest-row', check: 'newest' },
      },
      reasons: ['The RPO was 1 min, 1 ms over the objective of 1 min.'],
      because: [{ code: 'over-objective', of: 'RPO', actualMs: 60_001, objectiveMs: 60_000 }],
    });
  });

  it('is missed when writes are lost that were acknowledged after the failure, which the RPO does not count', () => {
    const since = (lost: number) => ({
      source: 'client',
      acknowledged: 50,
      lost,
      ...(lost > 0 && { first: { key: 'a', at: at(1000) } }),
      everyMs: 100,
    });
    expect(judge({ ...good, lostSinceImpact: since(0) }, 'T5').verdict).toBe('met');
    expect(judge({ ...good, lostSinceImpact: since(2) }, 'T5')).toMatchObject({
      verdict: 'missed',
      rpo: { result: 'met' },
      reasons: [
        `2 writes that were acknowledged after the failure are lost, the first of ${at(1000)}.`,
      ],
    });
  });

  it('takes bounds from metadata for bounds, never for a measurement', () => {
    const bounded = {
      ...good,
      checks: [result({})],
      bounds: [{ source: 'SnapshotDatabaseTime', instant: at(-1000) }],
    };
    expect(judge(bounded, 'T5')).toMatchObject({
      verdict: 'unproven',
      rpo: { result: 'unproven', bounds: [{ source: 'SnapshotDatabaseTime', ms: 1000 }] },
    });
  });

  it('is missed, not unproven, when the RTO ran out before anything was verified', () => {
    const stuck = { ...good, milestones: { T0: milestone('T0', 0) }, lastAt: at(HOUR + 1) };
    expect(judge(stuck, 'T5')).toMatchObject({ verdict: 'missed', rto: { result: 'missed' } });
  });

  it('never takes a run for faster than either clock says, and is unproven where they disagree', () => {
    const jump = (byMs: number, wallMs: number) => ({
      ...good,
      milestones: { T0: milestone('T0', 0), T5: milestone('T5', wallMs) },
      clockJumps: [{ at: at(wallMs - 1), byMs, reached: ['T0' as const] }],
    });
    // The machine slept, or the clock was set forward: 5 h by the wall, 1 min by the other.
    expect(judge(jump(5 * HOUR - 60_000, 5 * HOUR), 'T5')).toMatchObject({
      verdict: 'unproven',
      rto: { actualMs: 5 * HOUR, result: 'unproven' },
    });
    // Set back by two hours: 1 min by the wall, more than two hours in truth.
    expect(judge(jump(-2 * HOUR, 60_000), 'T5')).toMatchObject({
      verdict: 'unproven',
      rto: { actualMs: 2 * HOUR + 60_000 },
    });
    // Both clocks say that it was in time.
    expect(judge(jump(60_000, 600_000), 'T5')).toMatchObject({ verdict: 'met' });
  });

  it('counts the stalest of several newest checks', () => {
    const stale = { ...newest(-6 * HOUR), id: 'orders' };
    expect(judge({ ...good, checks: [result({}), newest(-5000), stale] }, 'T5')).toMatchObject({
      verdict: 'missed',
      rpo: { actualMs: 6 * HOUR },
    });
  });

  it('is not met by an impact that lies after the recovery', () => {
    const early = { ...good, milestones: { T0: milestone('T0', HOUR), T5: milestone('T5', 0) } };
    expect(judge(early, 'T5').rto).toMatchObject({ result: 'unproven' });
  });

  it('leaves jumps before the impact and after the recovery out', () => {
    const jumped = {
      ...good,
      clockJumps: [
        { at: at(-1), byMs: 86_400_000, reached: [] },
        { at: at(700_000), byMs: 86_400_000, reached: ['T0' as const, 'T5' as const] },
      ],
    };
    expect(judge(jumped, 'T5').rto).toMatchObject({ actualMs: 600_000, result: 'met' });
  });

  it('is never met when anything it needs is unknown or bad', () => {
    const outcome = fc.constantFrom('passed', 'failed', 'unproven', 'absent');
    const maybe = (milestone: Milestone) => fc.option(fc.constant(milestone), { nil: undefined });
    fc.assert(
      fc.property(
        maybe(milestone('T0', 0)),
        maybe(milestone('T5', 600_000)),
        outcome,
        fc.boolean(),
        (T0, T5, write, hasNewest) => {
          const checks = [
            ...(write === 'absent' ? [] : [result({ outcome: write as CheckResult['outcome'] })]),
            ...(hasNewest ? [newest(-5000)] : []),
          ];
          const milestones = { ...(T0 && { T0 }), ...(T5 && { T5 }) };
          const { verdict, reasons } = judge({ ...good, milestones, checks }, 'T5');
          const complete = T0 && T5 && write === 'passed' && hasNewest;
          expect(verdict === 'met').toBe(Boolean(complete));
          expect(reasons.length > 0).toBe(verdict !== 'met');
        },
      ),
    );
  });
});
