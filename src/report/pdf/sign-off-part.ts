import { soft } from './inline.ts';
import type { Node } from './node.ts';
import { section } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { COLOR, MEASURE, SIZE } from './theme.ts';

const LINES = 3;
const WIDTHS = [120, 110, 90, MEASURE - 320] as const;

/** Lines for people to sign on: nobody else may fill them in. */
export function signOffPart({ words }: Sheet): Node[] {
  const { pdf } = words;
  const blank = (): Node[] => WIDTHS.map(() => ({ text: '' }));
  return section('sign-off', pdf.signOff, null, [
    {
      unbreakable: true,
      margin: [0, 4, 0, 8],
      table: {
        widths: [...WIDTHS],
        heights: 22,
        body: [
          [pdf.name, pdf.role, pdf.date, pdf.comment].map((title) => ({
            text: soft(title),
            bold: true,
            fontSize: SIZE.small,
            margin: [0, 10, 0, 0],
          })),
          ...Array.from({ length: LINES }, blank),
        ],
      },
      layout: {
        hLineWidth: (row) => (row === 0 ? 0 : 0.6),
        vLineWidth: () => 0,
        hLineColor: () => COLOR.soft,
        paddingLeft: () => 0,
        paddingRight: () => 0,
        paddingTop: () => 0,
        paddingBottom: () => 0,
      },
    },
  ]);
}
