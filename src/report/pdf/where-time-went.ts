import { timeParts, wholeRun } from '../summary.ts';
import { bar } from './bars.ts';
import { small, strong } from './inline.ts';
import { legend, SWATCH } from './legend.ts';
import type { Node } from './node.ts';
import { paragraph } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { MEASURE, SIZE } from './theme.ts';

const HIGH = 13;

/** The time until recovery in parts that add up to it; nothing where there is no T0. */
export function whereTimeWent(sheet: Sheet): Node | null {
  const { report, words } = sheet;
  const drawn = timeBar(sheet);
  if (drawn === null) return null;
  const told = words.sentences([words.countedOnce, wholeRun(report.timeline.waited, words)]);
  return { unbreakable: true, stack: [...drawn, paragraph(small(told))] };
}

/** The same without the words about how it is counted. */
export function timeBar({ report, words, fonts }: Sheet): Node[] | null {
  const { toRecovery: path } = report.timeline;
  if (path === null || path.totalMs <= 0) return null;
  const parts = timeParts(report, words);
  let from = 0;
  const drawing = parts.flatMap(({ kind, ms }) => {
    const x = (MEASURE * from) / path.totalMs;
    from += ms;
    return bar(kind, x, 0, (MEASURE * ms) / path.totalMs, HIGH);
  });
  const title = `${words.labels.whereTimeWent}   ${words.list([`T0 – ${path.to ?? '…'}`, words.duration(path.totalMs)])}`;
  return [
    { text: strong(title), fontSize: SIZE.part, margin: [0, 6, 0, 2] },
    { canvas: drawing, margin: [0, 4, 0, 2] },
    legend(
      parts.map(({ kind, word, ms }) => ({
        swatch: bar(kind, 0, 0, SWATCH.w, SWATCH.h),
        text: [`${word} `, strong(words.duration(ms))],
      })),
      fonts,
    ),
  ];
}
