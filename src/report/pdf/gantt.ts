import type { Ms } from '../../core/ports.ts';
import { axisTicks } from '../axis.ts';
import type { ReportModel } from '../schema.ts';
import { milestoneLabels, tickLabels } from './axis-labels.ts';
import { awayArea, bar } from './bars.ts';
import { fitText } from './fit-text.ts';
import { small } from './inline.ts';
import { type LegendItem, legend, SWATCH } from './legend.ts';
import type { Node, Shape, TableNode } from './node.ts';
import { paragraph } from './parts.ts';
import { type Scale, scaleOf } from './scale.ts';
import type { Sheet } from './sheet.ts';
import { COLOR, MEASURE, SIZE, TONE_COLOR } from './theme.ts';

type Step = ReportModel['steps'][number];

/** Rows of steps; of a longer run only the longest steps are drawn, and the table of steps has all. */
const MOST_ROWS = 60;
/** Rows of a chart that is not torn over two pages. */
const SHORT = 34;
const ROW = 14;
const LABEL = 184;
const TOOK = 56;
const LANE = MEASURE - LABEL - TOOK - 12;
const TICKS = 6;
const BAR = 7.5;

/** When each step ran, against the milestones. */
export function gantt(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const scale = axisOf(report);
  const all = report.steps.filter(({ spans }) => spans.length > 0);
  const shown = longest(all);
  if (shown.length === 0) return [];
  const chart: TableNode = {
    margin: [0, 8, 0, 0],
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: [LABEL, LANE, TOOK],
      body: [
        [
          { text: '' },
          {
            stack: [
              milestoneLabels(report.milestones, scale, fonts),
              tickLabels(scale, TICKS, sheet),
            ],
          },
          { text: '' },
        ],
        ...shown.map((step) => row(step, scale, sheet)),
      ],
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      hLineColor: () => COLOR.hair,
      paddingLeft: (column) => (column === 0 ? 0 : 6),
      paddingRight: () => 0,
      paddingTop: () => 0,
      paddingBottom: () => 0,
    },
  };
  return [
    ...(shown.length === all.length
      ? []
      : [paragraph(small(words.pdf.longest(shown.length, all.length)))]),
    {
      unbreakable: shown.length <= SHORT,
      stack: [chart, legend(legendItems(sheet), fonts)],
    },
  ];
}

/** In the order of the runbook. */
function longest(steps: readonly Step[]): readonly Step[] {
  if (steps.length <= MOST_ROWS) return steps;
  const chosen = new Set(
    steps.toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0)).slice(0, MOST_ROWS),
  );
  return steps.filter((step) => chosen.has(step));
}

function axisOf({ timeline, milestones, steps }: ReportModel): Scale {
  const offsets = [
    0,
    timeline.endMs,
    ...milestones.flatMap(({ offsetMs }) => (offsetMs === null ? [] : [offsetMs])),
    ...steps.flatMap(({ spans }) => spans.flatMap(({ startMs, endMs }) => [startMs, endMs])),
  ];
  return scaleOf(
    offsets.reduce((least, one) => Math.min(least, one)),
    offsets.reduce((most, one) => Math.max(most, one)),
    LANE,
  );
}

/** What stands behind a row, anew for each, since pdfmake moves the shapes that it is given: the time that the RTO counts, absences, ticks, milestones, the objective. */
function grid({ report, words }: Sheet, scale: Scale): Shape[] {
  const { timeline, milestones } = report;
  const path = timeline.criticalPath;
  const area = (startMs: Ms, endMs: Ms) =>
    [scale.at(startMs), 0, scale.at(endMs) - scale.at(startMs), ROW] as const;
  const [x, y, w, h] = area(0, path?.totalMs ?? 0);
  return [
    ...(path === null ? [] : [{ type: 'rect', x, y, w, h, color: COLOR.wash } as const]),
    ...timeline.away.map(({ startMs, endMs }) => awayArea(...area(startMs, endMs))),
    ...axisTicks(scale.startMs, scale.endMs, words, TICKS).map(({ ms }) =>
      upright(scale.at(ms), COLOR.hair, 0.4),
    ),
    ...milestones.flatMap(({ offsetMs }) =>
      offsetMs === null ? [] : [upright(scale.at(offsetMs), COLOR.soft, 0.5, 1.5)],
    ),
    ...(objectiveShows(report) ? [limit(scale.at(report.result.rto.objectiveMs))] : []),
    // Keeps the lane as high and as wide as it is, whatever is drawn in it.
    { type: 'line', x1: 0, y1: ROW, x2: LANE, y2: ROW, lineColor: COLOR.hair, lineWidth: 0.3 },
  ];
}

