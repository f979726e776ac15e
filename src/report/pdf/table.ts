import { type ColumnNeed, columnWidths } from './column-widths.ts';
import type { Fonts } from './fonts.ts';
import { type Inline, runs } from './inline.ts';
import type { Node, Run, TableLayout, TableNode, TextNode } from './node.ts';
import { COLOR, LINE_HEIGHT, MEASURE, SIZE } from './theme.ts';

export interface Column {
  readonly title: string;
  /** `number`: to the right; `time`, `id`: never torn; those and `code`: letters of one width. */
  readonly kind?: 'number' | 'time' | 'id' | 'code' | 'text';
}

/** Between two columns. */
const GAP = 9;
/** A column of text never asks for more than this; longer lines are broken. */
const WIDEST = { number: 96, time: 108, id: 130, code: 150, text: 260 } as const;
/** A word longer than this may be torn. */
const LONGEST_WORD = 76;
/** Rows that are higher may go on on the next page. */
const HIGHEST_ROW = 260;

/** A table whose head is repeated on every page. */
export function table(
  fonts: Fonts,
  columns: readonly Column[],
  rows: readonly (readonly Inline[])[],
  width: number = MEASURE,
): TableNode {
  const cells = rows.map((row) => columns.map((_, index) => runs(row[index] ?? null)));
  const needs = columns.map((column, index) =>
    needOf(
      column,
      cells.map((row) => row[index] ?? []),
      fonts,
    ),
  );
  const widths = columnWidths(needs, width - GAP * (columns.length - 1));
  const isHigh = cells.some((row) => rowHeight(row, widths, fonts) > HIGHEST_ROW);
  return {
    margin: [0, 4, 0, 10],
    table: {
      headerRows: 1,
      ...(isHigh ? {} : { keepWithHeaderRows: 1, dontBreakRows: true }),
      widths,
      body: [
        columns.map((column) => head(column)),
        ...cells.map((row) => row.map((cell, index) => body(cell, columns[index]))),
      ],
    },
    layout: LAYOUT,
  };
}

function head({ title, kind }: Column): TextNode {
  return {
    text: title,
    bold: true,
    fontSize: SIZE.small,
    color: COLOR.soft,
    ...(kind === 'number' && { alignment: 'right' }),
  };
}

function body(cell: readonly Run[], column: Column | undefined): Node {
  const kind = column?.kind;
  return {
    text: cell,
    fontSize: isMono(kind) ? SIZE.code : SIZE.table,
    ...(isMono(kind) && { font: 'mono' }),
    ...(kind === 'number' && { alignment: 'right' }),
  };
}

function isMono(kind: Column['kind']): boolean {
  return kind === 'code' || kind === 'id' || kind === 'time';
}

function needOf(
  { title, kind = 'text' }: Column,
  cells: readonly (readonly Run[])[],
  fonts: Fonts,
): ColumnNeed {
  const measure = (cell: readonly Run[]) => cellWidth(cell, kind, fonts);
  const header = { text: title, bold: true, fontSize: SIZE.small };
  const natural = cells.reduce(
    (widest, cell) => Math.max(widest, measure(cell)),
    fonts.width([header], SIZE.small),
  );
  const word = [header, ...cells.flat()].reduce(
    (widest, run) => Math.max(widest, longestWord(run, measure)),
    0,
  );
  const shown = Math.min(natural, WIDEST[kind]) + 0.5;
  const isWhole = kind === 'number' || kind === 'time' || kind === 'id';
  return {
    natural: shown,
    least: isWhole ? shown : Math.min(shown, word + 0.5, LONGEST_WORD),
    grows: kind === 'text' || kind === 'code',
  };
}

function cellWidth(cell: readonly Run[], kind: Column['kind'], fonts: Fonts): number {
  return isMono(kind)
    ? fonts.width(
        cell.map((run) => ({ ...run, font: 'mono' })),
        SIZE.code,
      )
    : fonts.width(cell, SIZE.table);
}

function longestWord(run: Run, measure: (cell: readonly Run[]) => number): number {
  const longest = run.text
    .split(/[\s\u2e80-\u9fff\uf900-\uffef-]/)
    .reduce((a, b) => (b.length > a.length ? b : a), '');
  return measure([{ ...run, text: longest }]);
}

function rowHeight(
  row: readonly (readonly Run[])[],
  widths: readonly number[],
  fonts: Fonts,
): number {
  const heights = row.map((cell, index) => {
    const width = widths[index] ?? MEASURE;
    const text = cell.map((run) => run.text).join('');
    // A quarter more than the letters take, since lines are not filled to their end.
    return text
      .split('\n')
      .reduce(
        (total, line) =>
          total + Math.ceil((1.25 * fonts.width([{ text: line }], SIZE.table)) / width || 1),
        0,
      );
  });
  return SIZE.table * LINE_HEIGHT * Math.max(0, ...heights);
}

const LAYOUT: TableLayout = {
  hLineWidth: (row) => (row === 0 ? 0 : row === 1 ? 0.9 : 0.4),
  vLineWidth: () => 0,
  hLineColor: (row) => (row === 1 ? COLOR.ink : COLOR.hair),
  paddingLeft: (column) => (column === 0 ? 0 : GAP),
  paddingRight: () => 0,
  paddingTop: (row) => (row === 0 ? 0 : 3),
  paddingBottom: () => 3,
};
