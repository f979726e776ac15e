import type { CheckResult, DataCheck } from '../../core/check.ts';
import type { Instant } from '../../core/ports.ts';
import type { SqlSession } from './driver.ts';
import { describeExpectation, type Judgement, judge } from './expectation.ts';
import { countOrphans, newestRow } from './postgres-dialect.ts';
import { type TableCheck, tableValue } from './table-value.ts';
import type { Baseline } from './take-baseline.ts';
import { oneRow, oneValue } from './transaction.ts';

/** The checks that only read. */
export type ReadCheck = Exclude<DataCheck, { kind: 'write-probe' }>;

/** What a check found, before it is timed and titled. */
export type Finding = Pick<CheckResult, 'expected' | 'observed' | 'rows' | 'newest'> & Judgement;

/** What the recovered data are compared with. */
export interface Comparison {
  readonly baseline: Baseline;
  /** T0 */
  readonly impactAt: Instant;
  /** Newest instant that the recovered data can hold, where it is known. */
  readonly recoveryPoint?: Instant;
}

/** Carries out one check. Errors of the database pass through. */
export function findOut(
  session: SqlSession,
  check: ReadCheck,
  comparison: Comparison,
): Promise<Finding> {
  switch (check.kind) {
    case 'row-count':
    case 'checksum':
      return findValue(session, check, comparison);
    case 'no-orphans':
      return findOrphans(session, check);
    case 'sql':
      return findAnswer(session, check);
    case 'newest':
      return findNewest(session, check, comparison.impactAt);
  }
}

async function findValue(
  session: SqlSession,
  check: TableCheck,
  { baseline, recoveryPoint }: Comparison,
): Promise<Finding> {
  const { asOf, expect } = check;
  const needsBaseline = expect === 'source' || asOf !== undefined;
  if (needsBaseline && 'unavailable' in baseline) {
    return unproven(`there is no baseline: ${baseline.unavailable}`);
  }
  const instant = 'unavailable' in baseline ? undefined : baseline.asOf;
  if (expect !== 'source') {
    const { value, rows } = await tableValue(session, check, instant);
    return {
      expected: describeExpectation(expect),
      observed: value,
      ...judge(expect, value),
      rows,
    };
  }

  if (asOf === undefined) {
    return unproven('without a column for `asOf`, rows newer than the baseline cannot be left out');
  }
  const source = 'unavailable' in baseline ? undefined : baseline.values[check.id];
  if (source === undefined) return unproven('the baseline has no value for it');
  const { value, rows } = await tableValue(session, check, instant);
  const found = { expected: `${source} (the source as of ${instant})`, observed: value, rows };
  if (value === String(source)) return { ...found, outcome: 'passed' };
  if (instant !== undefined && recoveryPoint !== undefined && recoveryPoint < instant) {
    const reason = `the recovery point ${recoveryPoint} is older than the baseline, so a difference proves nothing`;
    return { ...found, outcome: 'unproven', reason };
  }
  return { ...found, outcome: 'failed', reason: 'it differs from the source' };
}

async function findAnswer(
  session: SqlSession,
  { sql, expect }: Extract<ReadCheck, { kind: 'sql' }>,
): Promise<Finding> {
  const observed = await oneValue(session, { text: sql, values: [] });
  return { expected: describeExpectation(expect), observed, ...judge(expect, observed) };
}

async function findOrphans(
  session: SqlSession,
  { table, column, references }: Extract<ReadCheck, { kind: 'no-orphans' }>,
): Promise<Finding> {
  const [rows, orphans] = await oneRow(session, countOrphans(table, column, references));
  const found = {
    expected: '0 orphans',
    observed: `${orphans} orphans in ${rows} rows`,
    rows: Number(rows),
  };
  if (rows === '0') {
    return { ...found, outcome: 'unproven', reason: 'there was no row to look at' };
  }
  if (orphans === '0') return { ...found, outcome: 'passed' };
  return { ...found, outcome: 'failed', reason: `${orphans} values have no ${references}` };
}

async function findNewest(
  session: SqlSession,
  { table, column, everyMs }: Extract<ReadCheck, { kind: 'newest' }>,
  impactAt: Instant,
): Promise<Finding> {
  const [instant] = await oneRow(session, newestRow(table, column, impactAt));
  const expected = `a row not newer than the impact at ${impactAt}`;
  if (typeof instant !== 'string') {
    const reason = 'without such a row the loss cannot be measured';
    return { expected, observed: 'no such row', outcome: 'unproven', reason };
  }
  return {
    expected,
    observed: instant,
    outcome: 'passed',
    newest: { instant, errorMs: everyMs },
  };
}

function unproven(reason: string): Finding {
  return { expected: 'not compared', observed: 'not looked at', outcome: 'unproven', reason };
}
