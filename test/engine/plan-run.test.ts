import { expect, test } from 'vitest';
import { runbook } from '../../runbooks/restore-rds/runbook.ts';
import type { Probe } from '../../src/core/activity.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { activityContext } from '../support/activity-context.ts';

const { drill } = readDrill('drills/restore-rds.yaml', {});
const names = {
  run: 'restore-rds-1',
  environment: 'aws',
  region: 'ap-northeast-1',
  accountId: '111122223333',
  openedAt: '2026-11-24T01:00:00.000Z',
  live: false,
} as const;

/** What was looked at, with the one look that is not done yet. */
async function planWith(pending: string) {
  const looked: string[] = [];
  const activities = Object.fromEntries(
    Object.entries(runbook.activities).map(([name, activity]) => {
      if (activity.kind !== 'probe') return [name, activity];
      const poll: Probe<unknown, unknown>['poll'] = async (_, input) => {
        looked.push(name);
        if (name !== pending) return { status: 'done', output: activity.plan(input, names).output };
        return { status: 'pending', progress: { message: 'the first backup is being made' } };
      };
      return [name, { ...activity, poll }];
    }),
  );
  const plan = await planRun({
    runbook: { ...runbook, activities },
    drill,
    names,
    look: () => activityContext(),
  });
  return { plan, looked };
}

test('a plan says what a run would have to wait for, and looks at nothing that may depend on it', async () => {
  const { plan, looked } = await planWith('rds.inspect-source');
  expect(looked).toEqual(['account.confirm-identity', 'rds.inspect-source']);
  expect(plan.failure).toBeUndefined();
  expect(plan.steps.slice(0, 3)).toMatchObject([
    { id: 'identity', how: 'looked' },
    { id: 'source', how: 'awaited', awaits: 'the first backup is being made' },
    { id: 'target', how: 'foreseen' },
  ]);
  expect(plan.steps.at(-1)).toMatchObject({ id: 'clean-up' });
});
