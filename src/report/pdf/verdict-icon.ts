import type { Tone } from '../html/parts.ts';
import type { Node, Shape } from './node.ts';
import { COLOR, TONE_COLOR } from './theme.ts';

/** Side of the square that it fills. */
export const ICON = 34;

/** A mark in a circle that says the tone without colour. */
export function verdictIcon(tone: Tone): Node {
  const r = ICON / 2;
  return {
    canvas: [
      { type: 'ellipse', x: r, y: r, r1: r - 1, r2: r - 1, color: TONE_COLOR[tone] },
      ...STROKES[tone].map(
        (points): Shape => ({
          type: 'polyline',
          points: points.map(([x, y]) => ({ x: x * ICON, y: y * ICON })),
          lineColor: COLOR.paper,
          lineWidth: 3,
          lineCap: 'round',
          lineJoin: 'round',
        }),
      ),
    ],
  };
}

type Stroke = readonly (readonly [number, number])[];

/** A check mark, a cross, an exclamation mark and a dash; in parts of the side. */
const STROKES: { readonly [tone in Tone]: readonly Stroke[] } = {
  good: [
    [
      [0.29, 0.52],
      [0.44, 0.67],
      [0.71, 0.36],
    ],
  ],
  bad: [
    [
      [0.34, 0.34],
      [0.66, 0.66],
    ],
    [
      [0.66, 0.34],
      [0.34, 0.66],
    ],
  ],
  open: [
    [
      [0.5, 0.26],
      [0.5, 0.56],
    ],
    [
      [0.5, 0.73],
      [0.5, 0.735],
    ],
  ],
  plain: [
    [
      [0.34, 0.5],
      [0.66, 0.5],
    ],
  ],
};
