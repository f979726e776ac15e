import type { PostureFinding, PostureOutcome } from '../../src/core/posture.ts';

/** A finding of an account, of which a test needs little more than its outcome. */
export function postureFinding(
  id: string,
  outcome: PostureOutcome,
  more: Partial<PostureFinding> = {},
): PostureFinding {
  return {
    id,
    title: `Title of ${id}`,
    subject: '111122223333',
    outcome,
    reason: 'Because.',
    source: { call: 'iam:GetAccountSummary', field: 'SummaryMap' },
    at: '2026-11-24T01:00:00.000Z',
    ...more,
  };
}
