import { expect, test } from 'vitest';
import { aboutLeftovers } from '../../../src/cli/runs/about-leftovers.ts';
import { foldRecords } from '../../../src/core/fold-record.ts';
import type { ResourceState, RunState } from '../../../src/core/run-state.ts';
import { EngineHarness } from '../../support/engine-harness.ts';

const empty: RunState = foldRecords(new EngineHarness().journal);

function left(status: ResourceState['status'], failureClass?: 'safety' | 'environment') {
  const resource = { type: 'sql:fence', id: 'orders-prod/orders', region: 'ap-northeast-1' };
  const failure = { code: 'FENCE_STAYS', message: 'it stays', retryable: false, ambiguous: false };
  return {
    resource,
    activity: 'fence',
    status,
    at: '2026-11-24T01:00:00.000Z',
    ...(failureClass && { failure: { ...failure, class: failureClass } }),
  };
}

const about = (...resources: ResourceState[]) => aboutLeftovers({ ...empty, resources });

test('what a clean-up can remove is for drill clean, what it refused for safety is for a person', () => {
  expect(about()).toBeUndefined();
  expect(about(left('released'), left('handed-over'))).toBeUndefined();
  expect(about(left('kept'))).toBe(`drill clean ${empty.run}`);
  expect(about(left('leaked', 'environment'))).toBe(`drill clean ${empty.run}`);
  expect(about(left('leaked', 'safety'), left('leaked', 'environment'))).toContain('drill clean');
  expect(about(left('leaked', 'safety'))).toContain(`drill report ${empty.run}`);
});
