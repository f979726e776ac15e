import type { Node, TextNode } from './node.ts';
import { COLOR, MEASURE, SIZE } from './theme.ts';

const NUMBER = 40;

/** The sections with the pages on which they begin. */
export function contents(title: string, sections: readonly Node[]): Node[] {
  return [
    {
      text: title,
      bold: true,
      fontSize: SIZE.section,
      lineHeight: 1.2,
      pageBreak: 'before',
      margin: [0, 0, 0, 6],
    },
    {
      margin: [0, 0, 0, 8],
      table: {
        widths: [MEASURE - NUMBER, NUMBER],
        body: headings(sections).map(({ text, id = '' }) => [
          { text, linkToDestination: id },
          { pageReference: id, alignment: 'right' },
        ]),
      },
      layout: {
        hLineWidth: (row) => (row === 0 ? 0 : 0.3),
        vLineWidth: () => 0,
        hLineColor: () => COLOR.hair,
        paddingLeft: () => 0,
        paddingRight: () => 0,
        paddingTop: () => 2.5,
        paddingBottom: () => 2.5,
      },
    },
  ];
}

function headings(nodes: readonly Node[]): TextNode[] {
  return nodes.flatMap((node) => {
    if ('stack' in node) return headings(node.stack);
    return 'text' in node && node.outline ? [node] : [];
  });
}
