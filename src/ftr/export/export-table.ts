import type { TableId } from '../words.ts';

/** A table of the export, the same in every format. */
export interface ExportTable {
  readonly id: TableId;
  readonly title: string;
  readonly columns: readonly ExportColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** What a reader has to know of it. */
  readonly note?: string;
}

export interface ExportColumn {
  readonly title: string;
  /** In letters, where columns have a width of their own. */
  readonly width: number;
}

/** A text, its lines kept apart; with more to it where it is not just that. */
export type Cell = string | MarkedCell;

export interface MarkedCell {
  readonly text: string;
  /** A colour that repeats what the text says. */
  readonly tone?: 'good' | 'bad' | 'open' | 'plain';
  /** The run whose report it names. */
  readonly run?: string;
}

export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
