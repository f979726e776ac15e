import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Occurrence } from '../../src/core/schedule.ts';
import { findingsOf, STANDINGS, type StandingFacts, standingOf } from '../../src/core/standing.ts';

const UNCHANGED = { runbook: [], criteria: [], drill: [] };
const SAME = { differences: [], notCompared: [] };
const ON_TIME = { missed: [], overdue: [] };
const WELL: StandingFacts = { due: ON_TIME, changes: UNCHANGED, architecture: SAME };

const MONDAY: Occurrence = {
  at: '2027-01-04T10:00:00.000Z',
  local: '2027-01-04T10:00',
  slot: '2027-01-04',
  why: 'Monday',
  notes: [],
};

function standing(facts: StandingFacts) {
  return standingOf(findingsOf(facts));
}

describe('a drill', () => {
  test('stands well when it was rehearsed in time and nothing has changed', () => {
    expect(findingsOf(WELL)).toEqual([]);
    expect(standing(WELL)).toBe('ok');
  });

  test('is due when a moment has passed, and overdue when its grace has as well', () => {
    expect(standing({ ...WELL, due: { missed: [MONDAY], overdue: [] } })).toBe('due');
    expect(findingsOf({ ...WELL, due: { missed: [MONDAY], overdue: [MONDAY] } })).toEqual([
      { kind: 'overdue', since: MONDAY, missed: 1 },
    ]);
  });

  test('is stale for every change, and each is told', () => {
    const facts: StandingFacts = {
      ...WELL,
      changes: { runbook: ['restore-rds 1.0.0 → 1.1.0'], criteria: ['RTO 4 h → 2 h'], drill: [] },
      architecture: { differences: ['orders-prod: Multi-AZ yes → no'], notCompared: [] },
    };
    expect(findingsOf(facts).map((one) => one.kind === 'stale' && one.because)).toEqual([
      'runbook',
      'criteria',
      'architecture',
    ]);
  });

  test('is unknown, and not ok, where anything could not be compared', () => {
    const architecture = { differences: [], notCompared: ['orders-prod: access is denied'] };
    expect(standing({ ...WELL, architecture })).toBe('unknown');
  });

  test('that was never rehearsed and has no schedule says both, the more pressing first', () => {
    expect(findingsOf({}).map(({ kind }) => kind)).toEqual(['never-rehearsed', 'not-scheduled']);
  });
});

test('the standing is the most pressing finding, whatever else there is, and ok only without any', () => {
  const lines = fc.array(fc.constantFrom('one', 'another'), { maxLength: 2 });
  const moments = fc.array(fc.constant(MONDAY), { maxLength: 2 });
  const facts: fc.Arbitrary<StandingFacts> = fc.record(
    {
      due: fc.record({ missed: moments, overdue: moments }),
      changes: fc.record({ runbook: lines, criteria: lines, drill: lines }),
      architecture: fc.record({ differences: lines, notCompared: lines }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(facts, (known) => {
      const findings = findingsOf(known);
      const ranks = findings.map(({ kind }) => STANDINGS.indexOf(kind));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      expect(standing(known) === 'ok').toBe(findings.length === 0);
      const { due, changes, architecture } = known;
      const isWell =
        due?.missed.length === 0 &&
        changes !== undefined &&
        Object.values(changes).every((list) => list.length === 0) &&
        Object.values(architecture ?? {}).every((list) => list.length === 0);
      expect(standing(known) === 'ok').toBe(isWell);
    }),
  );
});
