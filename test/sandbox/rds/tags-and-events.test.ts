import { expect, test } from 'vitest';
import { failureOf, startCloud } from '../cloud-harness.ts';

const ARN = 'arn:aws:rds:ap-northeast-1:000000000000';

test('tags are added, replaced and removed on every kind of resource', async () => {
  const cloud = await startCloud();
  const snapshot = await cloud.firstSnapshot();
  const resources = [
    'db:orders-prod',
    `snapshot:${snapshot}`,
    'subgrp:default',
    'pg:orders-postgres18',
  ];
  for (const resource of resources) {
    const ResourceName = `${ARN}:${resource}`;
    const tags = async () => (await cloud.rds.listTagsForResource({ ResourceName })).TagList ?? [];
    const before = await tags();
    await cloud.rds.addTagsToResource({
      ResourceName,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '' },
      ],
    });
    await cloud.rds.addTagsToResource({ ResourceName, Tags: [{ Key: 'a', Value: '2' }] });
    expect(await tags()).toEqual([...before, { Key: 'a', Value: '2' }, { Key: 'b', Value: '' }]);
    await cloud.rds.removeTagsFromResource({ ResourceName, TagKeys: ['a', 'b', 'never-there'] });
    expect(await tags()).toEqual(before);
  }
});

test('a resource that is not there has no tags', async () => {
  const { rds } = await startCloud();
  const list = (ResourceName: string) => failureOf(rds.listTagsForResource({ ResourceName }));
  expect(await list(`${ARN}:db:nobody`)).toMatchObject({ code: 'DBInstanceNotFound' });
  expect(await list(`${ARN}:snapshot:none`)).toMatchObject({ code: 'DBSnapshotNotFound' });
  expect(await list('orders-prod')).toMatchObject({ code: 'InvalidParameterValue' });
  expect(await list('arn:aws:rds:eu-west-1:000000000000:db:orders-prod')).toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('a resource has at most 50 tags', async () => {
  const { rds } = await startCloud();
  const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
  const call = rds.addTagsToResource({ ResourceName: `${ARN}:db:orders-prod`, Tags });
  expect(await failureOf(call)).toMatchObject({ code: 'InvalidParameterValue' });
});

test('what happened to an instance is told by its events, in its time', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  cloud.clock.advance(1000);
  await cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  await cloud.isGone('copy');
  const events = async (input: object) => {
    const { Events = [] } = await cloud.rds.describeEvents({
      SourceType: 'db-instance',
      SourceIdentifier: 'copy',
      ...input,
    });
    return Events.map((event) => event.Message);
  };
  const restored = 'Restored from snapshot rds:orders-prod-2026-11-24-01-00';
  expect(await events({})).toEqual([restored, 'DB instance deleted']);
  expect(await events({ EventCategories: ['deletion'] })).toEqual(['DB instance deleted']);
  expect(await events({ EndTime: new Date('2026-11-24T01:00:00.500Z') })).toEqual([restored]);
  expect(await events({ StartTime: new Date('2026-11-24T01:00:00.500Z') })).toEqual([
    'DB instance deleted',
  ]);
  cloud.clock.advance(61 * 60_000);
  expect(await events({})).toEqual([]);
  expect(await events({ Duration: 120 })).toHaveLength(2);
  const call = cloud.rds.describeEvents({ SourceIdentifier: 'copy' });
  expect(await failureOf(call)).toMatchObject({ code: 'InvalidParameterCombination' });
});
