import { expect, test, vi } from 'vitest';
import { effects } from '../../../src/sandbox/control-client.ts';
import { failureOf } from '../cloud-harness.ts';
import { ROLE, SOURCE, startBackupCloud, VAULT } from './backup-cloud.ts';

const request = { BackupVaultName: VAULT, ResourceArn: SOURCE, IamRoleArn: ROLE };

test('the first recovery point is a real snapshot of production', async () => {
  const harness = await startBackupCloud();
  const [point] = await harness.recoveryPoints();
  expect(point).toMatchObject({
    ResourceArn: SOURCE,
    ResourceType: 'RDS',
    Status: 'COMPLETED',
    CreationDate: new Date('2026-11-24T01:00:00.000Z'),
    CompletionDate: new Date('2026-11-24T01:00:00.000Z'),
    BackupSizeInBytes: 24_000_000,
    IsEncrypted: true,
    CreatedBy: { BackupPlanName: 'orders-daily', BackupRuleName: 'every-short-day' },
  });
  const arn = point?.RecoveryPointArn ?? '';
  expect(arn).toMatch(
    /^arn:aws:rds:ap-northeast-1:000000000000:snapshot:awsbackup:job-[0-9a-f-]{36}$/,
  );
  const name = arn.slice(arn.indexOf('awsbackup:'));
  expect(harness.cloud.host.snapshots.has(name)).toBe(true);
  const { DBSnapshots } = await harness.cloud.rds.describeDBSnapshots({
    DBSnapshotIdentifier: arn,
  });
  expect(DBSnapshots).toMatchObject([
    { DBSnapshotArn: arn, SnapshotDatabaseTime: new Date('2026-11-24T00:59:58.500Z') },
  ]);
  const { RecoveryPoints } = await harness.backup.listRecoveryPointsByResource({
    ResourceArn: SOURCE,
  });
  expect(RecoveryPoints).toMatchObject([{ RecoveryPointArn: arn, BackupSizeBytes: 24_000_000 }]);
});

test('the snapshot behind it is AWS Backup’s: found as such, and not deleted by hand', async () => {
  const harness = await startBackupCloud();
  const { cloud } = harness;
  const newest = await harness.newest();
  const ofType = async (SnapshotType?: string) => {
    const { DBSnapshots = [] } = await cloud.rds.describeDBSnapshots({ SnapshotType });
    return DBSnapshots.filter(({ DBSnapshotArn }) => DBSnapshotArn === newest);
  };
  expect(await ofType()).toMatchObject([{ SnapshotType: 'awsbackup' }]);
  expect(await ofType('awsbackup')).toHaveLength(1);
  expect(await ofType('manual')).toEqual([]);
  expect(await ofType('automated')).toEqual([]);
  const remove = cloud.rds.deleteDBSnapshot({ DBSnapshotIdentifier: newest });
  expect(await failureOf(remove)).toMatchObject({ code: 'InvalidDBSnapshotState', status: 400 });
  expect(await ofType('awsbackup')).toHaveLength(1);
});

test('the plan makes a recovery point every ten minutes, and the newest three are kept', async () => {
  const harness = await startBackupCloud();
  const first = await harness.newest();
  const seen: number[] = [];
  const points = async () => {
    const found = await harness.recoveryPoints();
    seen.push(found.filter(({ Status }) => Status === 'COMPLETED').length);
    return found;
  };
  await harness.until(async () => (await points()).length === 3, 10_000);
  const times = (await points()).map(({ CreationDate }) => CreationDate?.getTime() ?? 0);
  const tenMinutes = times.map((time) => Math.floor((time - (times.at(-1) ?? 0)) / 600_000));
  expect(tenMinutes).toEqual([2, 1, 0]);
  const isGone = async () => !(await points()).some((each) => each.RecoveryPointArn === first);
  await harness.until(isGone, 10_000);
  // The fourth one is there before the first one goes.
  expect(Math.max(...seen)).toBeLessThanOrEqual(4);
  const snapshot = first.slice(first.indexOf('awsbackup:'));
  await vi.waitFor(() => expect([...harness.cloud.host.snapshots]).not.toContain(snapshot));
});

