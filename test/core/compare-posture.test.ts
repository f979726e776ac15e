import { describe, expect, test } from 'vitest';
import { comparePosture } from '../../src/core/compare-posture.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import type { PostureFinding, PostureSnapshot } from '../../src/core/posture.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { postureFinding as finding } from '../support/posture-finding.ts';
import { sampleRun } from '../support/sample-run.ts';

const ACCOUNT = '111122223333';

function snapshot(
  label: PostureSnapshot['label'],
  ...findings: readonly PostureFinding[]
): PostureSnapshot {
  return { label, account: ACCOUNT, findings };
}

const compare = (before: PostureFinding, after: PostureFinding) =>
  comparePosture(snapshot('before', before), snapshot('after', after));

describe('two snapshots', () => {
  test('that say the same have no change, whenever they were taken', () => {
    const later = { at: '2026-11-24T02:00:00.000Z', reason: 'In other words.' };
    expect(
      compare(
        finding('mfa', 'pass', { observed: '1' }),
        finding('mfa', 'pass', { observed: '1', ...later }),
      ),
    ).toEqual([]);
  });

  test('tell a change in words, with what was read', () => {
    const before = finding('mfa', 'fail', { observed: 'MFA 0' });
    const after = finding('mfa', 'pass', { observed: 'MFA 1' });
    expect(compare(before, after)).toEqual([
      { id: 'mfa', kind: 'better', text: 'Title of mfa: fail → pass (MFA 0 → MFA 1)' },
    ]);
  });

  test.each([
    ['fail', 'pass', 'better'],
    ['fail', 'not-applicable', 'better'],
    ['pass', 'fail', 'worse'],
    ['unknown', 'fail', 'worse'],
    ['unknown', 'attested', 'learned'],
    ['pass', 'unknown', 'lost'],
    ['fail', 'unknown', 'lost'],
    ['pass', 'not-applicable', 'changed'],
  ] as const)('from %s to %s is %s', (was, is, kind) => {
    expect(compare(finding('mfa', was), finding('mfa', is))).toMatchObject([{ kind }]);
  });

  test('tell that something else was read, though the outcome is the same', () => {
    const [change] = compare(
      finding('phone', 'pass', { observed: '+81' }),
      finding('phone', 'pass', { observed: '+82' }),
    );
    expect(change).toMatchObject({
      kind: 'changed',
      text: 'Title of phone: pass as before, but +81 → +82',
    });
  });

  test('tell what only one of them looked at', () => {
    const changes = comparePosture(
      snapshot('before', finding('old', 'pass')),
      snapshot('after', finding('new', 'fail')),
    );
    expect(changes).toEqual([
      { id: 'new', kind: 'worse', text: 'Title of new: not looked at → fail' },
      { id: 'old', kind: 'lost', text: 'Title of old: pass → not looked at' },
    ]);
  });

  test('of different accounts are not compared', () => {
    const other = { ...snapshot('after'), account: '999988887777' };
    expect(() => comparePosture(snapshot('before'), other)).toThrow(
      expect.objectContaining({ code: 'POSTURE_INCOMPARABLE' }),
    );
  });
});

test('a run keeps every snapshot, in the order in which they were taken', () => {
  const records = sampleRun('met');
  const taken = [snapshot('before', finding('mfa', 'fail')), snapshot('after')];
  let next = 0;
  const withPosture = records.map((record): JournalRecord => {
    const posture = taken[next];
    if (record.type !== 'activity.succeeded' || !posture) return record;
    next += 1;
    return { ...record, data: { ...record.data, posture } };
  });
  expect(next).toBe(2);
  expect(foldRecords(withPosture).posture).toEqual(taken);
  expect(foldRecords(records).posture).toEqual([]);
});
