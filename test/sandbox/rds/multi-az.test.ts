import { expect, test, vi } from 'vitest';
import { type CloudHarness, failureOf, SOON, startCloud } from '../cloud-harness.ts';

const PRODUCTION = { DBInstanceIdentifier: 'orders-prod' };

const forceFailover = (cloud: CloudHarness) =>
  cloud.rds.rebootDBInstance({ ...PRODUCTION, ForceFailover: true });

test('production has a standby in another zone, made while it is available', async () => {
  const cloud = await startCloud();
  const { MultiAZ, AvailabilityZone, SecondaryAvailabilityZone } =
    (await cloud.instance('orders-prod')) ?? {};
  expect({ MultiAZ, AvailabilityZone, SecondaryAvailabilityZone }).toEqual({
    MultiAZ: true,
    AvailabilityZone: 'ap-northeast-1a',
    SecondaryAvailabilityZone: 'ap-northeast-1c',
  });

  await cloud.rds.modifyDBInstance({ ...PRODUCTION, MultiAZ: false, ApplyImmediately: true });
  await cloud.pickUp();
  await vi.waitFor(async () => {
    expect(await cloud.instance('orders-prod')).not.toHaveProperty('SecondaryAvailabilityZone');
  }, SOON);
  await cloud.reaches('orders-prod', 'available');
  expect(cloud.host.servers.has('ap-northeast-1.orders-prod.1')).toBe(false);
});

test('while a standby is being made, the instance is available and snapshots are taken', async () => {
  const cloud = await startCloud();
  await forceFailover(cloud);
  const release = cloud.host.hold('createStandby');
  await cloud.pickUp();
  await vi.waitFor(async () => {
    const found = await cloud.instance('orders-prod');
    expect(found).toMatchObject({
      DBInstanceStatus: 'available',
      AvailabilityZone: 'ap-northeast-1c',
    });
    expect(found).not.toHaveProperty('SecondaryAvailabilityZone');
  }, SOON);
  await cloud.rds.createDBSnapshot({ ...PRODUCTION, DBSnapshotIdentifier: 'meanwhile' });
  await vi.waitFor(() => expect([...cloud.host.snapshots]).toContain('meanwhile'), SOON);
  release();
  await cloud.hasStandby('orders-prod');
});

test('a forced failover swaps the zones behind the same endpoint and builds a new standby', async () => {
  const cloud = await startCloud();
  const before = await cloud.instance('orders-prod');
  const old = cloud.serverOf('orders-prod');
  const promoted = cloud.host.hold('promote');
  const { DBInstance } = await forceFailover(cloud);
  expect(DBInstance?.DBInstanceStatus).toBe('available');
  expect(await cloud.statusOf('orders-prod')).toBe('available');
  expect(await cloud.host.isUp(old)).toBe(true);

  await cloud.pickUp();
  await cloud.reaches('orders-prod', 'rebooting');
  await vi.waitFor(async () => expect(await cloud.host.isUp(old)).toBe(false), SOON);
  expect(await failureOf(forceFailover(cloud))).toMatchObject({ code: 'InvalidDBInstanceState' });
  promoted();
  await cloud.reaches('orders-prod', 'available');
  await cloud.hasStandby('orders-prod');
  expect(await cloud.instance('orders-prod')).toMatchObject({
    DBInstanceStatus: 'available',
    Endpoint: before?.Endpoint,
    DbiResourceId: before?.DbiResourceId,
    AvailabilityZone: 'ap-northeast-1c',
    SecondaryAvailabilityZone: 'ap-northeast-1a',
  });
  expect(cloud.serverOf('orders-prod')).not.toBe(old);
  expect(cloud.host.servers.has(old)).toBe(false);
  const events = await cloud.eventsOf('orders-prod');
  expect(events.slice(events.indexOf('Multi-AZ instance failover started'))).toEqual([
    'Multi-AZ instance failover started',
    'DB instance restarted',
    'Multi-AZ instance failover completed',
    'The standby in ap-northeast-1a has everything that the primary has',
  ]);
  const { Events } = await cloud.rds.describeEvents({ EventCategories: ['failover'] });
  expect(Events).toHaveLength(2);
});

test('the old primary is dead before the standby takes over', async () => {
  const cloud = await startCloud();
  const old = cloud.serverOf('orders-prod');
  await forceFailover(cloud);
  await cloud.pickUp();
  await vi.waitFor(() => expect(cloud.serverOf('orders-prod')).not.toBe(old), SOON);
  await cloud.reaches('orders-prod', 'available');
  const taken = cloud.serverOf('orders-prod');
  const { calls } = cloud.host;
  expect(calls.indexOf(`kill ${old}`)).toBeGreaterThan(0);
  expect(calls.indexOf(`kill ${old}`)).toBeLessThan(calls.indexOf(`promote ${taken}`));
});

