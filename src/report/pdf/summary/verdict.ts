import { VERDICT_TONES } from '../../html/tones.ts';
import { summarize } from '../../summary.ts';
import { boxed } from '../boxed.ts';
import { type Inline, lines, runs, small, strong } from '../inline.ts';
import type { Node } from '../node.ts';
import { overallText, reasons } from '../result-part.ts';
import type { Sheet } from '../sheet.ts';
import { COLOR, MEASURE, TONE_COLOR } from '../theme.ts';
import { ICON, verdictIcon } from '../verdict-icon.ts';
import { clipped } from './clipped.ts';

const MOST_REASONS = 2;
const PADDING = 12;
const EDGE = 3;
/** Beside the verdict. */
const ASIDE = 116;
/** Of the verdict and its sentence. */
const SAID = MEASURE - ICON - ASIDE - 6 * PADDING - EDGE;

/** The verdict in one word, in a sentence, and why it is no better. */
export function verdict(sheet: Sheet): Node {
  const { result } = sheet.report;
  const tone = result.overall === 'fail' ? 'bad' : VERDICT_TONES[result.verdict];
  return {
    table: {
      widths: [ICON, SAID, ASIDE],
      body: [
        [
          { stack: [verdictIcon(tone)], margin: [0, 3, 0, 0] },
          { stack: said(sheet, TONE_COLOR[tone]) },
          { stack: aside(sheet) },
        ],
      ],
    },
    layout: {
      ...boxed(TONE_COLOR[tone], 0, PADDING, 9),
      vLineWidth: (column) => (column === 0 ? EDGE : 0),
      fillColor: COLOR.wash,
    },
  };
}

function said(sheet: Sheet, color: string): Node[] {
  const { report, words } = sheet;
  const why = reasons(report, words).map((reason) =>
    runs(reason)
      .map(({ text }) => text)
      .join(''),
  );
  return [
    {
      text: words.verdict[report.result.verdict],
      bold: true,
      fontSize: 22,
      color,
      lineHeight: 1.15,
    },
    { text: words.sentences(summarize(report, words)), fontSize: 9, margin: [0, 2, 0, 0] },
    ...why.slice(0, MOST_REASONS).map(
      (reason): Node => ({
        text: clipped(`– ${reason}`, SAID, 2, sheet),
        margin: [0, 2, 0, 0],
      }),
    ),
    ...(why.length > MOST_REASONS
      ? [{ text: small(words.pdf.more(why.length - MOST_REASONS)) }]
      : []),
  ];
}

function aside({ report, words }: Sheet): Node[] {
  const { labels } = words;
  const fact = (label: string, value: Inline): Node => ({
    text: lines(small(label), value),
    margin: [0, 0, 0, 4],
  });
  return [
    fact(labels.overall, strong(overallText(report, words))),
    fact(labels.statusOfRun, words.status[report.result.status]),
    fact(labels.took, words.duration(report.durationMs)),
  ];
}
