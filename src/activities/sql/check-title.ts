import type { DataCheck } from '../../core/check.ts';

/** One line that says what a check compares. */
export function checkTitle(check: DataCheck): string {
  switch (check.kind) {
    case 'row-count':
      return `${check.table}: number of rows${comparison(check)}`;
    case 'checksum':
      return `${check.table}: checksum over ${check.columns.join(', ')}${comparison(check)}`;
    case 'no-orphans':
      return `${check.table}.${check.column}: every value exists as ${check.references}`;
    case 'sql':
      return check.sql.replace(/\s+/g, ' ').trim();
    case 'newest':
      return `${check.table}.${check.column}: newest row up to the impact`;
    case 'write-probe':
      return 'A row is written, and read back over a new connection';
  }
}

function comparison(check: { readonly asOf?: string; readonly expect: unknown }): string {
  const source = check.expect === 'source';
  const upTo = source && check.asOf !== undefined ? `, up to the baseline by ${check.asOf}` : '';
  return `${upTo}${source ? ', against the source' : ''}`;
}
