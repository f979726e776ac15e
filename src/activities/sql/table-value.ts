import type { DataCheck } from '../../core/check.ts';
import type { Instant } from '../../core/ports.ts';
import type { SqlSession } from './driver.ts';
import { checksumRows, countRows } from './postgres-dialect.ts';
import { oneRow } from './transaction.ts';

/** The checks that reduce a table to one value, which the source can be reduced to as well. */
export type TableCheck = Extract<DataCheck, { kind: 'row-count' | 'checksum' }>;

/**
 * The same reading for the source and for what was recovered of it.
 * @param instant - rows newer than it, by the column `asOf`, are left out.
 */
export async function tableValue(
  session: SqlSession,
  check: TableCheck,
  instant: Instant | undefined,
): Promise<{ readonly value: string; readonly rows: number }> {
  const { table, asOf } = check;
  if (check.kind === 'row-count') {
    const [count] = await oneRow(session, countRows({ table, asOf, instant }));
    return { value: `${count}`, rows: Number(count) };
  }
  const { columns } = check;
  const [count, sum] = await oneRow(session, checksumRows({ table, columns, asOf, instant }));
  return { value: `${count}:${sum}`, rows: Number(count) };
}
