import { createHash } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SqlAccess, withSession } from '../../../src/activities/sql/driver.ts';
import {
  checksumRows,
  newestRow,
  quoteName,
  quoteTable,
  splitName,
} from '../../../src/activities/sql/postgres-dialect.ts';
import { sqlFailure } from '../../../src/activities/sql/sql-failure.ts';
import { oneRow, oneValue, readOnly } from '../../../src/activities/sql/transaction.ts';
import { failureOf } from '../../../src/core/failure.ts';
import { activityContext, failureFrom } from '../../support/activity-context.ts';
import { PASSWORD, startPostgres, type TestPostgres } from '../../support/activity-postgres.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

function context(signal?: AbortSignal) {
  const made = activityContext(signal ? { signal } : {});
  made.secrets.put('shop-password', PASSWORD);
  made.secrets.put('wrong-password', 'wrong');
  return made;
}

describe('a session', () => {
  test('returns every value as the database writes it', async () => {
    const result = await postgres.session.query(
      `select 9007199254740993::bigint, 1.10::numeric, true, null::text,
                timestamptz '2026-11-24 10:00:00+09', '\\xff'::bytea, $1::text as given`,
      ['x'],
    );
    expect(result.rows).toEqual([
      ['9007199254740993', '1.10', 't', null, '2026-11-24 01:00:00+00', '\\xff', 'x'],
    ]);
    expect(result.columns.at(-1)).toBe('given');
  });

  test('takes one statement at a time where it queries', async () => {
    await expect(postgres.session.query('select 1; drop database shop')).rejects.toThrow(
      'multiple commands',
    );
  });

  test('counts the rows that a script changed, not those it read', async () => {
    const rows = await postgres.session.execute(
      `create temporary table t (a int); insert into t values (1), (2), (3);
         select * from t; delete from t where a > 1; update t set a = 5`,
    );
    expect(rows).toBe(3 + 2 + 1);
  });

  test('cannot write where it only reads', async () => {
    const writing = withSession(context(), postgres.access, (session) =>
      readOnly(session, () => session.execute('create table sneaky ()')),
    );
    expect((await failureFrom(writing)).code).toBe('SQL_READ_ONLY');
  });

  test('a value that is not one value is an error with a name', async () => {
    const ask = (text: string) => failureFrom(oneValue(postgres.session, { text, values: [] }));
    expect((await ask('select 1 where false')).code).toBe('SQL_NOT_ONE_ROW');
    expect((await ask('select 1 union select 2')).code).toBe('SQL_NOT_ONE_ROW');
    expect((await ask('select 1, 2')).code).toBe('SQL_NOT_ONE_VALUE');
    expect((await ask('select null')).code).toBe('SQL_NOT_ONE_VALUE');
  });
});

describe('failures', () => {
  const open = (access: Partial<SqlAccess>, signal?: AbortSignal) =>
    failureFrom(
      withSession(context(signal), { ...postgres.access, ...access }, async () => undefined),
    );
  const run = (sql: string, timeoutMs?: number) =>
    failureFrom(
      withSession(
        context(),
        postgres.access,
        (session) => session.query(sql),
        ...(timeoutMs === undefined ? [] : [timeoutMs]),
      ),
    );

  test('a refused login is for the operator to mend', async () => {
    expect(await open({ secret: 'wrong-password' })).toMatchObject({
      code: 'SQL_AUTH_REFUSED',
      class: 'input',
      retryable: false,
    });
  });

  test('a missing password is found before anything is asked', async () => {
    expect((await open({ secret: 'nobody-put-it', host: 'nowhere.invalid' })).code).toBe(
      'SECRET_MISSING',
    );
  });

  test.each([{ host: '' }, { port: 0 }])(
    'an address that is not known is never filled in: %j',
    async (address) => {
      expect(await open(address)).toMatchObject({ code: 'SQL_ADDRESS_MISSING', class: 'input' });
    },
  );

  test('nobody listening may pass', async () => {
    expect(await open({ port: 1 })).toMatchObject({
      code: 'SQL_UNREACHABLE',
      retryable: true,
      ambiguous: false,
    });
  });

  test('a server without TLS is not talked to in clear when TLS is asked for', async () => {
    expect(await open({ tls: true })).toMatchObject({ code: 'SQL_TLS_REFUSED', retryable: false });
  });

  test.each([
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ])('a certificate of an unknown authority (%s) says what to set', (code) => {
    const { failure } = sqlFailure(Object.assign(new Error('no'), { code }), 'connect');
    expect(failure).toMatchObject({
      code: 'TLS_CERTIFICATE_UNTRUSTED',
      class: 'input',
      retryable: false,
    });
    expect(failure.message).toContain('NODE_EXTRA_CA_CERTS');
  });

  test.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    'a certificate that no authority can mend (%s) is another failure',
    (code) => {
      const { failure } = sqlFailure(Object.assign(new Error('no'), { code }), 'connect');
      expect(failure).toMatchObject({ code: 'SQL_TLS_UNTRUSTED', retryable: false });
    },
  );

  test('an unknown database, table, column and a syntax error have names', async () => {
    expect((await open({ database: 'nowhere' })).code).toBe('SQL_DATABASE_NOT_FOUND');
    expect((await run('select * from nowhere')).code).toBe('SQL_TABLE_NOT_FOUND');
    expect((await run('select * from no_schema.nowhere')).code).toBe('SQL_TABLE_NOT_FOUND');
    expect((await run('select nothing from pg_class')).code).toBe('SQL_COLUMN_NOT_FOUND');
    expect(await run('selec 1')).toMatchObject({ code: 'SQLSTATE_42601', class: 'input' });
  });

  test('the server ends a statement that takes too long', async () => {
    expect(await run('select pg_sleep(60)', 50)).toMatchObject({
      code: 'SQL_STATEMENT_TIMEOUT',
      retryable: false,
    });
  });

  test('a connection that the server ends leaves the statement in doubt', async () => {
    expect(await run('select pg_terminate_backend(pg_backend_pid())')).toMatchObject({
      code: 'SQL_CONNECTION_LOST',
      retryable: true,
      ambiguous: true,
    });
  });

  test('an abort ends a running statement', async () => {
    const attempt = new AbortController();
    const sleeping = withSession(context(attempt.signal), postgres.access, async (session) => {
      const slept = session.query('select pg_sleep(60)');
      attempt.abort();
      return slept;
    });
    expect(await failureFrom(sleeping)).toMatchObject({ retryable: true, ambiguous: true });
  });

  test('an abort ends a handshake with a server that never answers', async () => {
    const sockets: Socket[] = [];
    const attempt = new AbortController();
    const mute: Server = createServer((socket) => {
      sockets.push(socket);
      attempt.abort();
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await open({ port }, attempt.signal)).toMatchObject({ code: 'SQL_UNREACHABLE' });
    for (const socket of sockets) socket.destroy();
    mute.close();
  });
});

