import { expect, test, vi } from 'vitest';
import { failureOf, RUN_TAGS, SOON, startCloud } from '../cloud-harness.ts';

test('the first automated snapshot is there as soon as the cloud is', async () => {
  const { rds } = await startCloud();
  const { DBSnapshots } = await rds.describeDBSnapshots({
    DBInstanceIdentifier: 'orders-prod',
    SnapshotType: 'automated',
  });
  expect(DBSnapshots).toMatchObject([
    {
      DBSnapshotIdentifier: 'rds:orders-prod-2026-11-24-01-00',
      DBInstanceIdentifier: 'orders-prod',
      SnapshotType: 'automated',
      Status: 'available',
      PercentProgress: 100,
      Encrypted: true,
      MasterUsername: 'orders_admin',
      SnapshotCreateTime: new Date('2026-11-24T01:00:00.000Z'),
      OriginalSnapshotCreateTime: new Date('2026-11-24T01:00:00.000Z'),
      SnapshotDatabaseTime: new Date('2026-11-24T00:59:58.500Z'),
    },
  ]);
});

test('an automated snapshot is taken every ten minutes, and those of an hour are kept', async () => {
  const cloud = await startCloud();
  const names = async () => {
    const { DBSnapshots = [] } = await cloud.rds.describeDBSnapshots({ SnapshotType: 'automated' });
    return DBSnapshots.map((each) => each.DBSnapshotIdentifier?.slice(-5));
  };
  const all = ['01-00', '01-10', '01-20', '01-30', '01-40', '01-50', '02-00'];
  const expected = [
    all.slice(0, 2),
    all.slice(0, 3),
    all.slice(0, 4),
    all.slice(0, 5),
    all.slice(0, 6),
    all.slice(1),
  ];
  for (const list of expected) {
    for (let minutes = 0; minutes < 10; minutes += 0.5) {
      await cloud.looksAreOver();
      cloud.clock.advance(30_000);
    }
    // It waits for its turn when a plan of AWS Backup takes one at the same moment.
    await cloud.watch(2);
    await vi.waitFor(async () => expect(await names()).toEqual(list), SOON);
  }
  const kept = () => [...cloud.host.snapshots].filter((id) => id.startsWith('rds:'));
  await vi.waitFor(() => expect(kept()).toHaveLength(6), SOON);
});

test('an automated snapshot that failed is taken again, and not only when the next one is due', async () => {
  const cloud = await startCloud();
  const statuses = async () => {
    const { DBSnapshots = [] } = await cloud.rds.describeDBSnapshots({ SnapshotType: 'automated' });
    return DBSnapshots.map((each) => each.Status);
  };
  cloud.clock.advance(600_000);
  await vi.waitFor(async () => {
    // A plan of AWS Backup takes one at the same moment, and may be the first.
    cloud.host.fail('takeSnapshot', 'no room');
    await cloud.watch(1);
    expect(await statuses()).toContain('failed');
  }, SOON);
  const failedAt = cloud.clock.now();
  const available = (all: readonly unknown[]) => all.filter((each) => each === 'available').length;
  const before = available(await statuses());
  await vi.waitFor(async () => {
    cloud.clock.advance(60_000);
    await cloud.watch(2);
    expect(available(await statuses())).toBeGreaterThan(before);
  }, SOON);
  expect(cloud.clock.now() - failedAt).toBeLessThan(500_000);
});

test('a manual snapshot is creating, then available, and its instance is backing up meanwhile', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('takeSnapshot');
  const { DBSnapshot } = await cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'By-Hand',
    DBInstanceIdentifier: 'orders-prod',
    Tags: RUN_TAGS,
  });
  expect(DBSnapshot).toMatchObject({
    DBSnapshotIdentifier: 'by-hand',
    SnapshotType: 'manual',
    Status: 'creating',
  });
  expect(DBSnapshot?.SnapshotCreateTime).toBeUndefined();
  await cloud.reaches('orders-prod', 'backing-up');
  const second = cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'another',
    DBInstanceIdentifier: 'orders-prod',
  });
  expect(await failureOf(second)).toMatchObject({ code: 'InvalidDBInstanceState' });
  const restore = cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: 'by-hand',
  });
  expect(await failureOf(restore)).toMatchObject({ code: 'InvalidDBSnapshotState' });

  release();
  await cloud.reaches('orders-prod', 'available');
  const found = await cloud.rds.describeDBSnapshots({ DBSnapshotIdentifier: 'by-hand' });
  // Production's tags are copied, as its settings say, and the caller's come on top.
  expect(found.DBSnapshots).toMatchObject([{ Status: 'available' }]);
  expect(found.DBSnapshots?.[0]?.TagList).toEqual(
    expect.arrayContaining([{ Key: 'service', Value: 'orders' }, ...RUN_TAGS]),
  );
});

