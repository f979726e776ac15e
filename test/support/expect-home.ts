import { expect } from 'vitest';
import type { FailoverHarness } from './failover-harness.ts';
import { REGIONS } from './model-shop.ts';

const [HOME, AWAY] = REGIONS;

/** Production is where it was before: its primary at home, its replica behind it, no fence, no outage, no edit. */
export function expectHome(harness: FailoverHarness, where: string): void {
  const { shop, cloud, databases } = harness;
  const found = harness.instances.map(({ region, id, status, replicaOf }) => ({
    region,
    id,
    status: status === 'backing-up' ? 'available' : status,
    ...(replicaOf && { follows: `${replicaOf.id} in ${replicaOf.region}` }),
  }));
  found.sort((a, b) => a.region.localeCompare(b.region));
  expect(found, where).toEqual([
    { region: HOME, id: 'orders-prod', status: 'available' },
    {
      region: AWAY,
      id: 'orders-prod-replica',
      status: 'available',
      follows: `orders-prod in ${HOME}`,
    },
  ]);
  for (const { server } of harness.instances) {
    const { closed, marks } = databases.contentOf(server);
    expect({ closed, marks }, `${where}: fence of ${server}`).toEqual({ closed: false });
  }
  expect(cloud.outages.list(), where).toEqual([]);
  expect(recordsOf(harness), where).toEqual([
    { setId: 'primary', value: shop.addresses[0] },
    { setId: 'secondary', value: shop.addresses[1] },
  ]);
  expect(shop.isServing(HOME), `${where}: shop at home`).toBe(true);
}

/** What the zone lists beside its own NS and SOA. */
function recordsOf({ cloud }: FailoverHarness) {
  return cloud.route53.state.zones
    .flatMap(({ records }) => records)
    .filter(({ type }) => type === 'A')
    .map(({ setId, values: [value] }) => ({ setId, value }));
}

/** How often each operation took effect. */
export async function countEffects(harness: FailoverHarness): Promise<{ [name: string]: number }> {
  const counts: { [name: string]: number } = {};
  for (const effect of await harness.effects()) {
    const name = effect.split(' ')[0] ?? '';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The journal is whole, its run completed and met its objectives, and no milestone came twice. */
export function expectMet({ run: { journal } }: FailoverHarness, where: string): void {
  const finished = journal.at(-1);
  if (finished?.type !== 'run.finished') throw new Error(`${where}: the run did not finish`);
  const { failure, status, verdict } = finished.data;
  const ends = journal.flatMap(({ type, data }) =>
    type === 'activity.scheduled' || type === 'poll.observed' ? [JSON.stringify(data)] : [],
  );
  expect(
    { failure, status, verdict: verdict.verdict, reasons: verdict.reasons },
    `${where}, at last ${ends.slice(-3).join(' ')}`,
  ).toEqual({
    failure: undefined,
    status: 'completed',
    verdict: 'met',
    reasons: [],
  });
  journal.forEach((record, index) => {
    expect(record.seq).toBe(index + 1);
    if (index > 0) expect(record.prev).toBe(journal[index - 1]?.hash);
  });
  const milestones = journal.flatMap((each) =>
    each.type === 'milestone.reached' ? [each.data.id] : [],
  );
  expect(milestones, where).toEqual([...new Set(milestones)].sort());
}

/** Keys of orders that were acknowledged to the client and that production does not have any more. */
export function lostOrders({ instances, databases, shop }: FailoverHarness): string[] {
  const home = instances.find(({ id }) => id === 'orders-prod');
  const { orders } = databases.contentOf(home?.server ?? '');
  return shop.acknowledged.filter((key) => !orders.has(key));
}

/**
 * What holds however a run has ended: it says how, nothing that was acknowledged is gone, somebody takes writes and
 * nobody beside it, nothing was deleted that the run had not made or replaced, and the sandbox has its power back.
 */
export async function expectSafe(harness: FailoverHarness, where: string): Promise<void> {
  const { run, cloud, databases, instances, shop } = harness;
  const finished = run.journal.at(-1);
  if (finished?.type !== 'run.finished') throw new Error(`${where}: the run did not finish`);
  const how = `${where}: ${finished.data.status} ${finished.data.failure?.message ?? ''}`;

  expect(cloud.outages.list(), how).toEqual([]);
  const writable = instances.filter(({ server }) => databases.takesWrites(server));
  const named = instances.map(({ id, region, server, replicaOf }) => {
    const { closed } = databases.contentOf(server);
    return `${id} in ${region}${replicaOf ? ', a replica' : ''}${closed ? ', fenced' : ''}`;
  });
  const state = `${how} ${named.join('; ')}`;
  expect(writable.length, state).toBeGreaterThan(0);
  // What nobody could fence takes writes when it is back; that is said, and no more can be done.
  if (!passedBy(run.journal)) expect(writable.length, state).toBe(1);
  const kept = instances.map(({ server }) => databases.contentOf(server).orders);
  const lost = shop.acknowledged.filter((key) => !kept.some((orders) => orders.has(key)));
  expect(lost, `${state}: lost orders`).toEqual([]);
  if (writable.length === 1) {
    const { orders } = databases.contentOf(writable[0]?.server ?? '');
    const left = shop.acknowledged.filter((key) => !orders.has(key));
    expect(left, `${state}: orders that the primary does not have`).toEqual([]);
  }

  const deleted = (await harness.effects()).filter((each) => each.includes('DeleteDBInstance'));
  expect(
    deleted.filter((each) => !isOfTheRun(each, run.journal)),
    how,
  ).toEqual([]);
}

/** The failover went on although the old primary could not be fenced. */
function passedBy(journal: FailoverHarness['run']['journal']): boolean {
  return journal.some(
    ({ type, data }) =>
      type === 'activity.succeeded' && JSON.stringify(data).includes('"fenced":"unreachable"'),
  );
}

/** One that the run has made, or one whose place it has filled. */
function isOfTheRun(deletion: string, journal: FailoverHarness['run']['journal']): boolean {
  const [, region, id] = /arn:aws:rds:([^:]+):\d+:db:(.+)$/.exec(deletion) ?? [];
  if (/-before-\w{4}$/.test(id ?? '')) return true;
  return journal.some(
    ({ type, data }) =>
      type === 'resource.released' &&
      data.resource.type === 'rds:db-instance' &&
      data.resource.id === id &&
      data.resource.region === region,
  );
}
