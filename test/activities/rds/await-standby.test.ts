import { type DBInstance, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { awaitStandby } from '../../../src/activities/rds/await-standby.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
} from '../../support/activity-context.ts';
import { primary, REGION_A } from '../../support/activity-rds.ts';

const input = {
  region: REGION_A,
  id: 'orders-prod',
  resourceId: 'db-PRIMARY',
  primaryZone: 'ap-northeast-1c',
};
const rebuilt = {
  AvailabilityZone: 'ap-northeast-1c',
  SecondaryAvailabilityZone: 'ap-northeast-1a',
};

function look(instance: Partial<DBInstance>) {
  const aws = scriptedAws();
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [primary(instance)] });
  return awaitStandby.poll(activityContext({ services: { aws: aws.aws } }), input);
}

test('is done when there is a standby in another zone', async () => {
  const done = doneFrom(await look(rebuilt));
  expect(done.facts).toContainEqual({
    label: 'Primary at the end',
    value: 'orders-prod in ap-northeast-1c',
  });
  expect(done.output).toEqual({
    availabilityZone: 'ap-northeast-1c',
    secondaryAvailabilityZone: 'ap-northeast-1a',
    readyAt: '2026-11-24T01:00:00.000Z',
  });
});

test('does not believe a look that still shows the time before the failover', async () => {
  expect(pendingFrom(await look({}))).toContain('still shows the primary in ap-northeast-1a');
});

test.each([
  ['there is none yet', { ...rebuilt, SecondaryAvailabilityZone: undefined }],
  [
    'it would be in the primary’s own zone',
    { ...rebuilt, SecondaryAvailabilityZone: 'ap-northeast-1c' },
  ],
  ['the instance is being changed', { ...rebuilt, DBInstanceStatus: 'modifying' }],
  ['it becomes Multi-AZ', { ...rebuilt, MultiAZ: false, PendingModifiedValues: { MultiAZ: true } }],
])('waits while %s', async (_case, instance) => {
  pendingFrom(await look(instance));
});

test('does not wait for an instance that will never have one', async () => {
  expect(await failureFrom(look({ MultiAZ: false }))).toMatchObject({ code: 'NOT_MULTI_AZ' });
});