test('snapshots are found by id, type, instance and filters', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'by-hand',
    DBInstanceIdentifier: 'copy',
  });
  const count = async (input: object) =>
    (await cloud.rds.describeDBSnapshots(input)).DBSnapshots?.length;
  const all = await count({});
  expect(await count({ SnapshotType: 'automated' })).toBe(1);
  expect(await count({ SnapshotType: 'shared' })).toBe(0);
  expect(await count({ DBInstanceIdentifier: 'COPY' })).toBe(1);
  expect(await count({ DBInstanceIdentifier: 'orders-prod' })).toBe((all ?? 0) - 1);
  expect(await count({ DBInstanceIdentifier: 'nobody' })).toBe(0);
  expect(await count({ Filters: [{ Name: 'snapshot-type', Values: ['automated'] }] })).toBe(1);
  expect(await count({ Filters: [{ Name: 'db-snapshot-id', Values: ['by-hand'] }] })).toBe(1);
  const arn = 'arn:aws:rds:ap-northeast-1:000000000000:snapshot:by-hand';
  expect(await count({ DBSnapshotIdentifier: arn })).toBe(1);
  expect(
    await failureOf(cloud.rds.describeDBSnapshots({ DBSnapshotIdentifier: 'none' })),
  ).toMatchObject({ name: 'DBSnapshotNotFoundFault', code: 'DBSnapshotNotFound', status: 404 });
  expect(
    await failureOf(cloud.rds.describeDBSnapshots({ SnapshotType: 'polaroid' })),
  ).toMatchObject({ code: 'InvalidParameterValue' });
});

test('a snapshot that cannot be made is refused', async () => {
  const cloud = await startCloud();
  await cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'taken',
    DBInstanceIdentifier: 'orders-prod',
  });
  await cloud.reaches('orders-prod', 'available');
  const wrong: [object, object][] = [
    [{ DBSnapshotIdentifier: 'taken' }, { code: 'DBSnapshotAlreadyExists' }],
    [{ DBSnapshotIdentifier: 'rds:mine' }, { code: 'InvalidParameterValue' }],
    [{ DBInstanceIdentifier: 'nobody' }, { code: 'DBInstanceNotFound', status: 404 }],
  ];
  for (const [input, expected] of wrong) {
    const call = cloud.rds.createDBSnapshot({
      DBSnapshotIdentifier: 'free',
      DBInstanceIdentifier: 'orders-prod',
      ...input,
    });
    expect(await failureOf(call)).toMatchObject({ status: 400, ...expected });
  }
});

test('a snapshot that fails is failed, and the instance goes on', async () => {
  const cloud = await startCloud();
  cloud.host.fail('takeSnapshot', 'the disk is full');
  await cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'by-hand',
    DBInstanceIdentifier: 'orders-prod',
  });
  await vi.waitFor(async () => {
    const found = await cloud.rds.describeDBSnapshots({ DBSnapshotIdentifier: 'by-hand' });
    expect(found.DBSnapshots?.[0]?.Status).toBe('failed');
  }, SOON);
  await cloud.reaches('orders-prod', 'available');
});

test('a manual snapshot can be deleted, an automated one or one in use cannot', async () => {
  const cloud = await startCloud();
  const remove = (DBSnapshotIdentifier: string) =>
    cloud.rds.deleteDBSnapshot({ DBSnapshotIdentifier });
  expect(await failureOf(remove(await cloud.firstSnapshot()))).toMatchObject({
    code: 'InvalidDBSnapshotState',
  });
  await cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'by-hand',
    DBInstanceIdentifier: 'orders-prod',
  });
  await cloud.reaches('orders-prod', 'available');
  const release = cloud.host.hold('restoreSnapshot');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: 'by-hand',
    BackupRetentionPeriod: 0,
  });
  expect(await failureOf(remove('by-hand'))).toMatchObject({ code: 'InvalidDBSnapshotState' });
  release();
  await cloud.reaches('copy', 'available');
  await remove('by-hand');
  await vi.waitFor(async () => {
    const call = cloud.rds.describeDBSnapshots({ DBSnapshotIdentifier: 'by-hand' });
    expect(await failureOf(call)).toMatchObject({ code: 'DBSnapshotNotFound' });
  }, SOON);
  expect(cloud.host.snapshots.has('by-hand')).toBe(false);
  expect(await failureOf(remove('by-hand'))).toMatchObject({ code: 'DBSnapshotNotFound' });
});

test('the 101st manual snapshot is one too many', async () => {
  const cloud = await startCloud();
  const create = (index: number) =>
    cloud.rds.createDBSnapshot({
      DBSnapshotIdentifier: `by-hand-${index}`,
      DBInstanceIdentifier: 'orders-prod',
    });
  const { DBSnapshots = [] } = await cloud.rds.describeDBSnapshots({ SnapshotType: 'manual' });
  for (let index = 1; index <= 100 - DBSnapshots.length; index += 1) {
    await create(index);
    await cloud.reaches('orders-prod', 'available');
  }
  expect(await failureOf(create(101))).toMatchObject({ code: 'SnapshotQuotaExceeded' });
}, 120_000);
