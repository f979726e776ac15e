import { fitText } from './fit-text.ts';
import type { Node } from './node.ts';
import type { Sheet } from './sheet.ts';
import { COLOR, MEASURE, PAGE, TONE_COLOR } from './theme.ts';

const SMALL = 7;
const NUMBER = 60;

/** Above every page: whose report it is, and that it is no evidence where that is so. */
export function pageHeader({ report, words, fonts }: Sheet): Node {
  const mark = report.watermark ?? '';
  const bold = { fontSize: SMALL, bold: true } as const;
  const wide = Math.min(MEASURE * 0.7, fonts.width([{ text: mark, bold: true }], SMALL) + 2);
  const left = MEASURE - wide - 10;
  return {
    margin: [PAGE.left, 30, PAGE.right, 0],
    stack: [
      {
        columns: [
          {
            text: fitText(`${words.product} · ${report.run}`, left, { fontSize: SMALL }, fonts),
            fontSize: SMALL,
            color: COLOR.soft,
            width: left,
            noWrap: true,
          },
          {
            ...bold,
            text: fitText(mark, wide, bold, fonts),
            color: TONE_COLOR.bad,
            width: wide + 10,
            alignment: 'right',
            noWrap: true,
          },
        ],
        columnGap: 0,
      },
      rule(4),
    ],
  };
}

export function pageFooter({ report, words, fonts }: Sheet, page: number, pages: number): Node {
  const look = { fontSize: SMALL } as const;
  // First, since a long title must not push it out.
  const marks = [
    ...(report.redaction === null ? [] : [words.redacted]),
    ...(report.document.confidentiality === null ? [] : [report.document.confidentiality.text]),
    report.workload.title,
  ];
  return {
    margin: [PAGE.left, 12, PAGE.right, 0],
    stack: [
      rule(0),
      {
        columns: [
          {
            ...look,
            text: fitText(marks.join(' · '), MEASURE - NUMBER - 10, look, fonts),
            color: COLOR.soft,
            width: MEASURE - NUMBER,
            noWrap: true,
          },
          { ...look, text: `${page} / ${pages}`, width: NUMBER, alignment: 'right' },
        ],
        columnGap: 0,
        margin: [0, 4, 0, 0],
      },
    ],
  };
}

function rule(top: number): Node {
  return {
    canvas: [
      { type: 'line', x1: 0, y1: 0, x2: MEASURE, y2: 0, lineWidth: 0.4, lineColor: COLOR.rule },
    ],
    margin: [0, top, 0, 0],
  };
}

/** Slanting across every page. */
export function pageWatermark({ report, words, fonts }: Sheet): object | undefined {
  if (report.watermark === null) return undefined;
  const head = report.watermark.split(/[:：]/)[0] ?? '';
  const text = report.test.real ? head : `${head} · ${words.watermarkShort}`;
  const length = Math.hypot(PAGE.width, PAGE.height) * 0.72;
  const fontSize = Math.min(64, (10 * length) / fonts.width([{ text, bold: true }], 10));
  return {
    text: fonts.printable(text),
    font: 'sans',
    bold: true,
    color: TONE_COLOR.bad,
    opacity: 0.07,
    fontSize,
    angle: -52,
  };
}
