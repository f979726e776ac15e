import { RDS } from '@aws-sdk/client-rds';
import { expect, test, vi } from 'vitest';
import {
  addFault,
  clearFaults,
  effects,
  listFaults,
  status,
} from '../../../src/sandbox/control-client.ts';
import { FaultBook } from '../../../src/sandbox/fault/fault-book.ts';
import { type CloudHarness, failureOf, RUN_TAGS, SOON, startCloud } from '../cloud-harness.ts';

const describeAll = (cloud: CloudHarness) => cloud.rds.describeDBInstances({});

const restore = (cloud: CloudHarness) =>
  cloud.rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: 'copy',
    DBSnapshotIdentifier: 'rds:orders-prod-2026-11-24-01-00',
    BackupRetentionPeriod: 0,
    Tags: RUN_TAGS,
  });

test('a throttle answers Throttling, with Retry-After where it is given', async () => {
  const cloud = await startCloud();
  await addFault(cloud.url, { operation: 'rds:*', kind: 'throttle', count: 1, retryAfter: 7 });
  const error = await describeAll(cloud).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    name: 'Throttling',
    message: 'Rate exceeded',
    $metadata: { httpStatusCode: 400 },
  });
  expect(error).toHaveProperty('$response.headers.retry-after', '7');
  await describeAll(cloud);
});

test('a 500 says InternalFailure and nothing has happened', async () => {
  const cloud = await startCloud();
  const operation = 'rds:RestoreDBInstanceFromDBSnapshot';
  await addFault(cloud.url, { operation, kind: 'error-500', count: 1 });
  expect(await failureOf(restore(cloud))).toMatchObject({ code: 'InternalFailure', status: 500 });
  expect((await describeAll(cloud)).DBInstances).toHaveLength(1);
  expect(await effects(cloud.url)).toEqual([]);
});

test('a reset cuts the connection before anything happens', async () => {
  const cloud = await startCloud();
  await addFault(cloud.url, { operation: '*', kind: 'reset', count: 1 });
  await expect(restore(cloud)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await describeAll(cloud)).DBInstances).toHaveLength(1);
  expect(await effects(cloud.url)).toEqual([]);
});

test('a reset-after cuts the connection when it has happened', async () => {
  const cloud = await startCloud();
  const operation = 'rds:RestoreDBInstanceFromDBSnapshot';
  await addFault(cloud.url, { operation, kind: 'reset-after', count: 1 });
  await expect(restore(cloud)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await cloud.reaches('copy', 'available');
  expect(await effects(cloud.url)).toEqual([
    {
      seq: 1,
      at: '2026-11-24T01:00:00.000Z',
      operation,
      resource: 'arn:aws:rds:ap-northeast-1:000000000000:db:copy',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      run: 'run-1',
    },
  ]);
  expect(await failureOf(restore(cloud))).toMatchObject({ code: 'DBInstanceAlreadyExists' });
  expect(await effects(cloud.url)).toHaveLength(1);
});

test('a delay holds the answer back', async () => {
  const cloud = await startCloud();
  await addFault(cloud.url, { operation: 'rds:*', kind: 'delay', delayMs: 4321, count: 1 });
  let answered = false;
  const call = describeAll(cloud).then(() => {
    answered = true;
  });
  await vi.waitFor(() => expect(cloud.clock.sleepingFor(4321)).toBe(1), SOON);
  cloud.clock.advance(4320);
  expect(await cloud.sts.getCallerIdentity({})).toBeDefined();
  expect(answered).toBe(false);
  cloud.clock.advance(1);
  await call;
});

test('a delay goes together with the next fault', async () => {
  const cloud = await startCloud();
  await addFault(cloud.url, { operation: 'rds:*', kind: 'delay', delayMs: 10, count: 1 });
  await addFault(cloud.url, { operation: 'rds:*', kind: 'error-500', count: 1 });
  const call = failureOf(describeAll(cloud));
  await vi.waitFor(() => expect(cloud.clock.sleeping(10)).toBe(1), SOON);
  cloud.clock.advance(10);
  expect(await call).toMatchObject({ status: 500 });
});

test('expired credentials and denied access are answered as AWS answers them', async () => {
  const cloud = await startCloud();
  await addFault(cloud.url, { operation: 'rds:*', kind: 'expired-token', count: 1 });
  await addFault(cloud.url, { operation: 'rds:*', kind: 'access-denied', count: 1 });
  expect(await failureOf(describeAll(cloud))).toMatchObject({ code: 'ExpiredToken', status: 403 });
  expect(await failureOf(describeAll(cloud))).toMatchObject({
    code: 'AccessDenied',
    status: 403,
    message:
      'User: arn:aws:iam::000000000000:user/sandbox is not authorized to perform: rds:DescribeDBInstances',
  });
});

test('a stale read right after a create finds nothing', async () => {
  const cloud = await startCloud();
  await addFault(cloud.url, { operation: 'rds:DescribeDBInstances', kind: 'stale', count: 2 });
  const release = cloud.host.hold('restoreSnapshot');
  await restore(cloud);
  expect(await failureOf(cloud.instance('copy'))).toMatchObject({ code: 'DBInstanceNotFound' });
  expect((await describeAll(cloud)).DBInstances).toHaveLength(1);
  expect(await cloud.statusOf('copy')).toBe('creating');
  release();
  await cloud.reaches('copy', 'available');
});

test('a stale read after a modify still says available, with nothing pending', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const release = cloud.host.hold('setPassword');
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'copy',
    MasterUserPassword: 'correct-horse',
  });
  await addFault(cloud.url, { operation: 'rds:DescribeDBInstances', kind: 'stale', count: 1 });
  expect(await cloud.instance('copy')).toMatchObject({
    DBInstanceStatus: 'available',
    PendingModifiedValues: {},
  });
  await cloud.pickUp();
  await cloud.reaches('copy', 'resetting-master-credentials');
  await addFault(cloud.url, { operation: 'rds:DescribeDBInstances', kind: 'stale', count: 1 });
  expect(await cloud.statusOf('copy')).toBe('available');
  expect(await cloud.statusOf('copy')).toBe('resetting-master-credentials');
  release();
  await cloud.reaches('copy', 'available');
});

