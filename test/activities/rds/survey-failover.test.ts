import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { beforeEach, expect, test } from 'vitest';
import { surveyFailover } from '../../../src/activities/rds/survey-failover.ts';
import type { SqlDriver, SqlSession } from '../../../src/activities/sql/driver.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { doneFrom } from '../../support/activity-context.ts';
import {
  notFound,
  primary,
  REGION_A,
  REGION_B,
  rdsError,
  replica,
} from '../../support/activity-rds.ts';
import { timedContext } from '../../support/activity-shop.ts';
import { scaledClock } from '../../support/scaled-clock.ts';

const way = { port: 5432, database: 'orders', user: 'orders_admin', secret: 'shop-password' };
const instances = [
  { region: REGION_A, id: 'orders-prod', access: { ...way, host: 'last-known-a' } },
  { region: REGION_B, id: 'orders-prod-replica', access: { ...way, host: 'last-known-b' } },
];

let aws: ReturnType<typeof scriptedAws>;
/** What each host's database is; a host that is not here cannot be reached. */
let databases: { [host: string]: 'writable' | 'standby' | 'fenced' };

beforeEach(() => {
  aws = scriptedAws();
  databases = {};
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [primary()] });
  aws
    .in(REGION_B)
    .rds.on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [replica()] });
});

const sql: SqlDriver = {
  connect: async ({ host }): Promise<SqlSession> => {
    const kind = databases[host];
    if (!kind) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const refuse = () => Object.assign(new Error('read-only'), { code: '25006' });
    return {
      query: async (text) => {
        if (text.includes('insert') && kind !== 'writable') throw refuse();
        const value = text.includes('pg_is_in_recovery')
          ? String(kind === 'standby')
          : kind === 'fenced'
            ? 'on'
            : 'off';
        return { columns: ['one'], rows: [[value]] };
      },
      execute: async (script) => {
        if (script.includes('create') && kind !== 'writable') throw refuse();
        return 0;
      },
      close: async () => {},
    };
  },
};

async function survey(driver = sql) {
  const context = timedContext({ services: { aws: aws.aws, sql: driver } });
  const done = doneFrom(await surveyFailover.poll(context, { instances }));
  return { ...done.output, facts: done.facts ?? [] };
}

test('asks the address that RDS tells, and the last known one where it does not', async () => {
  databases = { 'orders-prod.example': 'writable', 'last-known-b': 'standby' };
  aws.in(REGION_B).rds.on(DescribeDBInstancesCommand).rejects(rdsError('InternalFailure', 500));
  const { writable, unknown, instances: seen } = await survey();
  expect(writable).toEqual([{ region: REGION_A, id: 'orders-prod' }]);
  expect(unknown).toEqual([]);
  expect(seen[1]).toMatchObject({ status: 'unknown', role: 'replica', writes: 'no' });
  expect(seen[1]?.reason).toContain('RDS could not be asked');
});

test('a Region that does not answer is unknown, never "no"', async () => {
  databases = { 'orders-prod-replica.example': 'writable' };
  const cut = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  aws.rds.on(DescribeDBInstancesCommand).rejects(cut);
  const { unknown, splitBrain, facts, instances: seen } = await survey();
  expect(seen[0]).toMatchObject({
    status: 'unknown',
    role: 'unknown',
    writes: 'unknown',
    fenced: 'unknown',
  });
  expect(unknown).toEqual([{ region: REGION_A, id: 'orders-prod' }]);
  expect(splitBrain).toBe(false);
  expect(facts[0]?.value).toBe(
    'orders-prod-replica in ap-northeast-3. Not known of orders-prod in ap-northeast-1, which may take writes too',
  );
});

test('a database that nobody reaches is unknown, however well RDS speaks of it', async () => {
  databases = { 'orders-prod-replica.example': 'standby' };
  const { writable, unknown, instances: seen } = await survey();
  expect(writable).toEqual([]);
  expect(unknown).toEqual([{ region: REGION_A, id: 'orders-prod' }]);
  expect(seen[0]).toMatchObject({ status: 'available', role: 'primary', writes: 'unknown' });
});

test('a fenced primary takes no writes', async () => {
  databases = { 'orders-prod.example': 'fenced', 'orders-prod-replica.example': 'standby' };
  const { writable, instances: seen, facts } = await survey();
  expect(writable).toEqual([]);
  expect(seen[0]).toMatchObject({ writes: 'no', fenced: 'yes' });
  expect(facts[1]?.value).toBe('available, follows nobody, takes no writes, fenced');
  expect(facts[2]?.value).toContain('replication: replicating');
});

test('an instance that RDS does not know takes no writes', async () => {
  databases = { 'orders-prod.example': 'writable' };
  aws.in(REGION_B).rds.on(DescribeDBInstancesCommand).rejects(notFound());
  const { instances: seen, unknown } = await survey();
  expect(seen[1]).toMatchObject({ status: 'absent', writes: 'no' });
  expect(unknown).toEqual([]);
});

test('nothing makes it fail: no password, no login, an answer without sense, silence', async () => {
  aws.rds.on(DescribeDBInstancesCommand).rejects(new TypeError('nonsense'));
  aws
    .in(REGION_B)
    .rds.on(DescribeDBInstancesCommand)
    .callsFake(() => new Promise(() => {}));
  const drivers: readonly SqlDriver[] = [
    { connect: () => Promise.reject(Object.assign(new Error('no'), { code: '28P01' })) },
    { connect: () => Promise.reject(new TypeError('nonsense')) },
  ];
  for (const driver of drivers) {
    const context = timedContext({ services: { aws: aws.aws, sql: driver } });
    const hurried = { ...context, clock: scaledClock(100) };
    const done = doneFrom(await surveyFailover.poll(hurried, { instances }));
    expect(done.output).toMatchObject({ writable: [], splitBrain: false });
    expect(done.output.unknown).toHaveLength(2);
    expect(done.output.instances[1]?.reason).toContain('did not answer in time');
  }
});

test('only an abort ends it', async () => {
  const context = timedContext({ services: { aws: aws.aws, sql } });
  const signal = AbortSignal.abort(new Error('aborted by hand'));
  await expect(surveyFailover.poll({ ...context, signal }, { instances })).rejects.toThrow(
    'aborted by hand',
  );
});
