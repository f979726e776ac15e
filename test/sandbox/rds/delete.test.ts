import { expect, test } from 'vitest';
import { failureOf, startCloud } from '../cloud-harness.ts';

test('a deleted instance is deleting, then not found, and its server and automated snapshots go', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy', { BackupRetentionPeriod: 1 });
  const server = cloud.serverOf('copy');
  const release = cloud.host.hold('destroy');
  const remove = () =>
    cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  const { DBInstance } = await remove();
  expect(DBInstance?.DBInstanceStatus).toBe('deleting');
  expect(await cloud.statusOf('copy')).toBe('deleting');
  expect(await failureOf(remove())).toMatchObject({
    code: 'InvalidDBInstanceState',
    message: 'Instance copy is already being deleted.',
  });
  release();
  await cloud.isGone('copy');
  expect(await failureOf(remove())).toMatchObject({ code: 'DBInstanceNotFound', status: 404 });
  expect(cloud.host.servers.has(server)).toBe(false);
  await cloud.cloud.close();
  const automated = [...cloud.host.snapshots].filter((id) => id.startsWith('rds:'));
  expect(automated).toEqual(['rds:orders-prod-2026-11-24-01-00']);
});

test('a final snapshot is taken before the server goes', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const server = cloud.serverOf('copy');
  await cloud.rds.deleteDBInstance({
    DBInstanceIdentifier: 'copy',
    FinalDBSnapshotIdentifier: 'last-of-copy',
  });
  await cloud.isGone('copy');
  expect(cloud.host.calls.slice(-2)).toEqual(['takeSnapshot last-of-copy', `destroy ${server}`]);
  const { DBSnapshots } = await cloud.rds.describeDBSnapshots({ DBInstanceIdentifier: 'copy' });
  expect(DBSnapshots).toMatchObject([
    { DBSnapshotIdentifier: 'last-of-copy', SnapshotType: 'manual', Status: 'available' },
  ]);
});

test('when the final snapshot fails, nothing is deleted', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  cloud.host.fail('takeSnapshot', 'the disk is full');
  await cloud.rds.deleteDBInstance({
    DBInstanceIdentifier: 'copy',
    FinalDBSnapshotIdentifier: 'last-of-copy',
  });
  await cloud.reaches('copy', 'available');
  expect(cloud.host.calls).not.toContain(`destroy ${cloud.serverOf('copy')}`);
});

test('a deletion that fails says so and can be repeated', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  cloud.host.fail('destroy', 'the server does not end');
  const remove = () =>
    cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  await remove();
  await cloud.reaches('copy', 'failed');
  await remove();
  await cloud.isGone('copy');
});

test('an instance can be deleted while it is being created', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('restoreSnapshot');
  await cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: await cloud.firstSnapshot(),
  });
  const server = cloud.serverOf('copy');
  await cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  expect(await cloud.statusOf('copy')).toBe('deleting');
  release();
  await cloud.isGone('copy');
  expect(cloud.host.servers.has(server)).toBe(false);
});

test('production is protected', async () => {
  const { rds } = await startCloud();
  const call = rds.deleteDBInstance({
    DBInstanceIdentifier: 'orders-prod',
    SkipFinalSnapshot: true,
  });
  expect(await failureOf(call)).toMatchObject({
    code: 'InvalidParameterCombination',
    message: expect.stringContaining('disable deletion protection'),
  });
});

test('a deletion says what becomes of the data', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const wrong: [object, string][] = [
    [{}, 'InvalidParameterCombination'],
    [{ SkipFinalSnapshot: false }, 'InvalidParameterCombination'],
    [{ SkipFinalSnapshot: true, FinalDBSnapshotIdentifier: 'x' }, 'InvalidParameterCombination'],
    [{ FinalDBSnapshotIdentifier: 'x--y' }, 'InvalidParameterValue'],
    [{ SkipFinalSnapshot: true, DeleteAutomatedBackups: false }, 'UnsupportedBySandbox'],
  ];
  for (const [input, code] of wrong) {
    const call = cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', ...input });
    expect(await failureOf(call), JSON.stringify(input)).toMatchObject({ code });
  }
  expect(await cloud.statusOf('copy')).toBe('available');
});
