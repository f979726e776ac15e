import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { addFault, clearFaults, effects } from '../../../src/sandbox/control-client.ts';
import { failureOf } from '../cloud-harness.ts';
import { ROLE, SOURCE, startBackupCloud, VAULT } from './backup-cloud.ts';

test('a restore waits, runs and completes with a real instance where it was asked to stand', async () => {
  const harness = await startBackupCloud();
  const release = harness.cloud.host.hold('restoreSnapshot');
  const id = await harness.start('copy', { DBInstanceClass: 'db.t4g.large' });
  expect(await harness.job(id)).toMatchObject({
    Status: 'PENDING',
    PercentDone: '0.00%',
    RecoveryPointArn: await harness.newest(),
    RecoveryPointCreationDate: new Date('2026-11-24T01:00:00.000Z'),
    ResourceType: 'RDS',
    SourceResourceArn: SOURCE,
    IamRoleArn: ROLE,
  });
  await harness.jobReaches(id, 'RUNNING');
  const running = await harness.job(id);
  expect(running.CreatedResourceArn).toBe('arn:aws:rds:ap-northeast-1:000000000000:db:copy');
  // Nobody counts how far RDS is.
  expect(running.PercentDone).toBeUndefined();
  expect(await harness.cloud.statusOf('copy')).toBe('creating');
  release();
  await harness.jobReaches(id, 'COMPLETED');
  expect(await harness.job(id)).toMatchObject({ PercentDone: '100.00%' });
  expect((await harness.job(id)).CompletionDate).toBeInstanceOf(Date);
  expect(await harness.cloud.instance('copy')).toMatchObject({
    DBInstanceStatus: 'available',
    DBInstanceClass: 'db.t4g.large',
    DBSubnetGroup: { DBSubnetGroupName: 'drill-isolated' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60009' }],
    // AWS Backup has no member for tags.
    TagList: [],
  });
  expect(harness.cloud.host.calls.filter((call) => call.startsWith('restore'))).toHaveLength(1);
});

test('without a subnet group the restored instance stands in the default network', async () => {
  const harness = await startBackupCloud();
  const { backup } = harness;
  const { RestoreJobId = '' } = await backup.startRestoreJob({
    RecoveryPointArn: await harness.newest(),
    IamRoleArn: ROLE,
    Metadata: { DBInstanceIdentifier: 'copy' },
  });
  await harness.jobReaches(RestoreJobId, 'COMPLETED');
  expect(await harness.cloud.instance('copy')).toMatchObject({
    DBSubnetGroup: { DBSubnetGroupName: 'default' },
    DBParameterGroups: [{ DBParameterGroupName: 'default.postgres18' }],
  });
});

test('the metadata of a recovery point say how the source was', async () => {
  const harness = await startBackupCloud();
  const { RestoreMetadata, ResourceType } = await harness.backup.getRecoveryPointRestoreMetadata({
    BackupVaultName: VAULT,
    RecoveryPointArn: await harness.newest(),
  });
  expect(ResourceType).toBe('RDS');
  expect(RestoreMetadata).toMatchObject({
    DBInstanceIdentifier: 'orders-prod',
    DBSubnetGroupName: 'orders-prod',
    VpcSecurityGroupIds: '["sg-0a1b2c3d4e5f60001"]',
    MultiAZ: 'true',
    Engine: 'postgres',
  });
});

test('what RDS refuses ends the job FAILED, in the words of RDS', async () => {
  const harness = await startBackupCloud();
  for (const [name, metadata, words] of [
    ['one', { DBInstanceClass: 'large' }, 'Invalid DB Instance class: large'],
    ['two', { DBSubnetGroupName: 'nowhere' }, "DB subnet group 'nowhere' does not exist."],
    // The metadata as they were told: one zone, and more than one.
    [
      'three',
      { AvailabilityZone: 'ap-northeast-1a', MultiAZ: 'true' },
      'not valid for Multi-AZ instances',
    ],
    ['four', { DBInstanceIdentifier: 'orders-prod' }, 'DB instance already exists'],
  ] as const) {
    const id = await harness.start(name, metadata);
    await harness.jobReaches(id, 'FAILED');
    const job = await harness.job(id);
    expect(job.StatusMessage).toContain(words);
    expect(job.StatusMessage).toContain('Service: AmazonRDS; Status Code: 4');
    expect(job.CreatedResourceArn).toBeUndefined();
  }
});

test('a job that is aborted says so, and what RDS has begun goes on', async () => {
  const harness = await startBackupCloud();
  const { cloud } = harness;
  const release = cloud.host.hold('restoreSnapshot');
  const id = await harness.start('copy');
  await harness.jobReaches(id, 'RUNNING');
  await addFault(cloud.url, { operation: 'backup:StartRestoreJob', kind: 'aborted' });
  await harness.jobReaches(id, 'ABORTED');
  expect(await harness.job(id)).toMatchObject({
    Status: 'ABORTED',
    StatusMessage: 'The restore job was aborted by the service.',
    CreatedResourceArn: 'arn:aws:rds:ap-northeast-1:000000000000:db:copy',
    CompletionDate: expect.any(Date),
  });
  release();
  await cloud.reaches('copy', 'available');
  await clearFaults(cloud.url);
  expect(await harness.job(id)).toMatchObject({ Status: 'ABORTED' });
});

test.each([
  ['a key that nobody knows', { Encrypted: 'true' }, 'Unrecognized key : Encrypted'],
  ['a flag that is none', { MultiAZ: 'maybe' }, 'MultiAZ must be true or false'],
  ['a list that is none', { VpcSecurityGroupIds: 'sg-1' }, 'VpcSecurityGroupIds must be a list'],
  ['no name', { DBInstanceIdentifier: '' }, 'DBInstanceIdentifier is missing'],
])('metadata with %s are refused at once', async (_case, metadata, words) => {
  const harness = await startBackupCloud();
  const failure = await failureOf(harness.start('copy', metadata));
  expect(failure.name).toBe('InvalidParameterValueException');
  expect(failure.message).toContain(words);
});

test('the same request under one token is one job, another request is an error', async () => {
  const harness = await startBackupCloud();
  const { backup, cloud } = harness;
  const request = await harness.request('copy');
  const first = await backup.startRestoreJob(request);
  await harness.jobReaches(first.RestoreJobId ?? '', 'COMPLETED');
  expect((await backup.startRestoreJob(request)).RestoreJobId).toBe(first.RestoreJobId);
  // The order in which the metadata are written makes no difference.
  const turned = Object.fromEntries(Object.entries(request.Metadata).reverse());
  expect((await backup.startRestoreJob({ ...request, Metadata: turned })).RestoreJobId).toBe(
    first.RestoreJobId,
  );
  const other = { ...request, Metadata: { ...request.Metadata, MultiAZ: 'true' } };
  expect(await failureOf(backup.startRestoreJob(other))).toMatchObject({
    name: 'InvalidRequestException',
  });
  expect((await effects(cloud.url)).map(({ operation }) => operation)).toEqual([
    'backup:StartRestoreJob',
  ]);
  expect((await backup.listRestoreJobs({})).RestoreJobs).toHaveLength(1);
});

test('an unknown recovery point or job is not found', async () => {
  const harness = await startBackupCloud();
  const request = { ...(await harness.request('copy')), RecoveryPointArn: `${SOURCE}-none` };
  const unknown = { name: 'ResourceNotFoundException' };
  expect(await failureOf(harness.backup.startRestoreJob(request))).toMatchObject(unknown);
  expect(await failureOf(harness.job('NONE'))).toMatchObject(unknown);
});

test('a recovery point that is still being made cannot be restored', async () => {
  const harness = await startBackupCloud();
  const release = harness.cloud.host.hold('takeSnapshot');
  const { RecoveryPointArn = '' } = await harness.backup.startBackupJob({
    BackupVaultName: VAULT,
    ResourceArn: SOURCE,
    IamRoleArn: ROLE,
  });
  const request = { ...(await harness.request('copy')), RecoveryPointArn };
  expect(await failureOf(harness.backup.startRestoreJob(request))).toMatchObject({
    name: 'InvalidRequestException',
  });
  release();
});

test('an instance deleted during its restore fails the job', async () => {
  const harness = await startBackupCloud();
  const release = harness.cloud.host.hold('restoreSnapshot');
  const id = await harness.start('copy');
  await harness.jobReaches(id, 'RUNNING');
  await harness.cloud.rds.deleteDBInstance({
    DBInstanceIdentifier: 'copy',
    SkipFinalSnapshot: true,
  });
  release();
  await harness.jobReaches(id, 'FAILED');
  expect((await harness.job(id)).StatusMessage).toContain('was deleted during the restore');
});

test('a restore that breaks in RDS fails the job with its reason', async () => {
  const harness = await startBackupCloud();
  harness.cloud.host.fail('restoreSnapshot', 'disk full');
  const id = await harness.start('copy');
  await harness.jobReaches(id, 'FAILED');
  expect((await harness.job(id)).StatusMessage).toContain('disk full');
});

test('a stale look shows a job as it was before its last change', async () => {
  const harness = await startBackupCloud();
  const { backup, cloud } = harness;
  const stale = (operation: string) =>
    addFault(cloud.url, { operation: `backup:${operation}`, kind: 'stale', count: 1 });
  const id = await harness.start('copy');
  await stale('DescribeRestoreJob');
  expect(await failureOf(harness.job(id))).toMatchObject({ name: 'ResourceNotFoundException' });
  await stale('ListRestoreJobs');
  expect((await backup.listRestoreJobs({})).RestoreJobs).toEqual([]);
  await harness.jobReaches(id, 'COMPLETED');
  await stale('DescribeRestoreJob');
  expect((await harness.job(id)).Status).toBe('RUNNING');
  expect((await harness.job(id)).Status).toBe('COMPLETED');
});

test('jobs are listed by resource, status and time', async () => {
  const harness = await startBackupCloud();
  const { backup } = harness;
  const first = await harness.start('first');
  await harness.jobReaches(first, 'COMPLETED');
  const second = await harness.start('second', { DBInstanceClass: 'wrong' });
  await harness.jobReaches(second, 'FAILED');
  const ids = (jobs: { RestoreJobId?: string | undefined }[] = []) =>
    jobs.map(({ RestoreJobId }) => RestoreJobId);
  const all = await backup.listRestoreJobs({});
  expect(ids(all.RestoreJobs)).toEqual([second, first]);
  const failed = await backup.listRestoreJobs({ ByStatus: 'FAILED', ByResourceType: 'RDS' });
  expect(ids(failed.RestoreJobs)).toEqual([second]);
  const since = await backup.listRestoreJobs({ ByCreatedAfter: new Date('2026-11-24T02:00:00Z') });
  expect(ids(since.RestoreJobs)).toEqual([]);
  const of = await backup.listRestoreJobsByProtectedResource({ ResourceArn: SOURCE });
  expect(ids(of.RestoreJobs)).toEqual([second, first]);
  const { Metadata } = await backup.getRestoreJobMetadata({ RestoreJobId: first });
  expect(Metadata).toMatchObject({ DBInstanceIdentifier: 'first' });
  expect(await backup.describeProtectedResource({ ResourceArn: SOURCE })).toMatchObject({
    LatestRestoreExecutionTimeMinutes: 1,
    LatestRestoreRecoveryPointCreationDate: new Date('2026-11-24T01:00:00.000Z'),
  });
});

test.each(['PENDING', 'RUNNING'])('a job that is %s is taken up after a kill', async (status) => {
  const harness = await startBackupCloud();
  const release = harness.cloud.host.hold('restoreSnapshot');
  const id = await harness.start('copy');
  if (status === 'RUNNING') await harness.jobReaches(id, status);
  const path = join(harness.cloud.home, 'cloud.json');
  const moment = await vi.waitFor(async () => {
    const text = await readFile(path, 'utf8');
    expect(text).toContain(`"status": "${status}"`);
    return text;
  });
  release();
  await harness.cloud.close();
  await writeFile(path, moment);
  await harness.cloud.open();
  harness.connect();
  expect((await harness.job(id)).Status).toBe(status);
  await harness.jobReaches(id, 'COMPLETED');
  expect(await harness.cloud.statusOf('copy')).toBe('available');
});
