import { usualOfRuns } from '../context-text.ts';
import { CLEANUP_TONES, OUTCOME_TONES, OVERALL_TONES, VERDICT_TONES } from '../html/tones.ts';
import type { ReportModel } from '../schema.ts';
import { checksTitle, timeParts } from '../summary.ts';
import type { Words } from '../words.ts';
import { failoverPart } from './failover-part.ts';
import { code, type Inline, joined, lines, small, soft, strong, toned } from './inline.ts';
import type { Node } from './node.ts';
import { definitions, section } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';

type Pair = readonly [string, Inline];
type Measure = ReportModel['result']['rto'];

/** The verdict with its reasons, and what it rests on. */
export function resultPart(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  const { result } = report;
  const { labels } = words;
  return section('result', words.sections.result, null, [
    definitions([
      [labels.verdict, toned(VERDICT_TONES[result.verdict], words.verdict[result.verdict])],
      [labels.overall, toned(OVERALL_TONES[result.overall], overallText(report, words))],
      [labels.statusOfRun, words.status[result.status]],
      ...reasons(report, words).map((reason): Pair => [labels.reasons, reason]),
    ]),
    measures(sheet),
    definitions([...howMeasured(sheet), proofs(sheet), cleanUp(sheet)]),
    ...failoverPart(sheet),
  ]);
}

/** One word, and whether it may be shown to anybody. */
export function overallText({ result, watermark }: ReportModel, words: Words): string {
  const overall = words.overall[result.overall];
  return watermark === null ? overall : `${overall} · ${words.watermarkShort}`;
}

/** Why the verdict is not met, and what ended the run. */
export function reasons({ result }: ReportModel, words: Words): Inline[] {
  const { failure } = result;
  return [
    ...(result.judged ? [] : [words.interrupted]),
    ...(failure === null ? [] : [[code(failure.code), ` ${failure.message}`]]),
    ...result.reasons,
  ];
}

/** What was measured, or why there is no figure. */
export function actualText({ actualMs, method }: Measure, words: Words): Inline {
  const { labels } = words;
  if (actualMs !== null) return words.duration(actualMs);
  return soft(method === null ? labels.notJudged : labels.notMeasured);
}

/** By how much the figure may be off. */
export function errorText({ actualMs, errorMs }: Measure, words: Words): string | null {
  if (errorMs === null) return null;
  if (errorMs <= 0) return words.labels.exact;
  return words.upTo(words.duration(Math.min(errorMs, actualMs ?? errorMs)));
}

/** How many of what the verdict counts are good. */
export function proofCounts({ result }: ReportModel, words: Words): Inline {
  const { passed, declared, failed, unproven } = result.checks;
  const counts = { passed, failed, unproven };
  return [
    `${passed} / ${declared}   `,
    joined(
      (['passed', 'failed', 'unproven'] as const)
        .filter((outcome) => outcome === 'passed' || counts[outcome] > 0)
        .map((outcome) =>
          toned(OUTCOME_TONES[outcome], words.counted(counts[outcome], words.outcome[outcome])),
        ),
      // What stands between two things of a list.
      words.list(['', '']),
    ),
  ];
}

/** What became of what the run made, in figures. */
export function cleanUpCounts({ cleanUp }: ReportModel, words: Words): string {
  return words.list(
    (['released', 'handedOver', 'kept', 'leaked', 'unsettled'] as const)
      .filter((count) => cleanUp[count] > 0)
      .map((count) => words.counts[count](cleanUp[count])),
  );
}

function measures({ report, words, fonts }: Sheet): Node {
  const { labels } = words;
  const { rto, rpo } = report.result;
  const row = (title: string, short: string, measure: Measure): Inline[] => [
    [strong(short), ` ${title}`],
    words.duration(measure.objectiveMs),
    actualText(measure, words),
    errorText(measure, words),
    marginText(measure, words),
    toned(VERDICT_TONES[measure.result], words.verdict[measure.result]),
  ];
  return table(
    fonts,
    [
      { title: '' },
      { title: labels.objective, kind: 'number' },
      { title: labels.actual, kind: 'number' },
      { title: labels.error },
      { title: labels.margin, kind: 'number' },
      { title: labels.verdict },
    ],
    [
      row(labels.rtoLong, labels.rto, rto),
      rpo.result === 'not-applicable'
        ? [[strong(labels.rpo), ` ${labels.rpoLong}`], null, labels.notApplicable]
        : row(labels.rpoLong, labels.rpo, rpo),
    ],
  );
}

function marginText({ marginMs }: Measure, words: Words): Inline {
  const { labels } = words;
  if (marginMs === null) return null;
  const margin = words.duration(Math.abs(marginMs));
  return marginMs < 0 ? `${labels.over} ${margin}` : margin;
}

function howMeasured({ report, words }: Sheet): Pair[] {
  const { labels } = words;
  const { rto, rpo } = report.result;
  const usual = report.timeline.usualRecovery;
  const parts = timeParts(report, words).map(({ word, ms }) => `${word} ${words.duration(ms)}`);
  return [
    ...methodPair(labels.rto, rto, words),
    ...boundPairs(labels.rto, rto, words),
    ...(parts.length === 0
      ? []
      : [[words.labelled(labels.rto, labels.ofWhich), words.list(parts)] as const]),
    ...(usual === null
      ? []
      : [
          [
            words.labelled(labels.rto, words.context.usualRecovery),
            usualOfRuns(usual, words),
          ] as const,
        ]),
    ...methodPair(labels.rpo, rpo, words),
    ...(rpo.result === 'not-applicable' ? [] : boundPairs(labels.rpo, rpo, words)),
  ];
}

function methodPair(name: string, { method }: { method: string | null }, words: Words): Pair[] {
  return method === null ? [] : [[words.labelled(name, words.labels.method), method]];
}

function boundPairs(name: string, { bounds }: Measure, words: Words): Pair[] {
  const { labels } = words;
  return bounds.map(({ source, ms }) => [
    words.labelled(name, labels.bound),
    [words.duration(ms), '  ', code(source)],
  ]);
}

function proofs({ report, words }: Sheet): Pair {
  return [checksTitle(report, words), proofCounts(report, words)];
}

function cleanUp({ report, words }: Sheet): Pair {
  const { outcome } = report.cleanUp;
  return [
    words.labels.cleanUp,
    lines(
      joined(
        [toned(CLEANUP_TONES[outcome], words.cleanUp[outcome]), cleanUpCounts(report, words)],
        '   ',
      ),
      small(words.cleanUpMeaning[outcome]),
    ),
  ];
}
