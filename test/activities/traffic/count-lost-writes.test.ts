import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type CountLostWritesInput,
  countLostWrites,
} from '../../../src/activities/traffic/count-lost-writes.ts';
import { IMPACT, logFile, requests, sinceImpact } from '../../support/activity-client-log.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { PASSWORD, startPostgres, type TestPostgres } from '../../support/activity-postgres.ts';

let postgres: TestPostgres;
let log: Awaited<ReturnType<typeof logFile>>;
let context: TestContext;

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);

afterAll(() => postgres.stop(), 60_000);

beforeEach(async () => {
  await postgres.session.execute(
    'drop table if exists client_orders; create table client_orders (key text primary key)',
  );
  log = await logFile([]);
  context = activityContext();
  context.secrets.put('shop-password', PASSWORD);
});

afterEach(() => log.remove());

const keep = (keys: readonly string[]) =>
  postgres.session.query('insert into client_orders select unnest($1::text[])', [
    `{${keys.map((key) => JSON.stringify(key)).join(',')}}`,
  ]);

const keysOf = (lines: readonly object[]) =>
  lines.map((line) => ('key' in line ? String(line.key) : ''));

const count = async (more: Partial<CountLostWritesInput> = {}) =>
  doneFrom(
    await countLostWrites.poll(context, {
      access: postgres.access,
      log: log.path,
      table: 'client_orders',
      column: 'key',
      impactAt: IMPACT,
      ...more,
    }),
  );

test('counts the acknowledged writes before T0 that are not there, and names the first', async () => {
  const before = requests(-60_000, 100, true);
  await log.write([...requests(-90_000, -60_000, true), ...before, ...requests(100, 900, true)]);
  const keys = keysOf(before);
  const gone = keys.slice(-3);
  await keep(keys.filter((key) => !gone.includes(key)));
  const { output, lostWrites } = await count({ source: 'the client' });
  expect(output).toEqual({ counted: true, acknowledged: 601, lost: 3 });
  expect(lostWrites).toEqual({
    source: 'the client',
    acknowledged: 601,
    lost: 3,
    first: { key: gone[0], at: sinceImpact(-200) },
    everyMs: 100,
  });
});

test('a write that was not acknowledged cannot be lost, nor one without a key', async () => {
  await log.write([
    ...requests(-1_000, 0, false),
    { at: sinceImpact(-50), ok: true },
    { at: sinceImpact(-20), ok: true, key: 'kept' },
  ]);
  await keep(['kept']);
  const { lostWrites } = await count();
  expect(lostWrites).toMatchObject({ acknowledged: 1, lost: 0 });
  expect(lostWrites).not.toHaveProperty('first');
});

test('looks for as many as there are, in batches, and takes keys as they are', async () => {
  const odd = ['with "quotes"', 'with \\ and {brace}, comma', 'NULL', ''];
  const keys = [...odd, ...Array.from({ length: 2_500 }, (_, index) => `order ${index}`)];
  await log.write(
    keys.map((key, index) => ({ at: sinceImpact(index * 10 - 30_000), ok: true, key })),
  );
  await keep(keys.slice(0, -1));
  expect((await count()).lostWrites).toMatchObject({ lost: 1, first: { key: 'order 2499' } });
});

test('finds keys of other types than text', async () => {
  const id = 'a3bb189e-8bf9-3888-9912-ace4e6543002';
  await postgres.session.execute(
    `drop table if exists events; create table events (id uuid primary key);
     insert into events values ('${id}')`,
  );
  await log.write([{ at: sinceImpact(-1), ok: true, key: id }]);
  expect((await count({ table: 'events', column: 'id' })).output).toMatchObject({ lost: 0 });
});

test('counts nothing when the log cannot be read, and does not fail for it', async () => {
  const { output, lostWrites, facts } = await count({ log: '/nowhere/client.ndjson' });
  expect(output).toMatchObject({ counted: false });
  expect(lostWrites).toBeUndefined();
  expect(facts?.[0]?.value).toContain('not counted');
});

test('asks the database nothing when there is nothing to look for', async () => {
  const access = { ...postgres.access, port: 1 };
  expect((await count({ access })).lostWrites).toMatchObject({ acknowledged: 0, lost: 0 });
});

test('a table that is not there is said to be missing', async () => {
  await log.write(requests(-1_000, 0, true));
  expect(await failureFrom(count({ table: 'nothing' }))).toMatchObject({
    code: 'SQL_TABLE_NOT_FOUND',
  });
});

test('counts what was acknowledged after T0 apart, since it is no part of the RPO, and names the first', async () => {
  const since = requests(0, 1_000, true);
  await log.write([...requests(-1_000, 0, true), ...since]);
  const [first, ...rest] = keysOf(since);
  await keep(rest);
  const done = await count({ sinceImpact: true });
  expect(done).not.toHaveProperty('lostWrites');
  expect(done.lostSinceImpact).toMatchObject({
    acknowledged: 10,
    lost: 1,
    first: { key: first, at: sinceImpact(0) },
  });
  expect(done.facts).toEqual([
    {
      label: 'Acknowledged writes since T0',
      value: `10 since ${IMPACT}, 1 of them lost, the first ${first} of ${sinceImpact(0)}`,
    },
  ]);
});
