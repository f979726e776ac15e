import type { Tone } from '../core/narrate.ts';
import { wrapText } from './wrap-text.ts';

/** One row of a page that can be scrolled. */
export interface PageRow {
  readonly text: string;
  readonly tone?: Tone;
  readonly bold?: boolean;
}

/** The first row shown, or `end`: stay with the newest. */
export type Scroll = number | 'end';

/** Rows in the width of the page; what is too long goes on in the next row. */
export function wrapRows(rows: readonly PageRow[], columns: number): PageRow[] {
  return rows.flatMap((row) => wrapText(row.text, columns).map((text) => ({ ...row, text })));
}

/** The row at the top, whatever was scrolled to. */
export function topRow(scroll: Scroll, total: number, height: number): number {
  const last = Math.max(0, total - height);
  return scroll === 'end' ? last : Math.min(Math.max(0, scroll), last);
}
