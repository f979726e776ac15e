import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { confirmOwnerLogin } from '../../../src/activities/sql/confirm-owner-login.ts';
import type { SqlAccess } from '../../../src/activities/sql/driver.ts';
import { postgresDriver } from '../../../src/activities/sql/postgres-driver.ts';
import { doneFrom, failureFrom } from '../../support/activity-context.ts';
import {
  PASSWORD,
  startPostgres,
  type TestPostgres,
  wrappedDriver,
} from '../../support/activity-postgres.ts';
import { timedContext } from '../../support/activity-shop.ts';

let postgres: TestPostgres;
/** The master user's way in to the standby. */
let standby: SqlAccess;

beforeAll(async () => {
  postgres = await startPostgres();
  await postgres.session.execute(`
    create role helper login password '${PASSWORD}';
    create role deputy login password '${PASSWORD}';
    create role owners;
    grant owners to shop;
    grant owners, pg_signal_backend to deputy;
    alter database shop owner to owners`);
  standby = await postgres.follow();
});

afterAll(() => postgres?.stop());

const look = (change: Partial<SqlAccess> = {}, sql = postgresDriver) =>
  confirmOwnerLogin.poll(timedContext({ services: { sql } }), {
    access: { ...standby, ...change },
  });

describe('the owner’s login at the replica', () => {
  test('is confirmed for the master user, which is no superuser, and for whoever has its rights', async () => {
    const { output, facts } = doneFrom(await look());
    expect(output).toEqual({ role: 'shop' });
    expect(facts?.map(({ value }) => value)).toEqual([
      `shop at ${standby.host}:${standby.port}, a standby`,
      'changes shop (it belongs to owners), ends sessions, makes tables',
    ]);
    expect(doneFrom(await look({ user: 'deputy' })).output).toEqual({ role: 'deputy' });
  });

  test('writes nothing', async () => {
    const statements: string[] = [];
    const sql = wrappedDriver((session) => ({
      ...session,
      query: (text, values) => {
        statements.push(text);
        return session.query(text, values);
      },
      close: () => session.close(),
    }));
    await look({}, sql);
    expect(statements).toEqual([expect.stringMatching(/^select /)]);
  });

  test('that may not do what a fence takes is refused, with what is missing', async () => {
    const failure = await failureFrom(look({ user: 'helper' }));
    expect(failure).toMatchObject({
      code: 'OWNER_RIGHTS_MISSING',
      class: 'input',
      retryable: false,
      details: { role: 'helper', databaseOwner: 'owners' },
    });
    expect(failure.message).toContain('helper at');
    expect(failure.message).toContain('which belongs to owners');
    expect(failure.message).toContain('pg_signal_backend');
    expect(failure.message).toContain('schema public');
  });

  test.each([
    ['a wrong password', { secret: 'wrong' }, 'SQL_AUTH_REFUSED'],
    ['no password', { secret: 'not-there' }, 'SECRET_MISSING'],
    ['a database that is not there', { database: 'nowhere' }, 'SQL_DATABASE_NOT_FOUND'],
  ])('with %s is refused, and the key to look at is named', async (_case, change, cause) => {
    const context = timedContext({ services: { sql: postgresDriver } });
    context.secrets.put('wrong', 'not-the-password');
    const failure = await failureFrom(
      confirmOwnerLogin.poll(context, { access: { ...standby, ...change } }),
    );
    expect(failure).toMatchObject({
      code: 'OWNER_LOGIN_REFUSED',
      class: 'input',
      retryable: false,
      details: { cause },
    });
    expect(failure.message).toContain('admin-password-env');
  });

  test('at a server that does not answer is tried again', async () => {
    expect(await failureFrom(look({ port: 1 }))).toMatchObject({
      code: 'SQL_UNREACHABLE',
      retryable: true,
    });
  });
});
