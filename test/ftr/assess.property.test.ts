import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '../../src/ftr/assess.ts';
import { EDITION_IDS, type EditionId } from '../../src/ftr/edition.ts';
import { EDITIONS } from '../../src/ftr/editions.ts';
import type { Facts, KnownRun } from '../../src/ftr/facts.ts';
import {
  daysAgo,
  declaredDrill,
  factsWith,
  failoverRun,
  lookRun,
  restoreRun,
  rootRun,
  said,
} from '../support/ftr-facts.ts';

const OUTCOMES = ['pass', 'fail', 'unknown', 'attested', 'not-applicable'] as const;
const FINDINGS = [
  'root-mfa',
  'root-access-keys',
  'root-events',
  'contact-billing',
  'trail-logging',
];

const anyRun: fc.Arbitrary<KnownRun> = fc
  .record({
    make: fc.constantFrom(restoreRun, failoverRun, rootRun),
    drill: fc.constantFrom('a', 'b'),
    age: fc.integer({ min: 0, max: 400 }),
    result: fc.constantFrom('passed', 'failed', 'none'),
    status: fc.constantFrom('completed', 'failed', 'aborted', 'interrupted'),
    place: fc.constantFrom('aws', 'aws', 'aws', 'sandbox', 'elsewhere'),
    mode: fc.constantFrom('rehearsal', 'live', 'tabletop'),
    scenario: fc.constantFrom(
      'accidental-data-loss',
      'instance-failure',
      'az-failure',
      'root-compromise',
    ),
    version: fc.constantFrom('1.0.0', '1.0.0', '0.9.0'),
    verified: fc.constantFrom(true, true, false),
    actualMs: fc.constantFrom(1_000, 20_000_000),
    looks: fc.dictionary(fc.constantFrom(...FINDINGS), fc.constantFrom(...OUTCOMES)),
    backup: fc.constantFrom(undefined, 0, 7),
  } as const)
  .map(({ make, age, version, actualMs, looks, backup, result, status, ...more }) => {
    const openedAt = daysAgo(age);
    const run = make({
      ...more,
      result,
      status: result === 'passed' ? 'completed' : status,
      openedAt,
      run: `${more.drill}-${age}-${more.place}-${result}`,
      posture: lookRun(looks, { openedAt }).posture,
      ...(backup !== undefined && {
        backups: [
          {
            instance: 'orders',
            retentionDays: backup,
            latestRestorableAt: openedAt,
            seenAt: openedAt,
            rpoMs: 1,
          },
        ],
      }),
      rto: { objectiveMs: 1, actualMs, result: 'met', method: 'T5 − T0' },
    });
    return { ...run, runbook: { ...run.runbook, version } };
  });

/** Small enough to be read where a property fails; `factsOf` makes the whole of it. */
interface Recipe {
  readonly edition: EditionId;
  readonly runs: readonly KnownRun[];
  readonly drills: Facts['drills'];
  readonly word: true | false | 'not-applicable' | undefined;
  /** Which requirement the word is about. */
  readonly about: number;
}

const recipe: fc.Arbitrary<Recipe> = fc.record({
  edition: fc.constantFrom(...EDITION_IDS),
  runs: fc.array(anyRun, { maxLength: 8 }),
  drills: fc.constantFrom([], [declaredDrill({ name: 'a' })]),
  word: fc.constantFrom(undefined, true, false, 'not-applicable' as const),
  about: fc.nat(100),
});

function factsOf({ edition, word, about, ...more }: Recipe): Facts {
  const { requirements } = EDITIONS[edition];
  const id = requirements[about % requirements.length]?.id ?? '';
  return factsWith({ edition, ...more, said: word === undefined ? [] : [said(id, word)] });
}

const statuses = (facts: Facts) =>
  new Map(assess(facts).map(({ requirement, status }) => [requirement.subject, status]));

/** Rather many, since most runs that can be made up do not count. */
const MANY = { numRuns: 400 };

describe('whatever else is known', () => {
  test('a run outside AWS, a tabletop or an unverified one changes no status', () => {
    const idle = anyRun.chain((run) =>
      fc.constantFrom<KnownRun>(
        { ...run, place: 'sandbox' },
        { ...run, place: 'elsewhere' },
        { ...run, mode: 'tabletop' },
        { ...run, verified: false },
      ),
    );
    fc.assert(
      fc.property(recipe, idle, (made, run) => {
        const facts = factsOf(made);
        const more = { ...facts, runs: [...facts.runs, run] };
        expect([...statuses(more)]).toEqual([...statuses(facts)]);
      }),
      MANY,
    );
  });

  test('runs outside AWS alone prove nothing', () => {
    fc.assert(
      fc.property(recipe, (made) => {
        const facts = factsOf(made);
        const runs = facts.runs.map((run) => ({ ...run, place: 'sandbox' as const }));
        const alone = statuses({ ...facts, runs, drills: [] });
        expect([...alone.values()]).not.toContain('proven');
      }),
      MANY,
    );
  });

  test('a test is lost only to a newer one of its drill that failed', () => {
    fc.assert(
      fc.property(recipe, anyRun, (made, added) => {
        const facts = factsOf(made);
        const before = statuses(facts);
        const after = statuses({ ...facts, runs: [...facts.runs, added] });
        const lost = ['BAR-002', 'RES-004'].filter(
          (subject) => before.get(subject) === 'proven' && after.get(subject) !== 'proven',
        );
        if (lost.length === 0) return;
        expect(added.result).toBe('failed');
        const newer = facts.runs.filter(
          ({ drill, openedAt, result, type, scenario, place, mode, verified }) =>
            drill === added.drill &&
            type === added.type &&
            scenario === added.scenario &&
            place === 'aws' &&
            mode !== 'tabletop' &&
            verified &&
            result === 'passed' &&
            openedAt > added.openedAt,
        );
        // What is newer and passed would stand for the drill, had its runbook or its objectives not changed.
        const standing = newer.filter(
          ({ runbook, rto, rpo, drill }) =>
            runbook.version === '1.0.0' &&
            !(drill === 'a' && facts.drills.length > 0 && isSlow(rto ?? rpo)),
        );
        expect(standing).toEqual([]);
      }),
      MANY,
    );
  });

  test('the order in which runs are told makes no difference', () => {
    fc.assert(
      fc.property(recipe, (made) => {
        const facts = factsOf(made);
        expect([...statuses({ ...facts, runs: facts.runs.toReversed() })]).toEqual([
          ...statuses(facts),
        ]);
      }),
    );
  });

  test('what is not settled has a next step, and nothing else but "not met" has', () => {
    fc.assert(
      fc.property(recipe, (made) => {
        const facts = factsOf(made);
        for (const { status, next, reasons } of assess(facts)) {
          expect(next !== undefined).toBe(status === 'unknown' || status === 'not-met');
          if (status !== 'proven') expect(reasons.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

function isSlow(measure: KnownRun['rpo']): boolean {
  return measure !== undefined && 'actualMs' in measure && (measure.actualMs ?? 0) > 14_400_000;
}