test('without a standby that is in step there is no forced failover', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy');
  const single = cloud.rds.rebootDBInstance({ DBInstanceIdentifier: 'copy', ForceFailover: true });
  expect(await failureOf(single)).toMatchObject({ code: 'InvalidParameterCombination' });

  cloud.host.setReplication('ap-northeast-1.orders-prod.1', { streaming: false });
  expect(await failureOf(forceFailover(cloud))).toMatchObject({ code: 'InvalidDBInstanceState' });
  expect(await cloud.instance('orders-prod')).not.toHaveProperty('SecondaryAvailabilityZone');
});

test('a standby that falls behind after the call is not taken: nothing changes', async () => {
  const cloud = await startCloud();
  await forceFailover(cloud);
  cloud.host.setReplication('ap-northeast-1.orders-prod.1', { streaming: false });
  await cloud.pickUp();
  await vi.waitFor(async () => {
    expect(await cloud.eventsOf('orders-prod')).toContain(
      'The failover failed: The standby does not have everything that the primary has.',
    );
  }, SOON);
  expect(await cloud.instance('orders-prod')).toMatchObject({
    DBInstanceStatus: 'available',
    AvailabilityZone: 'ap-northeast-1a',
  });
  expect(await cloud.host.isUp('orders-prod')).toBe(true);
});

test('a reboot without failover restarts the server where it is', async () => {
  const cloud = await startCloud();
  const stopped = cloud.host.hold('stop');
  const { DBInstance } = await cloud.rds.rebootDBInstance(PRODUCTION);
  expect(DBInstance?.DBInstanceStatus).toBe('available');
  await cloud.pickUp();
  await cloud.reaches('orders-prod', 'rebooting');
  stopped();
  await cloud.reaches('orders-prod', 'available');
  expect(cloud.host.calls).toContain('stop orders-prod');
  expect(await cloud.instance('orders-prod')).toMatchObject({
    AvailabilityZone: 'ap-northeast-1a',
    SecondaryAvailabilityZone: 'ap-northeast-1c',
  });
  expect(await cloud.eventsOf('orders-prod')).toContain('DB instance restarted');
});

test('a primary that stays dead fails over by itself', async () => {
  const cloud = await startCloud();
  await cloud.host.kill('orders-prod');
  await cloud.watch(9);
  expect(await cloud.statusOf('orders-prod')).toBe('available');
  expect(cloud.serverOf('orders-prod')).toBe('orders-prod');
  await cloud.watch(3);
  await vi.waitFor(() => expect(cloud.serverOf('orders-prod')).not.toBe('orders-prod'), SOON);
  await cloud.hasStandby('orders-prod');
  expect(await cloud.instance('orders-prod')).toMatchObject({
    DBInstanceStatus: 'available',
    AvailabilityZone: 'ap-northeast-1c',
    SecondaryAvailabilityZone: 'ap-northeast-1a',
  });
  expect(await cloud.eventsOf('orders-prod')).toContain('Multi-AZ instance failover completed');
});

test('a primary that comes back in time stays the primary', async () => {
  const cloud = await startCloud();
  await cloud.host.kill('orders-prod');
  await cloud.watch(8);
  await cloud.host.start('orders-prod');
  await cloud.watch(8);
  expect(cloud.serverOf('orders-prod')).toBe('orders-prod');
  expect(await cloud.eventsOf('orders-prod')).not.toContain('Multi-AZ instance failover started');
});

test('a primary that dies in the middle of a look still fails over', async () => {
  const cloud = await startCloud();
  const replication = cloud.host.replication.bind(cloud.host);
  const spy = vi.spyOn(cloud.host, 'replication').mockImplementation(async (server) => {
    if (server === 'ap-northeast-1.orders-prod.1') await cloud.host.kill('orders-prod');
    return replication(server);
  });
  await cloud.watch(1);
  spy.mockRestore();
  await cloud.watch(12);
  await vi.waitFor(() => expect(cloud.serverOf('orders-prod')).not.toBe('orders-prod'), SOON);
});

