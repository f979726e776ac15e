import { redactionText } from '../../copy-text.ts';
import { databaseText } from '../../subject-text.ts';
import { boxed } from '../boxed.ts';
import { clipText, fitText } from '../fit-text.ts';
import { lines, runs, soft, strong, toned } from '../inline.ts';
import type { Node } from '../node.ts';
import type { Sheet } from '../sheet.ts';
import { COLOR, MEASURE, SIZE, TONE_COLOR } from '../theme.ts';
import { clipped } from './clipped.ts';

/** Of the id at the upper right. */
const ID = 230;
/** A longer title is set in smaller letters. */
const LONG_TITLE = 90;
const ABOUT = 9.5;

/** What was tested, and before anything else whether the report is evidence. */
export function masthead(sheet: Sheet): Node[] {
  return [brand(sheet), title(sheet), tested(sheet), ...confidentiality(sheet), ...banner(sheet)];
}

function brand({ report, words, fonts }: Sheet): Node {
  const look = { font: 'mono', fontSize: SIZE.code } as const;
  return {
    columns: [
      {
        text: runs([strong(`訓練  ${words.product}`), soft(`   ${words.reportTitle}`)]),
        fontSize: ABOUT,
        width: '*',
      },
      {
        ...look,
        text: fitText(report.reportId, ID, look, fonts),
        color: COLOR.soft,
        alignment: 'right',
        width: ID,
      },
    ],
  };
}

function title({ report: { workload }, fonts }: Sheet): Node {
  const look = { bold: true, fontSize: workload.title.length > LONG_TITLE ? 14 : 20 } as const;
  return {
    ...look,
    text: clipText(workload.title, MEASURE, 2, look, fonts),
    lineHeight: 1.2,
    margin: [0, 10, 0, 3],
  };
}

function tested({ report, words, fonts }: Sheet): Node {
  const { workload, test } = report;
  const parts = [
    ...(test.type === null ? [] : [words.testType[test.type]]),
    words.scenario[test.scenario.kind],
    ...(workload.database === null ? [] : [databaseText(report, words)]),
    workload.region,
  ];
  return {
    text: runs([
      test.mode === 'live' && [toned('bad', words.live), '   '],
      clipText(parts.join(' · '), MEASURE, 2, { fontSize: ABOUT }, fonts),
    ]),
    color: COLOR.soft,
    fontSize: ABOUT,
    margin: [0, 0, 0, 10],
  };
}

/** Who may read it, where somebody has said so. */
function confidentiality(sheet: Sheet): Node[] {
  const { confidentiality } = sheet.report.document;
  if (confidentiality === null) return [];
  const text = clipped(confidentiality.text, MEASURE, 1, sheet);
  return [{ text: strong(text), fontSize: SIZE.text, margin: [0, 0, 0, 8] }];
}

function banner({ report, words }: Sheet): Node[] {
  const redaction = redactionText(report, words);
  return [
    ...(report.watermark === null
      ? []
      : [box(report.watermark, words.watermarkMeaning, TONE_COLOR.bad)]),
    ...(redaction === null ? [] : [box(words.redacted, redaction, COLOR.soft)]),
  ];
}

function box(title: string, text: string, color: string): Node {
  const [line, across] = [1.2, 10];
  return {
    margin: [0, 0, 0, 8],
    table: {
      widths: [MEASURE - 2 * (across + line)],
      body: [[{ text: lines({ text: title, bold: true, color }, text) }]],
    },
    layout: boxed(color, line, across, 5),
  };
}