test('a stale read after a deletion still shows the instance', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  await cloud.isGone('copy');
  await addFault(cloud.url, { operation: 'rds:DescribeDBInstances', kind: 'stale', count: 1 });
  expect(await cloud.statusOf('copy')).toBe('deleting');
});

test('a stale read of snapshots does not show the new one', async () => {
  const cloud = await startCloud();
  const release = cloud.host.hold('takeSnapshot');
  await cloud.rds.createDBSnapshot({
    DBSnapshotIdentifier: 'by-hand',
    DBInstanceIdentifier: 'orders-prod',
  });
  await addFault(cloud.url, { operation: 'rds:DescribeDBSnapshots', kind: 'stale', count: 1 });
  const find = () => cloud.rds.describeDBSnapshots({ DBSnapshotIdentifier: 'by-hand' });
  expect(await failureOf(find())).toMatchObject({ code: 'DBSnapshotNotFound' });
  expect((await find()).DBSnapshots).toHaveLength(1);
  release();
});

test('a fault strikes its operation only, after those it skips, as often as it counts', async () => {
  const cloud = await startCloud();
  const operation = 'rds:DescribeDBInstances';
  await addFault(cloud.url, { operation, kind: 'error-500', skip: 1, count: 2 });
  await cloud.sts.getCallerIdentity({});
  await cloud.rds.describeDBSnapshots({});
  await describeAll(cloud);
  expect((await failureOf(describeAll(cloud))).status).toBe(500);
  expect(await listFaults(cloud.url)).toMatchObject([{ count: 1, skip: 0, struck: 1 }]);
  expect((await failureOf(describeAll(cloud))).status).toBe(500);
  await describeAll(cloud);
  expect(await listFaults(cloud.url)).toEqual([]);
});

test('a fault without a count strikes until it is cleared, one by one or all', async () => {
  const cloud = await startCloud();
  const first = await addFault(cloud.url, { operation: 'rds:*', kind: 'throttle' });
  await addFault(cloud.url, { operation: 'sts:*', kind: 'throttle' });
  for (let index = 0; index < 3; index += 1) {
    expect((await failureOf(describeAll(cloud))).name).toBe('Throttling');
  }
  expect(await clearFaults(cloud.url, first.id)).toBe(1);
  await describeAll(cloud);
  expect((await failureOf(cloud.sts.getCallerIdentity({}))).name).toBe('Throttling');
  expect(await clearFaults(cloud.url)).toBe(1);
  await cloud.sts.getCallerIdentity({});
});

test('the retries of the SDK get past a few throttles and resets', async () => {
  const cloud = await startCloud();
  await addFault(cloud.url, { operation: 'rds:*', kind: 'throttle', count: 1 });
  await addFault(cloud.url, { operation: 'rds:*', kind: 'reset', count: 1 });
  const patient = new RDS({
    endpoint: cloud.url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
    maxAttempts: 4,
  });
  const { DBInstances, $metadata } = await patient.describeDBInstances({});
  patient.destroy();
  expect(DBInstances).toHaveLength(1);
  expect($metadata.attempts).toBe(3);
});

