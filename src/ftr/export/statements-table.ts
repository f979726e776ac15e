import type { FtrWords } from '../words.ts';
import type { Cell, ExportTable } from './export-table.ts';
import type { Statement } from './statements.ts';

/** What people stand for, with their names, dates and reasons; what has expired as well. */
export function statementsTable(statements: readonly Statement[], words: FtrWords): ExportTable {
  const { statements: labels, sheets } = words.labels;
  return {
    id: 'statements',
    title: sheets.statements,
    columns: [
      { title: labels.about, width: 34 },
      { title: labels.met, width: 22 },
      { title: labels.owner, width: 24 },
      { title: labels.date, width: 12 },
      { title: labels.reason, width: 60 },
      { title: labels.evidence, width: 40 },
      { title: labels.until, width: 14 },
      { title: labels.standing, width: 18 },
    ],
    rows: statements.map((one) => [
      ...subjectOf(one, words),
      one.by.owner,
      one.by.date,
      one.by.reason,
      (one.kind === 'attestation' && one.by.evidence) || '',
      one.until,
      { text: words.standing[one.standing], tone: one.standing === 'counts' ? 'good' : 'open' },
    ]),
  };
}

/** What it is about, and what it says of it. */
function subjectOf(one: Statement, words: FtrWords): readonly [Cell, Cell] {
  if (one.kind === 'exclusion') return [one.by.what, words.labels.exclusion];
  const { requirement: id, met } = one.by;
  const here = one.requirement?.id;
  const about = here === undefined || here === id ? id : `${id} (${here})`;
  return [about, words.met[met === true ? 'attested' : met === false ? 'not-met' : met]];
}
