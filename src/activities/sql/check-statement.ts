import type { PlannedCall } from '../../core/activity.ts';
import type { DataCheck } from '../../core/check.ts';
import type { Instant } from '../../core/ports.ts';
import {
  checksumRows,
  countOrphans,
  countRows,
  newestRow,
  type Statement,
} from './postgres-dialect.ts';

/** The checks that only read. */
export type ReadCheck = Exclude<DataCheck, { kind: 'write-probe' }>;

/** The checks that reduce a table to one value, which the source can be reduced to as well. */
export type TableCheck = Extract<DataCheck, { kind: 'row-count' | 'checksum' }>;

/** What a check's statement is bound to. */
export interface Moments {
  /** Rows newer than it, by the check's column `asOf`, are left out. */
  readonly asOf: Instant | undefined;
  /** T0 */
  readonly impactAt: Instant;
}

/** The one statement that a check sends, in a run as in a plan. */
export function checkStatement(check: ReadCheck, moments: Moments): Statement {
  switch (check.kind) {
    case 'row-count':
    case 'checksum':
      return tableStatement(check, moments.asOf);
    case 'no-orphans':
      return countOrphans(check.table, check.column, check.references);
    case 'sql':
      return { text: check.sql, values: [] };
    case 'newest':
      return newestRow(check.table, check.column, moments.impactAt);
  }
}

/** @param instant - rows newer than it, by the column `asOf`, are left out. */
export function tableStatement(check: TableCheck, instant: Instant | undefined): Statement {
  const { table, asOf } = check;
  return check.kind === 'row-count'
    ? countRows({ table, asOf, instant })
    : checksumRows({ table, columns: check.columns, asOf, instant });
}

/** How a statement reads in a plan. */
export function plannedQuery(
  check: string | undefined,
  { text, values }: Statement,
  mutating = false,
): PlannedCall {
  return {
    service: 'postgres',
    operation: 'Query',
    parameters: {
      ...(check !== undefined && { check }),
      statement: text,
      ...(values.length > 0 && { values }),
    },
    mutating,
  };
}
