import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { surveyFailover } from '../../../src/activities/rds/survey-failover.ts';
import { awaitReplayed } from '../../../src/activities/sql/await-replayed.ts';
import { awaitWritable } from '../../../src/activities/sql/await-writable.ts';
import type { SqlAccess, SqlSession } from '../../../src/activities/sql/driver.ts';
import { fenceWrites } from '../../../src/activities/sql/fence-writes.ts';
import { liftFence } from '../../../src/activities/sql/lift-fence.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { doneFrom, failureFrom, pendingFrom } from '../../support/activity-context.ts';
import { connect, startPostgres, type TestPostgres } from '../../support/activity-postgres.ts';
import { primary, promoted, REGION_A, REGION_B, replica } from '../../support/activity-rds.ts';
import { fillShop, timedContext } from '../../support/activity-shop.ts';

// One failover from end to end: each test goes on where the one before it has stopped.

let postgres: TestPostgres;
let standby: SqlAccess;
/** Opened on the standby while the fence stood. */
let held: SqlSession;

const WRITE = 'insert into heartbeat values (now())';
const context = () => timedContext();

beforeAll(async () => {
  postgres = await startPostgres();
  await fillShop(postgres);
  standby = await postgres.follow();
}, 90_000);

afterAll(async () => {
  await held?.close();
  await postgres?.stop();
});

const fence = () => ({
  primary: { region: REGION_A, id: 'orders-prod' },
  replica: { region: REGION_B, id: 'orders-prod-replica', resourceId: 'db-REPLICA' },
  access: postgres.access,
});

async function survey(replicaNow = replica()) {
  const aws = scriptedAws();
  const endpoint = (at: SqlAccess) => ({ Endpoint: { Address: at.host, Port: at.port } });
  aws.rds
    .on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [primary(endpoint(postgres.access))] });
  aws
    .in(REGION_B)
    .rds.on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [{ ...replicaNow, ...endpoint(standby) }] });
  const unknownPlace = { ...postgres.access, host: 'nowhere.invalid', port: 1 };
  const done = doneFrom(
    await surveyFailover.poll(timedContext({ services: { aws: aws.aws } }), {
      instances: [
        { region: REGION_A, id: 'orders-prod', access: unknownPlace },
        { region: REGION_B, id: 'orders-prod-replica', access: unknownPlace },
      ],
    }),
  );
  return { ...done.output, facts: done.facts ?? [] };
}

test('before: the primary takes writes, the standby follows and takes none', async () => {
  doneFrom(await awaitWritable.poll(context(), { access: postgres.access }));
  expect(pendingFrom(await awaitWritable.poll(context(), { access: standby }))).toBe(
    'it takes no writes yet',
  );
  expect(await failureFrom(liftFence.start(context(), { access: standby }))).toMatchObject({
    code: 'SQL_IN_RECOVERY',
    retryable: true,
  });
  expect(await survey()).toMatchObject({
    writable: [{ region: REGION_A, id: 'orders-prod' }],
    unknown: [],
    splitBrain: false,
    instances: [
      { role: 'primary', writes: 'yes', fenced: 'no' },
      { role: 'replica', writes: 'no', fenced: 'no', replication: 'replicating' },
    ],
  });
});

test('the fence reaches the standby, and does not end its replication', async () => {
  const receipt = await fenceWrites.start(context(), fence());
  doneFrom(await fenceWrites.poll(context(), fence(), receipt));
  await vi.waitFor(async () => {
    held ??= await connect(standby);
    const { rows } = await held.query(`select current_setting('default_transaction_read_only')`);
    if (rows[0]?.[0] !== 'on') await held.close().then(() => (held = undefined as never));
    expect(rows).toEqual([['on']]);
  }, 30_000);
  expect(await postgres.isFollowed()).toBe(true);
  expect(pendingFrom(await awaitWritable.poll(context(), { access: postgres.access }))).toBe(
    'it takes no writes yet',
  );
  expect(await survey()).toMatchObject({
    writable: [],
    instances: [{ fenced: 'yes', writes: 'no' }, { fenced: 'yes' }],
  });
});

test('the standby has everything once it has replayed all that the fenced server wrote', async () => {
  const input = { source: postgres.access, replica: standby };
  await vi.waitFor(async () => {
    const { output } = doneFrom(await awaitReplayed.poll(context(), input));
    expect(output.position).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
  }, 30_000);
});

test('what replays nothing is waited for as long as it may take, and then refused', async () => {
  // A server of its own: it never replays a thing.
  const input = { source: postgres.access, replica: postgres.access };
  const limit = (since: string) => ({ ...input, withinMs: 300_000, since });
  const ago = (ms: number) => new Date(context().clock.now() - ms).toISOString();
  expect(pendingFrom(await awaitReplayed.poll(context(), input))).toContain('has not replayed');
  pendingFrom(await awaitReplayed.poll(context(), limit(ago(10_000))));
  expect(await failureFrom(awaitReplayed.poll(context(), limit(ago(301_000))))).toMatchObject({
    code: 'REPLICA_INCOMPLETE',
    class: 'environment',
    message: expect.stringContaining('within 5 min'),
  });
});

test('promoted, the standby still refuses every write', async () => {
  await postgres.promote();
  expect(pendingFrom(await awaitWritable.poll(context(), { access: standby }))).toBe(
    'it takes no writes yet',
  );
  expect(await held.execute(WRITE).catch(() => 'refused')).toBe('refused');
  const { writable, facts } = await survey(promoted());
  expect(writable).toEqual([]);
  expect(facts[0]).toEqual({ label: 'Takes writes', value: 'none that answered' });
});

test('lifting the fence ends the sessions that it held, and writes go through', async () => {
  const input = { access: standby };
  const receipt = await liftFence.start(context(), input);
  expect(receipt.sessionsEnded).toBeGreaterThanOrEqual(1);
  await expect(held.execute(WRITE)).rejects.toThrow();
  const done = doneFrom(await liftFence.poll(context(), input, receipt));
  expect(Date.parse(done.output.writableAt)).not.toBeNaN();
  doneFrom(await awaitWritable.poll(context(), input));

  const fresh = await connect(standby);
  expect(await fresh.execute(WRITE)).toBe(1);
  const marks = await fresh.query(
    `select relname from pg_class where relkind = 'r' and relname like 'kunren%'`,
  );
  expect(marks.rows).toEqual([]);
  await fresh.close();
  expect(await survey(promoted())).toMatchObject({
    writable: [{ region: REGION_B, id: 'orders-prod-replica' }],
    splitBrain: false,
  });
});

test('lifting it again does nothing', async () => {
  const input = { access: standby };
  expect(await liftFence.adopt(context(), input)).toBeUndefined();
  const receipt = await liftFence.start(context(), input);
  doneFrom(await liftFence.poll(context(), input, receipt));
});

test('an old primary that comes back without its fence is a split brain, said loudly', async () => {
  const careless = await connect(postgres.access);
  await careless.execute(
    'begin read write; alter database shop reset default_transaction_read_only; commit',
  );
  await careless.close();
  const { splitBrain, writable, facts } = await survey(promoted());
  expect(splitBrain).toBe(true);
  expect(writable).toHaveLength(2);
  expect(facts[0]?.label).toBe('SPLIT BRAIN');
  expect(facts[0]?.value).toContain(
    'orders-prod in ap-northeast-1 AND orders-prod-replica in ap-northeast-3 take writes',
  );
});