test('a fault that says nothing sensible is refused with the reason', async () => {
  const { url } = await startCloud();
  const wrong = { operation: 'DescribeDBInstances', kind: 'throttle' } as const;
  await expect(addFault(url, wrong)).rejects.toMatchObject({
    code: 'SANDBOX_REFUSED',
    message: expect.stringContaining('rds:DescribeDBInstances'),
  });
  const unknown = { operation: '*', kind: 'earthquake' } as never;
  await expect(addFault(url, unknown)).rejects.toMatchObject({ code: 'SANDBOX_REFUSED' });
  const text = await fetch(`${url}/_sandbox/faults`, {
    method: 'POST',
    body: JSON.stringify({ operation: '*', kind: 'throttle' }),
  });
  expect(text.status).toBe(415);
  expect(await listFaults(url)).toEqual([]);
  expect((await fetch(`${url}/_sandbox/weather`)).status).toBe(404);
});

test.each([
  [{ operation: 'route53:GetChange', kind: 'stuck' }, 'route53:ChangeResourceRecordSets or dns:'],
  [{ operation: '*', kind: 'aborted' }, 'backup:StartRestoreJob for aborted'],
  [{ operation: 'dns:Query', kind: 'stuck', count: 1 }, 'lasts until it is cleared'],
] as const)('a fault that lasts is refused where it would do nothing: %j', async (fault, why) => {
  const { url } = await startCloud();
  await expect(addFault(url, fault)).rejects.toMatchObject({
    code: 'SANDBOX_REFUSED',
    message: expect.stringContaining(why),
  });
  expect(await listFaults(url)).toEqual([]);
});

test('a fault that lasts strikes no call, and is in force until it is cleared', async () => {
  const changed = vi.fn();
  const book = new FaultBook([]);
  book.onChange(changed);
  const operation = 'backup:StartRestoreJob';
  const { id } = book.add({ operation, kind: 'aborted' });
  expect(book.draw('backup', 'StartRestoreJob', true)).toEqual([]);
  expect(book.has('aborted', operation)).toBe(true);
  expect(book.has('stuck', operation)).toBe(false);
  book.clear(id);
  expect(book.has('aborted', operation)).toBe(false);
  expect(changed).toHaveBeenCalledTimes(2);
});

test('the status tells instances, snapshots, faults and effects', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  await addFault(cloud.url, { operation: 'sts:*', kind: 'throttle' });
  await cloud.host.kill(cloud.serverOf('copy'));
  expect(await status(cloud.url)).toMatchObject({
    accountId: '000000000000',
    instances: [
      { id: 'orders-prod', status: 'available', standby: { inSync: true } },
      { id: 'copy', status: 'failed', tags: { 'kunren:run': 'run-1' }, inFlight: [] },
      { id: 'orders-prod-replica', status: 'available', replicaOf: { id: 'orders-prod' } },
    ],
    outages: [],
    snapshots: expect.arrayContaining([
      expect.objectContaining({ id: 'rds:orders-prod-2026-11-24-01-00', status: 'available' }),
    ]),
    faults: [{ operation: 'sts:*', kind: 'throttle' }],
    effects: [{ operation: 'rds:RestoreDBInstanceFromDBSnapshot', run: 'run-1' }],
  });
});

test('every mutating call leaves one effect, and a refused one none', async () => {
  const cloud = await startCloud();
  const ResourceName = 'arn:aws:rds:ap-northeast-1:000000000000:db:copy';
  await cloud.restored('copy');
  await failureOf(restore(cloud));
  await cloud.rds.addTagsToResource({ ResourceName, Tags: [{ Key: 'a', Value: '1' }] });
  await cloud.rds.removeTagsFromResource({ ResourceName, TagKeys: ['kunren:run'] });
  await cloud.rds.modifyDBInstance({ DBInstanceIdentifier: 'copy', PubliclyAccessible: false });
  await cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  const remove = { DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true };
  await failureOf(cloud.rds.deleteDBInstance(remove));
  await cloud.sts.getCallerIdentity({});
  const found = await effects(cloud.url);
  expect(found.map(({ seq, operation, run }) => [seq, operation, run])).toEqual([
    [1, 'rds:RestoreDBInstanceFromDBSnapshot', 'run-1'],
    [2, 'rds:AddTagsToResource', 'run-1'],
    [3, 'rds:RemoveTagsFromResource', 'run-1'],
    [4, 'rds:ModifyDBInstance', undefined],
    [5, 'rds:DeleteDBInstance', undefined],
  ]);
  expect(new Set(found.map(({ requestId }) => requestId)).size).toBe(5);
});

test('where no sandbox is, the client says so', async () => {
  await expect(status('http://127.0.0.1:9')).rejects.toMatchObject({ code: 'SANDBOX_UNREACHABLE' });
});
