import { GetHealthCheckStatusCommand } from '@aws-sdk/client-route-53';
import { beforeEach, expect, test } from 'vitest';
import { awaitHealth } from '../../../src/activities/route53/await-health.ts';
import { judgeHealth } from '../../../src/activities/route53/health-check.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { FAILURE, observed, SUCCESS } from '../../support/activity-route53.ts';

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

const said = (...statuses: string[]) =>
  aws.route53.on(GetHealthCheckStatusCommand).resolves(observed(...statuses));

const look = (want: 'healthy' | 'unhealthy', since?: string) =>
  awaitHealth.poll(context, { healthCheckId: 'hc', want, ...(since && { since }) });

test('waits while the checkers say otherwise, and tells what they say', async () => {
  said(SUCCESS, SUCCESS, FAILURE);
  expect(pendingFrom(await look('unhealthy'))).toBe(`healthy by 2 of 3 checkers (${FAILURE})`);
});

test('is done at the instant at which it is seen', async () => {
  said(FAILURE, FAILURE);
  const done = doneFrom(await look('unhealthy'));
  expect(done.output).toEqual({ healthy: false, at: '2026-11-24T01:00:00.000Z' });
  said(SUCCESS);
  expect(doneFrom(await look('healthy')).output.healthy).toBe(true);
});

test('no word of any checker is neither', async () => {
  said();
  expect(pendingFrom(await look('unhealthy'))).toBe('no checker has looked yet');
  expect(pendingFrom(await look('healthy'))).toBe('no checker has looked yet');
});

test('what a checker saw before does not count', async () => {
  said(FAILURE);
  expect(pendingFrom(await look('unhealthy', '2026-11-24T01:00:00.001Z'))).toContain('no checker');
  expect(doneFrom(await look('unhealthy', '2026-11-24T01:00:00.000Z')).output.healthy).toBe(false);
});

test.each([
  [1, 4, true],
  [2, 11, true],
  [18, 100, false],
  [19, 100, true],
  [1, 6, false],
  [0, 3, false],
])('%i of %i checkers: healthy is %s, since more than 18 %% are needed', (good, all, healthy) => {
  const statuses = Array.from({ length: all }, (_, index) => (index < good ? SUCCESS : FAILURE));
  expect(judgeHealth(observed(...statuses).HealthCheckObservations).healthy).toBe(healthy);
});
