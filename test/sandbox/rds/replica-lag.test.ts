import { expect, onTestFinished, test, vi } from 'vitest';
import { Outages } from '../../../src/sandbox/outage/outages.ts';
import { bringUpServers, takeDownServers } from '../../../src/sandbox/rds/bring-up.ts';
import { Lifecycle } from '../../../src/sandbox/rds/lifecycle.ts';
import { zonesOf } from '../../../src/sandbox/rds/network.ts';
import { Rds } from '../../../src/sandbox/rds/rds.ts';
import type { OnMetric } from '../../../src/sandbox/rds/report-lag.ts';
import { productionInstance, replicaOfProduction, seedRds } from '../../../src/sandbox/rds/seed.ts';
import { Upkeep } from '../../../src/sandbox/rds/upkeep.ts';
import { keepWatching } from '../../../src/sandbox/rds/watch.ts';
import { FakeDatabaseHost } from '../../support/fake-database-host.ts';
import { ACCOUNT, REGION, SECOND_REGION, SOON } from '../cloud-harness.ts';
import { StoppedClock } from '../stopped-clock.ts';

const REPLICA = `${SECOND_REGION}.orders-prod-replica.1`;

/** RDS in two Regions with production and its replica, and what the Regions publish. */
async function openRegions() {
  const clock = new StoppedClock();
  const host = new FakeDatabaseHost(clock);
  await host.create({ id: 'orders-prod', masterUser: 'admin', masterPassword: 'first' });
  const names = [REGION, SECOND_REGION];
  const zones = new Map(names.map((name) => [name, zonesOf(name)]));
  const outages = new Outages({ state: [], zones, clock });
  const peers = new Map<string, Rds>();
  const published: string[] = [];
  const closing = new AbortController();
  const make = (region: string) => {
    const place = { region, accountId: ACCOUNT };
    const log = () => undefined;
    const rds = new Rds({ state: seedRds(region), host, clock, place, peers, outages, log });
    peers.set(region, rds);
    const upkeep = new Upkeep(rds, async () => undefined);
    const lifecycle = new Lifecycle(rds, upkeep, async () => undefined);
    const onMetric: OnMetric = (namespace, metric, { DBInstanceIdentifier }, value) =>
      void published.push(`${region} ${namespace} ${metric} ${DBInstanceIdentifier} ${value}`);
    outages.onChange(async () => {
      await takeDownServers(rds);
      await bringUpServers(rds);
    });
    const watching = () => keepWatching({ rds, upkeep, lifecycle, onMetric, log }, closing.signal);
    return { rds, upkeep, lifecycle, watching };
  };
  const [home, second] = [make(REGION), make(SECOND_REGION)];
  const seed = { id: 'orders-prod', database: 'orders', masterUser: 'admin' };
  const production = productionInstance(home.rds.place, seed, home.rds.now());
  home.rds.addInstance(production);
  await home.rds.lead(production, await host.start('orders-prod'));
  const replica = replicaOfProduction(second.rds, REGION, production);
  second.rds.addInstance(replica);
  second.lifecycle.resume();
  const watching = [home.watching(), second.watching()];
  onTestFinished(async () => {
    closing.abort();
    await Promise.all(watching);
    for (const { lifecycle, upkeep, rds } of [home, second]) {
      await Promise.all([lifecycle.close(), upkeep.close()]);
      await rds.doors.closeAll();
    }
  });
  await vi.waitFor(() => expect(replica.status).toBe('available'), SOON);
  /** What is published in the next second, as `Region namespace metric instance value`. */
  const nextSecond = async () => {
    published.length = 0;
    await vi.waitFor(() => expect(clock.sleepingFor(1000)).toBe(2), SOON);
    clock.advance(1000);
    await vi.waitFor(() => expect(clock.sleepingFor(1000)).toBe(2), SOON);
    return [...published];
  };
  return { host, outages, nextSecond };
}

const lag = (value: number) => `${SECOND_REGION} AWS/RDS ReplicaLag orders-prod-replica ${value}`;

test('the lag of a replica is published every second, in its own Region and in seconds', async () => {
  const { host, nextSecond } = await openRegions();
  expect(await nextSecond()).toEqual([lag(0)]);
  host.setReplication(REPLICA, { streaming: true, lagMs: 2500 });
  expect(await nextSecond()).toEqual([lag(2.5)]);
});

test('a replica that does not receive is at -1, never at an old figure', async () => {
  const { host, nextSecond } = await openRegions();
  host.setReplication(REPLICA, { streaming: false, lagMs: 2500 });
  expect(await nextSecond()).toEqual([lag(-1)]);
});

test('of a replica that is down nothing is published, and nothing of a Region without power', async () => {
  const { host, outages, nextSecond } = await openRegions();
  await host.kill(REPLICA);
  expect(await nextSecond()).toEqual([]);
  await outages.start({ kind: 'region', name: SECOND_REGION });
  expect(await nextSecond()).toEqual([]);
  await outages.end();
  expect(await nextSecond()).toEqual([lag(0)]);
});

test('when the Region of the source is dead, the replica is at -1', async () => {
  const { outages, nextSecond } = await openRegions();
  await outages.start({ kind: 'region', name: REGION });
  expect(await nextSecond()).toEqual([lag(-1)]);
});