test('a failover that is no longer called for is not made', async () => {
  const cloud = await startCloud();
  await cloud.host.kill('orders-prod');
  await cloud.watch(9);
  // It comes back between the decision and the deed.
  const isUp = cloud.host.isUp.bind(cloud.host);
  const spy = vi.spyOn(cloud.host, 'isUp').mockImplementation(async (server) => {
    const wasUp = await isUp(server);
    if (server === 'orders-prod' && cloud.clock.now() >= Date.parse('2026-11-24T01:00:11.000Z')) {
      await cloud.host.start(server);
    }
    return wasUp;
  });
  await cloud.watch(4);
  spy.mockRestore();
  await cloud.reaches('orders-prod', 'available');
  expect(cloud.serverOf('orders-prod')).toBe('orders-prod');
  expect(await cloud.eventsOf('orders-prod')).not.toContain('Multi-AZ instance failover started');
});

test('a primary whose standby was not in step is failed, and no failover loses what it has', async () => {
  const cloud = await startCloud();
  cloud.host.setReplication('ap-northeast-1.orders-prod.1', { streaming: false });
  expect(await cloud.statusOf('orders-prod')).toBe('available');
  await cloud.host.kill('orders-prod');
  await cloud.watch(15);
  expect(await cloud.statusOf('orders-prod')).toBe('failed');
  expect(cloud.serverOf('orders-prod')).toBe('orders-prod');
});

test('a restored instance and a modified one get their standby too', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy', { MultiAZ: true });
  await cloud.hasStandby('copy');
  await cloud.restored('single');
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'single',
    MultiAZ: true,
    ApplyImmediately: true,
  });
  await cloud.pickUp();
  await cloud.hasStandby('single');
  await cloud.reaches('single', 'available');
  await cloud.rds.rebootDBInstance({ DBInstanceIdentifier: 'single', ForceFailover: true });
  await cloud.pickUp();
  await vi.waitFor(async () => {
    expect(await cloud.instance('single')).toMatchObject({
      DBInstanceStatus: 'available',
      AvailabilityZone: 'ap-northeast-1c',
    });
  }, SOON);
});

test('a stopped Multi-AZ instance has both its servers down, a deleted one has none', async () => {
  const cloud = await startCloud();
  await cloud.restored('copy', { MultiAZ: true });
  await cloud.hasStandby('copy');
  const servers = () => [...cloud.host.servers.keys()].filter((name) => name.includes('.copy.'));
  expect(servers()).toHaveLength(2);
  await cloud.rds.stopDBInstance({ DBInstanceIdentifier: 'copy' });
  await cloud.reaches('copy', 'stopped');
  for (const server of servers()) expect(await cloud.host.isUp(server)).toBe(false);
  await cloud.rds.startDBInstance({ DBInstanceIdentifier: 'copy' });
  await cloud.reaches('copy', 'available');
  await cloud.hasStandby('copy');
  await cloud.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
  await cloud.isGone('copy');
  expect(servers()).toEqual([]);
});

test('after a failover backups go on at the new server, and the status says nothing of it', async () => {
  const cloud = await startCloud();
  await forceFailover(cloud);
  await cloud.pickUp();
  await vi.waitFor(() => expect(cloud.serverOf('orders-prod')).not.toBe('orders-prod'), SOON);
  await cloud.reaches('orders-prod', 'available');
  const release = cloud.host.hold('takeSnapshot');
  cloud.clock.advance(60_000);
  await vi.waitFor(async () => {
    const { DBSnapshots } = await cloud.rds.describeDBSnapshots({ SnapshotType: 'automated' });
    expect(DBSnapshots?.map((each) => each.Status)).toEqual(['available', 'creating']);
  }, SOON);
  expect(await cloud.statusOf('orders-prod')).toBe('available');
  release();
});

test('a standby that was away for too long is made anew, and the old one removed', async () => {
  const cloud = await startCloud();
  const lost = 'ap-northeast-1.orders-prod.1';
  cloud.host.setReplication(lost, { streaming: false });
  await cloud.watch(20);
  expect(cloud.host.servers.has(lost)).toBe(true);
  await cloud.watch(15);
  await cloud.hasStandby('orders-prod');
  await vi.waitFor(async () => {
    await cloud.watch(1);
    expect(cloud.host.servers.has(lost)).toBe(false);
  }, SOON);
});

test('a standby that cannot be made is told in an event, and tried again', async () => {
  const cloud = await startCloud();
  cloud.host.fail('createStandby', 'the disk is full');
  await cloud.restored('copy', { MultiAZ: true });
  await vi.waitFor(async () => {
    expect(await cloud.eventsOf('copy')).toContain('The standby is not there: the disk is full');
  }, SOON);
  expect(await cloud.statusOf('copy')).toBe('available');
  await cloud.watch(11);
  await cloud.hasStandby('copy');
});