test('a backup asked for twice under one token is made once', async () => {
  const harness = await startBackupCloud();
  const { backup, cloud } = harness;
  const asked = { ...request, IdempotencyToken: 'once', RecoveryPointTags: { why: 'drill' } };
  const first = await backup.startBackupJob(asked);
  const second = await backup.startBackupJob(asked);
  expect(second.BackupJobId).toBe(first.BackupJobId);
  const BackupJobId = first.BackupJobId ?? '';
  await harness.until(
    async () => (await backup.describeBackupJob({ BackupJobId })).State === 'COMPLETED',
  );
  expect(await backup.describeBackupJob({ BackupJobId })).toMatchObject({
    RecoveryPointArn: first.RecoveryPointArn,
    BackupVaultName: VAULT,
    ResourceArn: SOURCE,
    ResourceType: 'RDS',
    PercentDone: '100.0',
    BackupSizeInBytes: 24_000_000,
  });
  expect(await harness.recoveryPoints()).toHaveLength(2);
  const arn = first.RecoveryPointArn ?? '';
  expect((await backup.listTags({ ResourceArn: arn })).Tags).toEqual({ why: 'drill' });
  expect(await effects(cloud.url)).toMatchObject([
    { operation: 'backup:StartBackupJob', resource: arn },
  ]);
  expect(await failureOf(backup.startBackupJob({ ...asked, RecoveryPointTags: {} }))).toMatchObject(
    { name: 'InvalidRequestException' },
  );
});

test('a backup whose snapshot fails leaves a failed job and no recovery point', async () => {
  const harness = await startBackupCloud();
  harness.cloud.host.fail('takeSnapshot', 'disk full');
  const { BackupJobId = '', RecoveryPointArn } = await harness.backup.startBackupJob(request);
  await harness.until(
    async () => (await harness.backup.describeBackupJob({ BackupJobId })).State === 'FAILED',
  );
  const job = await harness.backup.describeBackupJob({ BackupJobId });
  expect(job.StatusMessage).toContain('orders-prod failed');
  const arns = (await harness.recoveryPoints()).map((point) => point.RecoveryPointArn);
  expect(arns).not.toContain(RecoveryPointArn);
});

test('jobs are listed, the newest first, by state and resource, in pages', async () => {
  const harness = await startBackupCloud();
  const { backup } = harness;
  harness.cloud.host.fail('takeSnapshot', 'disk full');
  const { BackupJobId = '' } = await backup.startBackupJob(request);
  await harness.until(
    async () => (await backup.describeBackupJob({ BackupJobId })).State === 'FAILED',
  );
  const { BackupJobs: [newest, oldest] = [] } = await backup.listBackupJobs({});
  expect(newest).toMatchObject({ BackupJobId, State: 'FAILED', ResourceArn: SOURCE });
  expect(oldest).toMatchObject({ State: 'COMPLETED', RecoveryPointArn: await harness.newest() });
  const listed = async (asked: Parameters<typeof backup.listBackupJobs>[0]) =>
    ((await backup.listBackupJobs(asked)).BackupJobs ?? []).map((job) => job.BackupJobId);
  expect(await listed({ ByState: 'FAILED' })).toEqual([BackupJobId]);
  expect(await listed({ ByResourceArn: `${SOURCE}-2` })).toEqual([]);
  expect(await listed({ ByBackupVaultName: 'other' })).toEqual([]);
  expect(await listed({ ByCreatedAfter: new Date('2026-11-25T00:00:00.000Z') })).toEqual([]);
  const { NextToken = '' } = await backup.listBackupJobs({ MaxResults: 1 });
  expect(await listed({ MaxResults: 1, NextToken })).toEqual([oldest?.BackupJobId]);
});

test.each([
  ['an unknown vault', { BackupVaultName: 'other' }, 'ResourceNotFoundException'],
  ['an unknown instance', { ResourceArn: `${SOURCE}-2` }, 'ResourceNotFoundException'],
  [
    'another kind of resource',
    { ResourceArn: 'arn:aws:dynamodb:ap-northeast-1:000000000000:table/orders' },
    'InvalidParameterValueException',
  ],
])('%s is refused', async (_case, more, name) => {
  const { backup } = await startBackupCloud();
  expect(await failureOf(backup.startBackupJob({ ...request, ...more }))).toMatchObject({ name });
});

test('a backup in flight is taken up again after a restart', async () => {
  const harness = await startBackupCloud();
  const release = harness.cloud.host.hold('takeSnapshot');
  const { BackupJobId = '' } = await harness.backup.startBackupJob(request);
  const state = async () => (await harness.backup.describeBackupJob({ BackupJobId })).State;
  await harness.until(async () => (await state()) === 'RUNNING');
  const reopened = harness.reopen();
  release();
  await reopened;
  await harness.until(async () => (await state()) === 'COMPLETED');
});
