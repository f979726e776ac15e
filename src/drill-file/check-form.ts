import * as z from 'zod';
import type { DataCheckKind } from '../core/check.ts';
import { field, list, mapping, wrongType } from './fields.ts';
import { column, columnOfTable, query, slug, table } from './plain-fields.ts';
import { showValue } from './show-value.ts';
import { duration } from './time-fields.ts';

/** The key that says what a check looks at, one for each kind. */
export const CHECK_KINDS = [
  'row-count',
  'checksum',
  'no-orphans',
  'sql',
  'newest',
  'write-probe',
] as const satisfies readonly DataCheckKind[];

export type CheckKind = (typeof CHECK_KINDS)[number];

const bounds = mapping('What the value must be: equals, or min, max or both.', {
  equals: field(
    { type: ['number', 'string'], description: 'Exactly this value.' },
    (value, complain) =>
      typeof value === 'string' || isNumber(value)
        ? value
        : complain(wrongType('a number or text', value)),
  ).optional(),
  min: bound('Not less than this.'),
  max: bound('Not more than this.'),
});

function bound(description: string) {
  return field({ type: 'number', description }, (value, complain) =>
    isNumber(value) ? value : complain(wrongType('a number', value)),
  ).optional();
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export type BoundsForm = z.output<typeof bounds>;

const source = field<'source'>(
  { const: 'source', description: 'The same as the source database at the baseline.' },
  (value, complain) => {
    if (value === 'source') return value;
    if (value === null) return complain({ ...wrongType('source or bounds', value), hint: EXPECT });
    const message = `${showValue(value)} says nothing that can be compared.`;
    const hint = typeof value === 'number' ? `Write expect: { equals: ${value} }.` : EXPECT;
    return complain({ code: 'EXPECT_INVALID', message, hint });
  },
);

const EXPECT = 'Write expect: source, or bounds such as { equals: 0 } or { min: 1, max: 9 }.';

const expectation = z.union([source, bounds]).meta({
  description: 'What the recovered data must show: `source`, or bounds known beforehand.',
});

/** One item of `checks`, as it stands in the file. Which keys go together is for the rules to say. */
export const checkForm = mapping(
  'A comparison of the recovered data with an expected value. Exactly one of ' +
    `${CHECK_KINDS.join(', ')} says what is looked at.`,
  {
    id: slug('Name of the check in screens and reports; unique in the drill.', ['orders']),
    'row-count': table('Count the rows of this table.').optional(),
    checksum: mapping('Compare a checksum over columns of a table.', {
      table: table('The table.'),
      columns: list(
        'The columns that enter the checksum.',
        column('A column.'),
        'A checksum of nothing is always the same.',
      ),
    }).optional(),
    'no-orphans': mapping('Every value of a column must exist in the column it refers to.', {
      table: table('The table that refers, e.g. order_lines.'),
      column: column('Its column, e.g. order_id.'),
      references: columnOfTable('What it refers to, as table.column.'),
    }).optional(),
    sql: query('One query on the recovered database that returns one row with one column.', [
      'SELECT count(*) FROM orders WHERE total_cents < 0',
    ]).optional(),
    newest: mapping(
      'The newest business timestamp in the recovered data: the RPO is measured from it.',
      {
        table: table('A table that gets rows all the time, such as a heartbeat.'),
        column: column('The timestamp that says when a row was written.'),
        every: duration(
          'Time between two rows when nothing is lost; the error of the measured RPO.',
          ['1s', '30s', '1m'],
          (ms) =>
            ms > 0
              ? undefined
              : {
                  code: 'DURATION_INVALID',
                  message: 'must be longer than zero.',
                  hint: 'Write 1s.',
                },
        ),
      },
    ).optional(),
    'write-probe': field<true>(
      {
        const: true,
        description: 'Write a row into a table of its own in the recovered database, and read it.',
      },
      (value, complain) =>
        value === true
          ? value
          : complain({
              code: 'VALUE_INVALID',
              message: `can only be true, not ${showValue(value)}.`,
              hint: 'Write write-probe: true, or remove the whole check.',
            }),
    ).optional(),
    'as-of': column(
      'A column that tells when a row came to be and never changes. Rows newer than the baseline are ' +
        'left out on both sides; needed with `expect: source`.',
    ).optional(),
    expect: expectation.optional(),
  },
);

export type CheckForm = z.output<typeof checkForm>;