function upright(x: number, lineColor: string, lineWidth: number, dash?: number): Shape {
  return {
    type: 'line',
    x1: x,
    y1: 0,
    x2: x,
    y2: ROW,
    lineColor,
    lineWidth,
    ...(dash !== undefined && { dash: { length: dash } }),
  };
}

function limit(x: number): Shape {
  return upright(x, TONE_COLOR.bad, 1.1);
}

function objectiveShows({ timeline, result }: ReportModel): boolean {
  return timeline.origin === 'T0' && result.rto.objectiveMs <= timeline.endMs;
}

function row(step: Step, scale: Scale, sheet: Sheet): Node[] {
  const { words, fonts } = sheet;
  const look = { fontSize: SIZE.small, bold: step.critical } as const;
  const took =
    step.durationMs === null ? words.stepStatus[step.status] : words.duration(step.durationMs);
  return [
    {
      ...look,
      text: fitText(step.title, LABEL, look, fonts),
      noWrap: true,
      margin: [0, 2, 0, 0],
    },
    { canvas: [...grid(sheet, scale), ...track(step, scale, sheet)] },
    { ...look, text: took, alignment: 'right', noWrap: true, margin: [0, 2, 0, 0] },
  ];
}

function track(step: Step, scale: Scale, { report }: Sheet): Shape[] {
  const y = (ROW - BAR) / 2;
  const bars = step.spans.flatMap(({ startMs, endMs }) => {
    const x = scale.at(startMs);
    const w = Math.max(1.2, scale.at(endMs) - x);
    return [
      ...bar(step.waitsOn, x, y, w, BAR),
      ...(step.critical ? [onPath(x, y + BAR + 1.4, w)] : []),
    ];
  });
  const troubles = report.incidents.filter(
    ({ kind, step: of }) => of === step.id && (kind === 'retry' || kind === 'step-failed'),
  );
  return [...bars, ...troubles.flatMap(({ offsetMs }) => cross(scale.at(offsetMs), ROW / 2))];
}

function onPath(x: number, y: number, w: number): Shape {
  return { type: 'line', x1: x, y1: y, x2: x + w, y2: y, lineColor: COLOR.ink, lineWidth: 1.2 };
}

/** A failed attempt. */
function cross(x: number, y: number): Shape[] {
  const arm = 2.4;
  const stroke = (dy: number, lineColor: string, lineWidth: number): Shape => ({
    type: 'line',
    x1: x - arm,
    y1: y - dy,
    x2: x + arm,
    y2: y + dy,
    lineColor,
    lineWidth,
  });
  return [
    stroke(arm, COLOR.paper, 2.6),
    stroke(-arm, COLOR.paper, 2.6),
    stroke(arm, TONE_COLOR.bad, 1.2),
    stroke(-arm, TONE_COLOR.bad, 1.2),
  ];
}

function legendItems({ report, words }: Sheet): LegendItem[] {
  const { labels, waitsOn } = words;
  const { w, h } = SWATCH;
  const hasTrouble = report.incidents.some(
    ({ kind }) => kind === 'retry' || kind === 'step-failed',
  );
  return [
    ...(['aws', 'people', 'tool'] as const).map((kind) => ({
      swatch: bar(kind, 0, 0, w, h),
      text: waitsOn[kind],
    })),
    { swatch: [onPath(0, h / 2, w)], text: labels.criticalPath },
    ...(hasTrouble ? [{ swatch: cross(w / 2, h / 2), text: labels.failedAttempt }] : []),
    ...(report.timeline.away.length > 0
      ? [{ swatch: [awayArea(0, 0, w, h)], text: labels.noProcess }]
      : []),
    ...(objectiveShows(report)
      ? [
          {
            swatch: [{ ...limit(w / 2), y2: h } as Shape],
            text: `${labels.rto} ${words.duration(report.result.rto.objectiveMs)}`,
          },
        ]
      : []),
  ];
}
