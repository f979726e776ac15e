import { usualOfRuns } from '../context-text.ts';
import { offsetText } from '../format.ts';
import type { ReportModel } from '../schema.ts';
import { summarizeSignOff } from '../sign-off-text.ts';
import { checksTitle, summarize, timeParts, wholeRun } from '../summary.ts';
import { fullTimeText, timeHeading, timeText } from '../times.ts';
import type { Words } from '../words.ts';
import { md, mdCode, mdTable } from './markdown.ts';
import { textChart } from './text-chart.ts';
import { decisionsPart, endPart, peopleParts, usersPart } from './users-part.ts';

type Measure = ReportModel['result']['rto'];

/** Title, verdict and the four things that it rests on. */
export function resultPart(report: ReportModel, words: Words): string[] {
  const { result, cleanUp } = report;
  const { labels } = words;
  const title = md(report.workload.title);
  const evidence = report.watermark === null ? '' : words.aside(words.watermarkShort);
  return [
    `# ${report.watermark === null ? title : words.labelled(words.watermarkShort, title)}`,
    subtitle(report, words),
    `## ${words.labelled(labels.verdict, words.verdict[result.verdict])}${evidence}`,
    words.sentences([...summarize(report, words), ...summarizeSignOff(report, words)].map(md)),
    ...reasons(report, words),
    mdTable(
      ['', labels.actual, labels.objective, labels.margin, labels.error, labels.verdict],
      [
        measureRow(labels.rtoLong, result.rto, words),
        rpoRow(result.rpo, words),
        [
          checksTitle(report, words),
          words.counted(result.checks.passed, words.outcome.passed),
          String(result.checks.declared),
          '',
          '',
          words.list(
            (['failed', 'unproven'] as const)
              .filter((outcome) => result.checks[outcome] > 0)
              .map((outcome) => words.counted(result.checks[outcome], words.outcome[outcome])),
          ) || words.outcome.passed,
        ],
        [
          labels.cleanUp,
          cleanUpCounts(cleanUp, words),
          '',
          '',
          '',
          `**${words.cleanUp[cleanUp.outcome]}**`,
        ],
      ],
    ),
    ...methods(report, words),
    ...endPart(report, words),
    ...usersPart(report, words),
  ];
}

function subtitle(report: ReportModel, words: Words): string {
  const { labels } = words;
  const { openedAt, finishedAt, lastAt, document, nextTestDue } = report;
  const { confidentiality } = document;
  return mdTable(
    [labels.run, mdCode(report.run)],
    [
      [
        labels.overall,
        `**${words.overall[report.result.overall]}**${report.watermark === null ? '' : ` · ${words.watermarkShort}`}`,
      ],
      [labels.statusOfRun, words.status[report.result.status]],
      ...(confidentiality === null
        ? []
        : [[words.context.confidentiality, md(confidentiality.text)] as const]),
      [labels.opened, fullTimeText(openedAt, report, words)],
      [
        finishedAt === null ? labels.lastRecord : labels.finished,
        fullTimeText(finishedAt ?? lastAt, report, words),
      ],
      [labels.took, words.duration(report.durationMs)],
      ...(nextTestDue === null
        ? []
        : [[words.missing.fields.nextTestDue, fullTimeText(nextTestDue, report, words)]]),
    ],
  );
}

function reasons({ result }: ReportModel, words: Words): string[] {
  const lines = [
    ...(result.judged ? [] : [words.interrupted]),
    ...(result.failure ? [`${mdCode(result.failure.code)} ${md(result.failure.message)}`] : []),
    ...result.reasons.map(md),
  ];
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')];
}

function rpoRow(rpo: ReportModel['result']['rpo'], words: Words): string[] {
  const { labels } = words;
  if (rpo.result !== 'not-applicable') return measureRow(labels.rpoLong, rpo, words);
  return [labels.rpoLong, '', '', '', '', labels.notApplicable];
}

function measureRow(title: string, measure: Measure, words: Words): string[] {
  const { actualMs, objectiveMs, marginMs, errorMs, result } = measure;
  const { labels } = words;
  return [
    title,
    actualMs === null ? labels.notMeasured : `**${words.duration(actualMs)}**`,
    words.duration(objectiveMs),
    marginMs === null ? '' : words.duration(marginMs),
    errorMs === null
      ? ''
      : errorMs > 0
        ? words.upTo(words.duration(Math.min(errorMs, actualMs ?? errorMs)))
        : labels.exact,
    `**${words.verdict[result]}**`,
  ];
}

function cleanUpCounts(cleanUp: ReportModel['cleanUp'], words: Words): string {
  return words.list(
    (['released', 'handedOver', 'kept', 'leaked', 'unsettled'] as const)
      .filter((count) => cleanUp[count] > 0)
      .map((count) => words.counts[count](cleanUp[count])),
  );
}

function methods({ result, timeline }: ReportModel, words: Words): string[] {
  const { labels } = words;
  const lines = (['rto', 'rpo'] as const).flatMap((name) => {
    const measure = result[name];
    const { method } = measure;
    const bounds = measure.result === 'not-applicable' ? [] : measure.bounds;
    return [
      ...(method === null ? [] : [words.labelled(labels[name], md(method))]),
      ...bounds.map(({ source, ms }) =>
        words.labelled(
          words.list([labels[name], labels.bound.toLowerCase()]),
          `${words.duration(ms)} ${mdCode(source)}`,
        ),
      ),
    ];
  });
  const usual = timeline.usualRecovery;
  if (usual !== null) lines.push(words.labelled(labels.rto, usualOfRuns(usual, words)));
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')];
}

/** Where the time went, the chart and the milestones. */
export function timelinePart(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  const { timeline, milestones, openedAt } = report;
  const parts = timeParts(report, words);
  return [
    `## ${words.sections.timeline}`,
    timeline.origin === 'T0' ? words.lead.timeline : words.lead.timelineNoImpact,
    ...(parts.length > 0 ? [whereTimeWent(report, words)] : []),
    textChart(report, words),
    mdTable(
      [
        labels.milestone,
        timeHeading(report, words),
        `>${timeline.origin === 'T0' ? labels.sinceImpact : labels.sinceStart}`,
        `>${labels.error}`,
        labels.source,
        labels.notes,
      ],
      milestones
        .filter(({ instant }) => instant !== null)
        .map(({ id, instant, offsetMs, errorMs, source, note }) => [
          `**${id}** ${words.milestones[id]}`,
          timeText(instant ?? openedAt, report, words),
          offsetMs === null ? '' : offsetText(offsetMs, words),
          errorMs === null || source === 'declared'
            ? ''
            : errorMs > 0
              ? `−${words.duration(errorMs)}`
              : labels.exact,
          source === null ? '' : words.source[source],
          md(note ?? ''),
        ]),
    ),
    ...decisionsPart(report, words),
    ...peopleParts(report, words),
  ];
}

function whereTimeWent(report: ReportModel, words: Words): string {
  const { toRecovery: path, waited } = report.timeline;
  const title = [
    words.labels.whereTimeWent,
    `T0 – ${path?.to ?? '…'}`,
    words.duration(path?.totalMs ?? 0),
  ];
  const parts = timeParts(report, words).map(({ word, ms }) => `${word} **${words.duration(ms)}**`);
  const told = [words.sentence(words.list(parts)), words.countedOnce, wholeRun(waited, words)];
  return words.labelled(words.list(title), words.sentences(told));
}
