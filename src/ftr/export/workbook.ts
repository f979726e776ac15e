import writeExcelFile, { type CellObject } from 'write-excel-file/node';
import { type Cell, type ExportColumn, textOf } from './export-table.ts';
import type { FtrExport } from './ftr-export.ts';
import { FIT_TO_WIDTH, repeatHeads } from './print-setup.ts';

/** What a cell of a spreadsheet can hold. */
const LONGEST_TEXT = 32_767;

/** Text that a spreadsheet would take for a formula as soon as somebody edits the cell. */
const LIKE_A_FORMULA = /^[=+\-@]/;

const INK = { good: '#17693c', bad: '#a61f1a', open: '#835200', plain: '#56616f' } as const;

/**
 * The export as a workbook for spreadsheets (OOXML). Every cell is text: what people and AWS have named is never a formula.
 * @param visible shows what would be invisible in a text, such as control characters
 */
export async function workbook(
  { about, tables, words }: FtrExport,
  visible: (text: string) => string,
): Promise<Buffer> {
  const sheets = [
    ...tables.map(({ title, columns, rows, note }) => ({
      ...SHEET,
      sheet: title,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
      data: [
        columns.map((column) => head(column)),
        ...rows.map((row) => row.map((cell) => body(cell, visible))),
        ...(note === undefined ? [] : [[], [body(note, visible, false)]]),
      ],
    })),
    {
      ...SHEET,
      sheet: words.labels.sheets.about,
      columns: [{ width: 26 }, { width: 110 }],
      data: about.map(([name, text]) => [head({ title: name }), body(text, visible)]),
    },
  ];
  return writeExcelFile(sheets, {
    fontFamily: words.lang === 'ja' ? 'Yu Gothic' : 'Calibri',
    fontSize: 10,
    features: [FIT_TO_WIDTH, repeatHeads(tables.map(({ title }) => title))],
  }).toBuffer();
}

const SHEET = { orientation: 'landscape' } as const;

function head({ title }: Pick<ExportColumn, 'title'>): CellObject {
  return {
    value: title,
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#eef1f4',
    alignVertical: 'top',
    wrap: true,
    ...BORDER,
  };
}

function body(cell: Cell, visible: (text: string) => string, wrap = true): CellObject {
  const value = fitting(visible(textOf(cell)));
  const tone = typeof cell === 'string' ? undefined : cell.tone;
  return {
    value,
    type: String,
    alignVertical: 'top',
    ...(wrap && { wrap, ...BORDER }),
    ...(LIKE_A_FORMULA.test(value) && { format: '@' }),
    ...(tone && { textColor: INK[tone], fontWeight: 'bold' }),
  };
}

const BORDER = { borderColor: '#d9dfe6', borderStyle: 'thin' } as const;

function fitting(text: string): string {
  if (text.length > LONGEST_TEXT) return `${text.slice(0, LONGEST_TEXT - 1)}…`.toWellFormed();
  // The library looks texts up in a plain object, where some names are taken.
  return text in Object.prototype ? `${text} ` : text;
}
