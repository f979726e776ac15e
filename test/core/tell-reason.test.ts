import { expect, it } from 'vitest';
import { type Reason, tellReason } from '../../src/core/tell-reason.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';

it('says why an objective was not measured, and nothing twice', () => {
  const reasons = [{}, { why: 'only-bounds' } as const].map(
    (more): Reason => ({
      code: 'not-measured',
      of: 'RPO',
      method: { code: 'not-measured', ...more },
      objectiveMs: 300_000,
    }),
  );
  expect(reasons.map(tellReason)).toEqual([
    'The RPO was not measured, so the objective of 5 min is unproven.',
    'The RPO was not measured (only bounds from metadata), so the objective of 5 min is unproven.',
  ]);
  expect(reasons.map(JAPANESE.told.reason)[0]).toBe(
    'RPOは計測されていないため、目標5分の達成は立証されていません。',
  );
});
