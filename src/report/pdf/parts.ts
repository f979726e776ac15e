import { type Inline, runs, soft, strong } from './inline.ts';
import type { Node, StackNode, TextNode } from './node.ts';
import { COLOR, MEASURE, SIZE } from './theme.ts';

/** Room that a heading needs below it on the same page. */
const FOLLOWS = 84;

/**
 * A part of the document with a heading, reachable from the contents and by a bookmark.
 * Where it begins with something unbreakable, the heading goes with it to the next page.
 */
export function section(
  id: string,
  title: string,
  lead: string | null,
  body: readonly (Node | null)[],
): Node[] {
  const [first, ...rest] = body.filter((node) => node !== null);
  const isKept = first?.unbreakable === true;
  return [
    keptWithNext([
      {
        canvas: [
          { type: 'line', x1: 0, y1: 0, x2: MEASURE, y2: 0, lineWidth: 0.6, lineColor: COLOR.rule },
        ],
        margin: [0, 12, 0, 8],
      },
      {
        text: title,
        id,
        outline: true,
        outlineText: title,
        fontSize: SIZE.section,
        bold: true,
        lineHeight: 1.2,
      },
      ...(lead === null ? [] : [paragraph(soft(lead))]),
      ...(isKept ? [{ ...first, unbreakable: false }] : []),
    ]),
    ...(first && !isKept ? [first] : []),
    ...rest,
  ];
}

/** A heading within a section. */
export function subheading(title: Inline): Node {
  return keptWithNext([{ text: strong(title), fontSize: SIZE.part, margin: [0, 10, 0, 2] }]);
}

/** Is not left alone at the end of a page: room for what follows is taken with it, and given back. */
function keptWithNext(stack: readonly Node[]): StackNode {
  return {
    unbreakable: true,
    stack: [...stack, { text: '', fontSize: 1, margin: [0, FOLLOWS, 0, 0] }],
    margin: [0, 0, 0, -FOLLOWS - 1.4],
  };
}

export function paragraph(inline: Inline, over: Partial<TextNode> = {}): TextNode {
  return { text: runs(inline), margin: [0, 2, 0, 4], ...over };
}

/** Width of the names of pairs. */
const NAMES = 124;
const GAP = 10;
/** Width of what stands beside them. */
export const VALUES = MEASURE - NAMES - GAP;

/** Letters of a value that may go on on the next page. */
const LONG = 900;

/** Pairs of a name and what it is. */
export function definitions(pairs: readonly (readonly [string, Inline])[]): Node {
  return {
    margin: [0, 4, 0, 8],
    table: {
      widths: [NAMES, VALUES],
      dontBreakRows: pairs.every((pair) => isShort(pair)),
      body: pairs.map(([name, value]) => [
        { text: name, color: COLOR.soft },
        { text: runs(value) },
      ]),
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      hLineColor: () => COLOR.hair,
      paddingLeft: (column) => (column === 0 ? 0 : GAP),
      paddingRight: () => 0,
      paddingTop: () => 1.5,
      paddingBottom: () => 1.5,
    },
  };
}

function isShort([name, value]: readonly [string, Inline]): boolean {
  const text = `${name}${runs(value)
    .map((run) => run.text)
    .join('')}`;
  return text.length < LONG && text.split('\n').length < LONG / 40;
}
