import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { findLeftovers } from '../../src/activities/leftovers.ts';
import { DRILL_TAG } from '../../src/core/resource.ts';
import { scriptedAws } from '../support/activity-aws.ts';
import { restored, runTag } from '../support/activity-rds.ts';

test('finds what carries a run’s tag, on every page, and nothing else', async () => {
  const { aws, rds } = scriptedAws();
  rds
    .on(DescribeDBInstancesCommand, {})
    .resolves({
      DBInstances: [restored({ DBInstanceIdentifier: 'production', TagList: [] })],
      Marker: 'more',
    })
    .on(DescribeDBInstancesCommand, { Marker: 'more' })
    .resolves({
      DBInstances: [
        restored({
          DBInstanceIdentifier: 'kunren-may',
          DBInstanceStatus: 'creating',
          InstanceCreateTime: undefined,
          TagList: [...runTag('may'), { Key: DRILL_TAG, Value: 'restore-rds' }],
        }),
      ],
    });
  expect(await findLeftovers({ aws }, ['ap-northeast-1'])).toEqual([
    {
      type: 'rds:db-instance',
      id: 'kunren-may',
      region: 'ap-northeast-1',
      run: 'may',
      drill: 'restore-rds',
      status: 'creating',
    },
  ]);
});
