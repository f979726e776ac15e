import { KunrenError } from '../../src/core/failure.ts';
import { issuesOf } from '../../src/drill-file/format-issues.ts';
import type { FileIssue } from '../../src/drill-file/issue.ts';
import { type DrillFile, parseDrill } from '../../src/drill-file/parse-drill.ts';

/** A drill without anything to complain about; tests change single lines of it. */
export const VALID = `title: Restore orders-prod
runbook: restore-rds
environment: sandbox
scenario:
  kind: accidental-data-loss
  description: A bad DELETE removes the newest orders.
  inject: DELETE FROM orders
  detect: SELECT count(*) FROM orders WHERE id IS NULL
objectives:
  rto: 4h
  rpo: 5m
parameters:
  source: orders-prod
  target:
    subnet-group: drill-isolated
    security-groups: [sg-1, sg-2]
database:
  name: orders
  user: drill_readonly
checks:
  - id: orders
    row-count: orders
    as-of: placed_at
    expect: source
  - id: lines
    checksum: { table: order_lines, columns: [id, sku] }
    as-of: created_at
    expect: source
  - id: orphans
    no-orphans: { table: order_lines, column: order_id, references: orders.id }
  - id: totals
    sql: SELECT count(*) FROM orders WHERE total_cents < 0
    expect: { equals: 0 }
  - id: newest
    newest: { table: heartbeat, column: at, every: 1s }
  - id: write
    write-probe: true
`;

export function parse(text: string, set: readonly string[] = []): DrillFile {
  return parseDrill(text, { file: 'drills/restore.yaml', set });
}

/** The valid drill with one piece of text replaced by another. */
export function changed(from: string, to: string): string {
  if (!VALID.includes(from)) throw new Error(`the valid drill does not hold ${from}`);
  return VALID.replace(from, to);
}

export function errorOf(work: () => unknown): KunrenError {
  try {
    work();
  } catch (error) {
    if (error instanceof KunrenError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

export function issuesIn(text: string, set: readonly string[] = []): readonly FileIssue[] {
  return issuesOf(errorOf(() => parse(text, set)));
}
