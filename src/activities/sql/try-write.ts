import type { SqlSession } from './driver.ts';
import { createProbeTable, writeProbe } from './postgres-dialect.ts';
import { sqlFailure } from './sql-failure.ts';
import { oneValue, rolledBack } from './transaction.ts';

/**
 * Writes a row as an application would, in a transaction that is rolled back.
 * @returns false when the database refuses it because it takes no writes. Any other error passes through.
 */
export async function takesWrites(session: SqlSession, run: string): Promise<boolean> {
  try {
    await rolledBack(session, async () => {
      await session.execute(createProbeTable(run));
      await oneValue(session, writeProbe(run));
    });
    return true;
  } catch (error) {
    if (sqlFailure(error, 'statement').code === 'SQL_READ_ONLY') return false;
    throw error;
  }
}
