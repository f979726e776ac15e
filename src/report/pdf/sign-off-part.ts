import { DECISION_TONES } from '../html/tones.ts';
import { signOffRow } from '../sign-off-text.ts';
import { lines, small, soft, toned } from './inline.ts';
import type { Node } from './node.ts';
import { section } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';
import { COLOR, MEASURE, SIZE } from './theme.ts';

/** Who stands for the report; as long as nobody does, lines for people to sign on. */
export function signOffPart(sheet: Sheet): Node[] {
  const { title, lead, none } = sheet.words.people.signOff;
  return sheet.report.people.signOffs.length === 0
    ? section('sign-off', title, none, [blankLines(sheet)])
    : section('sign-off', title, lead, [given(sheet)]);
}

function given({ report, words, fonts }: Sheet): Node {
  const { signOff } = words.people;
  return table(
    fonts,
    [
      { title: signOff.name },
      { title: signOff.decision },
      { title: signOff.knownAs },
      { title: signOff.when },
      { title: signOff.part },
      { title: signOff.comment },
    ],
    report.people.signOffs.map((one) => {
      const row = signOffRow(one, report, words);
      return [
        lines(row.name, small(row.role)),
        toned(DECISION_TONES[one.decision], row.decision),
        small(row.knownAs),
        row.when,
        one.tookPart === 'alone' ? toned('open', row.part) : row.part,
        row.comment === '' ? small(row.of) : lines(row.comment, small(row.of)),
      ];
    }),
  );
}

const LINES = 3;
const WIDTHS = [120, 110, 90, MEASURE - 320] as const;

function blankLines({ words }: Sheet): Node {
  const { pdf } = words;
  const blank = (): Node[] => WIDTHS.map(() => ({ text: '' }));
  return {
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
  };
}
