import type { Instant } from '../../core/ports.ts';
import { type TableCheck, tableStatement } from './check-statement.ts';
import type { SqlSession } from './driver.ts';
import { oneRow } from './transaction.ts';

/**
 * The same reading for the source and for what was recovered of it.
 * @param instant - rows newer than it, by the column `asOf`, are left out.
 */
export async function tableValue(
  session: SqlSession,
  check: TableCheck,
  instant: Instant | undefined,
): Promise<{ readonly value: string; readonly rows: number }> {
  const [count, sum] = await oneRow(session, tableStatement(check, instant));
  const value = check.kind === 'row-count' ? `${count}` : `${count}:${sum}`;
  return { value, rows: Number(count) };
}
