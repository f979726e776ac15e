import { expect, test } from 'vitest';
import { awaitWritable } from '../../../src/activities/sql/await-writable.ts';
import type { SqlDriver, SqlSession } from '../../../src/activities/sql/driver.ts';
import { failureFrom, pendingFrom } from '../../support/activity-context.ts';
import { timedContext } from '../../support/activity-shop.ts';

const access = {
  host: 'db.example',
  port: 5432,
  database: 'shop',
  user: 'shop',
  secret: 'shop-password',
};

function look(sql: SqlDriver) {
  return awaitWritable.poll(timedContext({ services: { sql } }), { access });
}

const fails = (code: string): SqlDriver => ({
  connect: () => Promise.reject(Object.assign(new Error(code), { code })),
});

/** A session whose every statement fails, but for those of the transaction itself. */
const refuses = (code: string): SqlDriver => ({
  connect: async (): Promise<SqlSession> => ({
    query: () => Promise.reject(Object.assign(new Error(code), { code })),
    execute: async (script) => {
      if (script === 'begin' || script === 'rollback') return 0;
      throw Object.assign(new Error(code), { code });
    },
    close: async () => {},
  }),
});

test.each(['ECONNREFUSED', 'ENOTFOUND', '57P03', '53300'])(
  'waits while the connection fails with %s',
  async (code) => {
    expect(pendingFrom(await look(fails(code)))).toContain('no write yet');
  },
);

test.each(['25006', '57P01', '57014', '55P03'])(
  'waits while the write fails with %s',
  async (code) => {
    pendingFrom(await look(refuses(code)));
  },
);

test.each([
  ['28P01', 'SQL_AUTH_REFUSED'],
  ['3D000', 'SQL_DATABASE_NOT_FOUND'],
  ['CERT_HAS_EXPIRED', 'SQL_TLS_UNTRUSTED'],
])('does not wait for what no waiting mends: %s', async (code, ours) => {
  expect(await failureFrom(look(fails(code)))).toMatchObject({ code: ours });
});

test('does not wait for a permission', async () => {
  expect(await failureFrom(look(refuses('42501')))).toMatchObject({
    code: 'SQL_PERMISSION_DENIED',
  });
});

test('gives a server that answers nothing up after a short time', async () => {
  const silent: SqlDriver = {
    connect: (_access, _password, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  const started = performance.now();
  expect(pendingFrom(await look(silent))).toContain('SQL_UNREACHABLE');
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('an abort is none of the server’s doing', async () => {
  const context = { ...timedContext(), signal: AbortSignal.abort(new Error('aborted by hand')) };
  await expect(awaitWritable.poll(context, { access })).rejects.toThrow('aborted by hand');
});
