import type { TimePart } from '../summary.ts';
import type { Shape } from './node.ts';
import { COLOR } from './theme.ts';

/** What time was spent on; each is told from the others without colour as well: full, striped, light, empty. */
export type BarKind = TimePart['kind'];

/** Stripes that areas are filled with; see `patterns` of pdfmake. */
export const PATTERNS = {
  stripes: {
    boundingBox: [1, 1, 4, 4],
    xStep: 3,
    yStep: 3,
    pattern: '1 w 0 1 m 4 5 l s 2 0 m 5 3 l s',
  },
} as const;

const EDGE = { aws: '#24507f', people: '#8a5a08', tool: '#2f8577', before: '#98a2ae' } as const;
const FILL = { aws: '#3a6ea5', people: '#f3dcae', tool: '#d3e8e4', before: COLOR.paper } as const;

export function bar(kind: BarKind, x: number, y: number, w: number, h: number): Shape[] {
  const area = { type: 'rect', x, y, w: Math.max(w, 1.2), h } as const;
  const edge = { lineColor: EDGE[kind], lineWidth: 0.5 } as const;
  return [
    { ...area, color: FILL[kind], ...edge },
    ...(kind === 'people' && w > 3 ? [{ ...area, color: ['stripes', '#c58a1c'] as const }] : []),
    ...(kind === 'people' && w > 3 ? [{ ...area, ...edge }] : []),
  ];
}

/** No process drove the run. */
export function awayArea(x: number, y: number, w: number, h: number): Shape {
  return { type: 'rect', x, y, w, h, color: ['stripes', '#b9c1ca'] };
}