describe('names', () => {
  const anyName = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    // PostgreSQL cuts longer names off.
    .filter((name) => !name.includes('\0') && Buffer.byteLength(name) <= 63);

  test('PostgreSQL reads a quoted name back exactly as it was, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(anyName, async (name) => {
        const { columns } = await postgres.session.query(`select 1 as ${quoteName(name)}`);
        expect(columns).toEqual([name]);
      }),
    );
  });

  test('a schema and a table are two names, unless the dot is inside quotes', async () => {
    expect(quoteTable('sales.orders')).toBe('"sales"."orders"');
    expect(quoteTable('Orders')).toBe('"Orders"');
    expect(quoteTable('a; drop table b')).toBe('"a; drop table b"');
    expect(splitName('"odd.name".t')).toEqual(['odd.name', 't']);
  });

  test('any list of names survives being joined with dots and split again', () => {
    fc.assert(
      fc.property(fc.array(anyName, { minLength: 1, maxLength: 3 }), (names) => {
        expect(splitName(names.map(quoteName).join('.'))).toEqual(names);
      }),
    );
  });

  test.each(['', '.', 'a.', '.a', 'a..b', '"a', 'a\0b', '""', 'a"b'])('%j is no name', (name) => {
    expect(() => quoteTable(name)).toThrow(expect.objectContaining({ code: 'SQL_NAME_INVALID' }));
  });
});

describe('readings', () => {
  const checksum = async (rows: string) => {
    await postgres.session.execute(
      `drop table if exists c; create temporary table c (a text, b text); ${rows}`,
    );
    return oneRow(postgres.session, checksumRows({ table: 'c', columns: ['a', 'b'] }));
  };

  test('a checksum does not depend on the order of rows', async () => {
    const one = await checksum(`insert into c values ('1', 'x'), ('2', 'y')`);
    expect(await checksum(`insert into c values ('2', 'y'), ('1', 'x')`)).toEqual(one);
  });

  test.each([
    ['a changed value', `('1', 'x'), ('2', 'y')`, `('1', 'x'), ('2', 'z')`],
    ['values that changed places', `('1', 'x'), ('2', 'y')`, `('1', 'y'), ('2', 'x')`],
    ['a doubled row instead of another', `('1', 'x'), ('2', 'y')`, `('1', 'x'), ('1', 'x')`],
    ['a missing row', `('1', 'x'), ('2', 'y')`, `('1', 'x')`],
    ['an empty string for NULL', `('1', null)`, `('1', '')`],
    ['a shifted border between columns', `('1', 'x')`, `('1x', '')`],
    ['a comma in a value', `('1,2', 'x')`, `('1', '2,x')`],
  ])('a checksum tells %s', async (_case, before, after) => {
    expect(await checksum(`insert into c values ${before}`)).not.toEqual(
      await checksum(`insert into c values ${after}`),
    );
  });

  test('a checksum is what anybody can reckon: 64 bits of SHA-256 per row, added up', async () => {
    const bits = (row: string) => createHash('sha256').update(row).digest().readBigInt64BE(0);
    expect(await checksum(`insert into c values ('1', 'x'), ('2', null)`)).toEqual([
      '2',
      String(bits('(1,x)') + bits('(2,)')),
    ]);
    expect(await checksum('')).toEqual(['0', '0']);
  });

  test('a checksum over no column is refused', () => {
    expect(() => checksumRows({ table: 'c', columns: [] })).toThrow(
      expect.objectContaining({ code: 'SQL_NAME_INVALID' }),
    );
  });

  test('the newest row is cut to milliseconds, never rounded up', async () => {
    const { session } = postgres;
    await session.execute(
      `create temporary table h (at timestamptz, plain timestamp);
       insert into h values ('2026-11-24 01:00:00.999999+00', '2026-11-24 01:00:00.999999')`,
    );
    const before = '2026-11-24T02:00:00.000Z';
    const newest = [
      await oneValue(session, newestRow('h', 'at', before)),
      await oneValue(session, newestRow('h', 'plain', before)),
    ];
    expect(newest).toEqual(['2026-11-24T01:00:00.999Z', '2026-11-24T01:00:00.999Z']);
  });
});

test('an error that comes from neither the database nor the network stays a bug', async () => {
  const broken = withSession(context(), postgres.access, async () => {
    throw new TypeError('x is not a function');
  });
  expect(await broken.catch((error) => failureOf(error))).toMatchObject({
    code: 'UNEXPECTED',
    class: 'bug',
  });
});
