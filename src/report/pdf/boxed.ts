import type { TableLayout } from './node.ts';

/** A frame around a table. */
export function boxed(color: string, line: number, across: number, down: number): TableLayout {
  return {
    hLineWidth: () => line,
    vLineWidth: () => line,
    hLineColor: () => color,
    vLineColor: () => color,
    paddingLeft: () => across,
    paddingRight: () => across,
    paddingTop: () => down,
    paddingBottom: () => down,
  };
}
