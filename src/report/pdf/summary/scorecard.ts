import { usualText } from '../../context-text.ts';
import { CLEANUP_TONES, VERDICT_TONES } from '../../html/tones.ts';
import { lostText, requestsText } from '../../outage-text.ts';
import type { ReportModel } from '../../schema.ts';
import { checksTitle } from '../../summary.ts';
import type { Words } from '../../words.ts';
import { outageText } from '../failover-part.ts';
import { clipText } from '../fit-text.ts';
import { type Inline, joined, lines, runs, small, strong, toned } from '../inline.ts';
import { measureBar } from '../measure-bar.ts';
import type { Node } from '../node.ts';
import { actualText, cleanUpCounts, errorText, proofCounts } from '../result-part.ts';
import type { Sheet } from '../sheet.ts';
import { COLOR, MEASURE, SIZE } from '../theme.ts';
import { clipped } from './clipped.ts';

type Measure = ReportModel['result']['rto'];

const GAP = 10;
const NAME = 104;
const FIGURE = 150;
const MORE = MEASURE - NAME - FIGURE - 2 * GAP;

/** The objectives and proofs, one below the other. */
export function scorecard(sheet: Sheet): Node {
  const { report, words } = sheet;
  const { labels } = words;
  const { rto, rpo } = report.result;
  const usual = usualText(report.timeline.usualRecovery, words);
  const title = (short: string, long: string) => lines(strong(short), small(long));
  return {
    margin: [0, 10, 0, 2],
    table: {
      widths: [NAME, FIGURE, MORE],
      dontBreakRows: true,
      body: [
        measureRow(title(labels.rto, labels.rtoLong), rto, sheet, usual),
        rpo.result === 'not-applicable'
          ? row(title(labels.rpo, labels.rpoLong), labels.notApplicable, rpo.method, sheet)
          : measureRow(title(labels.rpo, labels.rpoLong), rpo, sheet),
        row(
          strong(checksTitle(report, words)),
          proofCounts(report, words),
          proofNames(report, words),
          sheet,
        ),
        ...outageRow(sheet),
        ...primaryRow(sheet),
        cleanUpRow(sheet),
      ],
    },
    layout: {
      hLineWidth: () => 0.5,
      vLineWidth: () => 0,
      hLineColor: () => COLOR.rule,
      paddingLeft: (column) => (column === 0 ? 0 : GAP),
      paddingRight: () => 0,
      paddingTop: () => 4,
      paddingBottom: () => 4,
    },
  };
}

function measureRow(
  title: Inline,
  measure: Measure,
  { words }: Sheet,
  usual: string | null = null,
): Node[] {
  const figure = runs(actualText(measure, words)).map(({ text }) => text);
  return [
    { text: runs(title) },
    {
      text: lines(
        [
          { text: figure.join(''), bold: true, fontSize: 13 },
          '   ',
          toned(VERDICT_TONES[measure.result], words.verdict[measure.result]),
        ],
        small(errorText(measure, words)),
        small(usual),
      ),
    },
    measureBar(measure, MORE, words),
  ];
}

/** Which checks there were, those that did not pass with their outcome. */
function proofNames({ checks }: ReportModel, words: Words): string | null {
  if (checks.length === 0) return null;
  return words.list(
    checks.map(({ id, outcome }) =>
      outcome === 'passed' ? id : `${id}${words.aside(words.outcome[outcome])}`,
    ),
  );
}

/** @param more in small letters, at most three lines of it */
function row(title: Inline, figure: Inline, more: string | null, { fonts }: Sheet): Node[] {
  const told = more === null ? '' : clipText(more, MORE, 3, { fontSize: SIZE.small }, fonts);
  return [{ text: runs(title) }, { text: runs(figure) }, { text: small(told) }];
}

function outageRow(sheet: Sheet): Node[][] {
  const { report, words } = sheet;
  const { failover } = words;
  const { outage, lostWrites } = report;
  if (outage === null) return [];
  const writes = words.labelled(failover.lostWrites, lostText(lostWrites, words));
  const more = words.clauses([requestsText(outage, words), writes]);
  return [row(strong(failover.outage), outageText(sheet), more, sheet)];
}

function primaryRow(sheet: Sheet): Node[][] {
  const { report, words } = sheet;
  const { failover } = words;
  if (report.test.type !== 'failover') return [];
  const primary = clipped(report.primaryAtEnd ?? failover.notSaid, FIGURE, 2, sheet);
  return [row(strong(failover.primaryAtEnd), primary, words.mode[report.test.mode], sheet)];
}

function cleanUpRow(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  const { outcome } = report.cleanUp;
  const figure = joined(
    [toned(CLEANUP_TONES[outcome], words.cleanUp[outcome]), cleanUpCounts(report, words)],
    '   ',
  );
  return row(strong(words.labels.cleanUp), figure, words.cleanUpMeaning[outcome], sheet);
}
