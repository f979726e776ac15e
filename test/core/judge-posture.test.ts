import { describe, expect, it } from 'vitest';
import { foldRecords } from '../../src/core/fold-record.ts';
import { judge } from '../../src/core/judge.ts';
import { changesOf, postureAt } from '../../src/core/judge-posture.ts';
import type { PostureOutcome, PostureSnapshot } from '../../src/core/posture.ts';
import type { RunState } from '../../src/core/run-state.ts';
import { EngineHarness } from '../support/engine-harness.ts';
import { postureFinding } from '../support/posture-finding.ts';

const START = Date.parse('2026-11-24T01:00:00.000Z');
const at = (ms: number) => new Date(START + ms).toISOString();
const ACCOUNT = '111122223333';

type Outcomes = { readonly [id: string]: PostureOutcome };

function snapshot(label: PostureSnapshot['label'], outcomes: Outcomes): PostureSnapshot {
  return {
    label,
    account: ACCOUNT,
    findings: Object.entries(outcomes).map(([id, outcome]) => postureFinding(id, outcome)),
  };
}

/** Recovered in time, without data, and what the two looks found. */
function run(before: Outcomes, after: Outcomes | undefined, required: readonly string[]): RunState {
  const opened = foldRecords(new EngineHarness().journal);
  const { rtoMs } = opened.drill.objectives;
  const { database: _, ...drill } = opened.drill;
  return {
    ...opened,
    drill: { ...drill, objectives: { rtoMs }, checks: [] },
    milestones: {
      T0: { id: 'T0', instant: at(0), source: 'measured', errorMs: 0 },
      T5: { id: 'T5', instant: at(60_000), source: 'measured', errorMs: 0 },
    },
    posture: [
      { ...snapshot('before', before), required },
      ...(after ? [snapshot('after', after)] : []),
    ],
  };
}

const verdict = (...args: Parameters<typeof run>) => judge(run(...args), 'T5');

describe('the verdict of a run that recovers no data', () => {
  it('is met by its RTO and by required findings that are good, and makes nothing of the RPO', () => {
    expect(
      verdict({ mfa: 'fail', keys: 'pass' }, { mfa: 'pass', keys: 'attested' }, ['mfa', 'keys']),
    ).toMatchObject({
      verdict: 'met',
      rto: { result: 'met' },
      rpo: { result: 'not-applicable', method: 'no data is recovered' },
      checks: { passed: 2, failed: 0, unproven: 0 },
      reasons: [],
    });
  });

  it('is met where only that got worse which the recovery makes worse on purpose, and tells it', () => {
    const { posture, ...state } = run(
      { mfa: 'pass', 'no-password': 'pass' },
      { mfa: 'pass', 'no-password': 'fail' },
      ['mfa'],
    );
    expect(judge({ ...state, posture }, 'T5')).toMatchObject({ verdict: 'missed' });
    const meant = posture.map((each) => ({ ...each, intended: ['no-password'] }));
    expect(judge({ ...state, posture: meant }, 'T5')).toMatchObject({
      verdict: 'met',
      reasons: [],
    });
    expect(changesOf({ posture: meant })).toMatchObject([{ id: 'no-password', kind: 'worse' }]);
  });

  it('is missed where a required finding is known to be bad', () => {
    expect(verdict({ mfa: 'fail', keys: 'pass' }, { mfa: 'fail', keys: 'pass' }, ['mfa'])).toEqual(
      expect.objectContaining({
        verdict: 'missed',
        checks: { passed: 0, failed: 1, unproven: 0 },
        reasons: ['1 of 1 findings that are required after the recovery failed: mfa.'],
      }),
    );
  });

  it('is unproven where a required finding is unknown afterwards', () => {
    expect(verdict({ mfa: 'pass' }, { mfa: 'unknown' }, ['mfa'])).toMatchObject({
      verdict: 'unproven',
      checks: { passed: 0, failed: 0, unproven: 1 },
      reasons: ['1 of 1 findings that are required after the recovery unproven: mfa.'],
    });
  });

  it('is unproven where nobody looked afterwards, however good it was before', () => {
    expect(verdict({ mfa: 'pass' }, undefined, ['mfa'])).toMatchObject({ verdict: 'unproven' });
    expect(verdict({ mfa: 'pass' }, { keys: 'pass' }, ['mfa'])).toMatchObject({
      verdict: 'unproven',
    });
  });

  it('is missed where something is worse than before, though it was not required', () => {
    expect(
      verdict({ mfa: 'pass', trail: 'pass' }, { mfa: 'pass', trail: 'fail' }, ['mfa']),
    ).toMatchObject({
      verdict: 'missed',
      checks: { passed: 1, failed: 0, unproven: 0 },
      reasons: ['Worse than before the recovery: Title of trail: pass → fail.'],
    });
  });

  it('is unproven where nothing was required and nothing checked', () => {
    expect(verdict({ mfa: 'pass' }, { mfa: 'pass' }, [])).toMatchObject({
      verdict: 'unproven',
      reasons: ['Nothing was checked: no data, and nothing that the account has to be.'],
    });
  });

  it('takes the newest of several looks at the same time', () => {
    const looked = run({ mfa: 'fail' }, { mfa: 'fail', keys: 'pass' }, ['mfa']);
    const again = { ...looked, posture: [...looked.posture, snapshot('after', { mfa: 'pass' })] };
    expect(judge(again, 'T5').verdict).toBe('met');
    expect(postureAt(again.posture, 'after')?.findings.map(({ id }) => id)).toEqual([
      'mfa',
      'keys',
    ]);
  });

  it('makes nothing of how it was in the middle', () => {
    const through = run({ mfa: 'fail' }, { mfa: 'pass' }, ['mfa']);
    const posture = [...through.posture, snapshot('during', { mfa: 'fail' })];
    expect(judge({ ...through, posture }, 'T5').verdict).toBe('met');
  });
});
