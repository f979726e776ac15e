import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { SqlAccess, SqlDriver, SqlSession } from '../../src/activities/sql/driver.ts';
import type { FenceWritesInput } from '../../src/activities/sql/fence-writes.ts';
import { scriptedAws } from './activity-aws.ts';
import { connect, startPostgres, type TestPostgres } from './activity-postgres.ts';
import { REGION_A, REGION_B, replica } from './activity-rds.ts';
import { fillShop, timedContext } from './activity-shop.ts';

/** A write that a fence refuses. */
export const WRITE = 'insert into heartbeat values (now())';

/** A primary in a real PostgreSQL, without a fence at first, and RDS that tells of its replica, for every test of a file. */
export function fenceBench(): FenceBench {
  const bench = new FenceBench();
  beforeAll(() => bench.start(), 60_000);
  beforeEach(() => bench.begin());
  afterEach(() => bench.mend());
  afterAll(() => bench.stop());
  return bench;
}

export class FenceBench {
  aws = scriptedAws();
  #postgres: TestPostgres | undefined;
  /** Sessions of the test itself, ended with it. */
  #sessions: SqlSession[] = [];

  async start(): Promise<void> {
    this.#postgres = await startPostgres();
    await fillShop(this.#postgres);
  }

  async stop(): Promise<void> {
    await this.#postgres?.stop();
  }

  begin(): void {
    this.#sessions = [];
    this.aws = scriptedAws();
    this.replicaIs(replica());
  }

  async mend(): Promise<void> {
    const mender = await this.open();
    await mender.execute(`
      begin read write;
      alter database shop reset default_transaction_read_only;
      alter role shop reset default_transaction_read_only;
      drop table if exists kunren_fence;
      commit`);
    for (const session of this.#sessions) await session.close();
  }

  get access(): SqlAccess {
    if (!this.#postgres) throw new Error('It is not there yet.');
    return this.#postgres.access;
  }

  async open(): Promise<SqlSession> {
    const session = await connect(this.access);
    this.#sessions.push(session);
    return session;
  }

  context(sql?: SqlDriver) {
    return timedContext({ services: { aws: this.aws.aws, ...(sql && { sql }) } });
  }

  input(): FenceWritesInput {
    return {
      primary: { region: REGION_A, id: 'orders-prod' },
      replica: { region: REGION_B, id: 'orders-prod-replica', resourceId: 'db-REPLICA' },
      access: this.access,
    };
  }

  /** Where nobody listens. */
  nobody(): SqlAccess {
    return { ...this.access, port: 1 };
  }

  replicaIs(instance: object): void {
    this.aws
      .in(REGION_B)
      .rds.on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [instance] });
  }
}
