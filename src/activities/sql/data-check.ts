import type { CheckResult } from '../../core/check.ts';
import type { Instant } from '../../core/ports.ts';
import {
  checkStatement,
  type Moments,
  type ReadCheck,
  type TableCheck,
} from './check-statement.ts';
import type { SqlSession } from './driver.ts';
import { describeExpectation, type Judgement, judge } from './expectation.ts';
import type { Statement } from './postgres-dialect.ts';
import { tableValue } from './table-value.ts';
import type { Baseline } from './take-baseline.ts';
import { oneRow, oneValue } from './transaction.ts';

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
  if (check.kind === 'row-count' || check.kind === 'checksum') {
    return findValue(session, check, comparison);
  }
  const statement = checkStatement(check, momentsOf(comparison));
  switch (check.kind) {
    case 'no-orphans':
      return findOrphans(session, check, statement);
    case 'sql':
      return findAnswer(session, check, statement);
    case 'newest':
      return findNewest(session, check, statement, comparison.impactAt);
  }
}

export function momentsOf({ baseline, impactAt }: Comparison): Moments {
  return { asOf: 'unavailable' in baseline ? undefined : baseline.asOf, impactAt };
}

/** Whether a check says nothing without a baseline, so that its statement is not even sent. */
export function needsBaseline(check: ReadCheck): boolean {
  if (check.kind !== 'row-count' && check.kind !== 'checksum') return false;
  return check.expect === 'source' || check.asOf !== undefined;
}

async function findValue(
  session: SqlSession,
  check: TableCheck,
  { baseline, recoveryPoint }: Comparison,
): Promise<Finding> {
  const { asOf, expect } = check;
  if (needsBaseline(check) && 'unavailable' in baseline) {
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
  { expect }: Extract<ReadCheck, { kind: 'sql' }>,
  statement: Statement,
): Promise<Finding> {
  const observed = await oneValue(session, statement);
  return { expected: describeExpectation(expect), observed, ...judge(expect, observed) };
}

async function findOrphans(
  session: SqlSession,
  { references }: Extract<ReadCheck, { kind: 'no-orphans' }>,
  statement: Statement,
): Promise<Finding> {
  const [rows, orphans] = await oneRow(session, statement);
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
  { everyMs }: Extract<ReadCheck, { kind: 'newest' }>,
  statement: Statement,
  impactAt: Instant,
): Promise<Finding> {
  const [instant] = await oneRow(session, statement);
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
