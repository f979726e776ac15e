import { type DBInstance, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { confirmIsolation } from '../../../src/activities/rds/confirm-isolation.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
} from '../../support/activity-context.ts';
import { INSTANCE, notFound, restored, target } from '../../support/activity-rds.ts';

function look(overrides: Partial<DBInstance> = {}) {
  const { aws, rds } = scriptedAws();
  rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [restored(overrides)] });
  const context = activityContext({ services: { aws } });
  return confirmIsolation.poll(context, { id: INSTANCE, target });
}

test('reports where the instance stands', async () => {
  const { facts } = doneFrom(await look());
  expect(facts).toContainEqual({ label: 'Publicly accessible', value: 'no' });
  expect(facts).toContainEqual({ label: 'Isolated endpoint', value: 'restored.example:5432' });
});

const inSync = { DBParameterGroupName: target.parameterGroup, ParameterApplyStatus: 'in-sync' };

test.each<[string, Partial<DBInstance>]>([
  ['public', { PubliclyAccessible: true }],
  ['not said to be private', { PubliclyAccessible: undefined }],
  ['in another subnet group', { DBSubnetGroup: { DBSubnetGroupName: 'production' } }],
  [
    'in one security group too many',
    {
      VpcSecurityGroups: [
        { VpcSecurityGroupId: 'sg-drill', Status: 'active' },
        { VpcSecurityGroupId: 'sg-production', Status: 'active' },
      ],
    },
  ],
  ['in no security group', { VpcSecurityGroups: [] }],
  [
    'on the default parameters',
    { DBParameterGroups: [{ ...inSync, DBParameterGroupName: 'default' }] },
  ],
])('refuses an instance that is %s', async (_case, overrides) => {
  expect(await failureFrom(look(overrides))).toMatchObject({
    code: 'NOT_ISOLATED',
    class: 'safety',
    retryable: false,
  });
});

test.each(['pending-reboot', 'failed-to-apply'])(
  'does not wait for parameters that are %s, since that never ends by itself',
  async (status) => {
    const DBParameterGroups = [{ ...inSync, ParameterApplyStatus: status }];
    const failure = await failureFrom(look({ DBParameterGroups }));
    expect(failure).toMatchObject({ code: 'NOT_ISOLATED', class: 'safety' });
    expect(failure.message).toContain(status);
    expect(failure.message.includes('needs a reboot')).toBe(status === 'pending-reboot');
  },
);

test.each(['applying', 'adding'])('waits while its parameters are %s', async (status) => {
  const DBParameterGroups = [{ ...inSync, ParameterApplyStatus: status }];
  expect(pendingFrom(await look({ DBParameterGroups }))).toContain(status);
});

test('waits while a security group is being added', async () => {
  const VpcSecurityGroups = [{ VpcSecurityGroupId: 'sg-drill', Status: 'adding' }];
  expect(pendingFrom(await look({ VpcSecurityGroups }))).toContain('adding');
});

test('refuses what is not this run’s, or not there', async () => {
  expect(
    await failureFrom(look({ TagList: [], InstanceCreateTime: new Date('2026-11-23T01:00:00Z') })),
  ).toMatchObject({ code: 'NOT_OURS' });
  const { aws, rds } = scriptedAws();
  rds.on(DescribeDBInstancesCommand).rejects(notFound());
  const context = activityContext({ services: { aws } });
  const gone = confirmIsolation.poll(context, { id: INSTANCE, target });
  expect(await failureFrom(gone)).toMatchObject({ code: 'NOT_ISOLATED' });
});
