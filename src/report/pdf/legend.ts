import type { Fonts } from './fonts.ts';
import type { Inline } from './inline.ts';
import { runs } from './inline.ts';
import type { Node, Shape } from './node.ts';
import { COLOR, MEASURE, SIZE } from './theme.ts';

export interface LegendItem {
  /** Drawn within `SWATCH`. */
  readonly swatch: readonly Shape[];
  readonly text: Inline;
}

/** Width and height of what stands before a word. */
export const SWATCH = { w: 14, h: 7 } as const;
const GAP = 4;
const APART = 14;

/** What the marks of a drawing mean; in as many lines as it takes. */
export function legend(items: readonly LegendItem[], fonts: Fonts): Node {
  const rows: Node[][] = [[]];
  let used = 0;
  for (const { swatch, text } of items) {
    const letters = runs(text);
    const wide = fonts.width(letters, SIZE.small) + 1;
    const own = SWATCH.w + GAP + wide + APART;
    if (used > 0 && used + own > MEASURE) {
      rows.push([]);
      used = 0;
    }
    used += own;
    rows
      .at(-1)
      ?.push(
        { canvas: swatch, width: SWATCH.w + GAP, margin: [0, 1.5, 0, 0] },
        { text: letters, width: wide + APART, fontSize: SIZE.small, color: COLOR.soft },
      );
  }
  return {
    stack: rows.map((row) => ({ columns: [...row, { text: '', width: '*' }], columnGap: 0 })),
    margin: [0, 4, 0, 6],
  };
}
