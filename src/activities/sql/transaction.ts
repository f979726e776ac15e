import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import type { SqlSession } from './driver.ts';
import type { Statement } from './postgres-dialect.ts';

/** Commits what `work` did, or nothing of it. */
export async function inTransaction<T>(
  session: SqlSession,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  await session.execute(begin);
  try {
    const result = await work();
    await session.execute('commit');
    return result;
  } catch (error) {
    // Of the two errors the first one explains what happened.
    await session.execute('rollback').catch(() => {});
    throw error;
  }
}

/** Does `work` and takes it back, whatever comes of it. */
export async function rolledBack<T>(session: SqlSession, work: () => Promise<T>): Promise<T> {
  await session.execute('begin');
  try {
    return await work();
  } finally {
    // What became of the work says more than a rollback that fails with its connection.
    await session.execute('rollback').catch(() => {});
  }
}

/** The database itself refuses every change that `work` might try. */
export function readOnly<T>(
  session: SqlSession,
  work: () => Promise<T>,
  statementTimeoutMs?: Ms,
): Promise<T> {
  const limit =
    statementTimeoutMs === undefined
      ? ''
      : `; set local statement_timeout to ${Math.ceil(statementTimeoutMs)}`;
  // One snapshot for all statements, so that what is compared belongs together.
  const begin = `begin transaction isolation level repeatable read, read only${limit}`;
  return inTransaction(session, begin, work);
}

/**
 * The columns of the one row that a statement must return.
 * @throws KunrenError `SQL_NOT_ONE_ROW` (class `input`).
 */
export async function oneRow(
  session: SqlSession,
  { text, values }: Statement,
): Promise<readonly (string | null)[]> {
  const { rows } = await session.query(text, values);
  const row = rows[0];
  if (row && rows.length === 1) return row;
  throw new KunrenError({
    code: 'SQL_NOT_ONE_ROW',
    message: `The statement returned ${rows.length} rows instead of one.`,
    class: 'input',
  });
}

/**
 * The one value that a statement must return.
 * @throws KunrenError `SQL_NOT_ONE_ROW` or `SQL_NOT_ONE_VALUE` (class `input`).
 */
export async function oneValue(session: SqlSession, statement: Statement): Promise<string> {
  const row = await oneRow(session, statement);
  const value = row[0];
  if (row.length === 1 && typeof value === 'string') return value;
  throw new KunrenError({
    code: 'SQL_NOT_ONE_VALUE',
    message:
      row.length === 1
        ? 'The statement returned NULL instead of a value.'
        : `The statement returned ${row.length} columns instead of one.`,
    class: 'input',
  });
}
