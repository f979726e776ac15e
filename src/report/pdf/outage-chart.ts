import { axisTicks } from '../axis.ts';
import { type OutageSpan, outageSpan } from '../outage-span.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { milestoneLabels, tickLabels } from './axis-labels.ts';
import { strong } from './inline.ts';
import { type LegendItem, legend, SWATCH } from './legend.ts';
import type { Node, Shape } from './node.ts';
import { type Scale, scaleOf } from './scale.ts';
import type { Sheet } from './sheet.ts';
import { COLOR, MEASURE, TONE_COLOR } from './theme.ts';

/** Height of the tallest bar. */
const TALLEST = 72;
/** Height of the line below the bars that spans the outage. */
const LINE = 3;
const GAP = 2.5;
const TICKS = 9;
const ANSWERED = '#c9d8e6';

/** The requests of users over time: failed ones stand on the ground, answered ones on them. */
export function outageChart(sheet: Sheet): Node | null {
  const { report, words, fonts } = sheet;
  const { outage } = report;
  const span = outageSpan(report);
  if (!outage || !span) return null;
  const scale = scaleOf(span.startMs, span.endMs, MEASURE);
  return {
    unbreakable: true,
    margin: [0, 6, 0, 6],
    stack: [
      milestoneLabels(span.milestones, scale, fonts),
      { canvas: drawing(outage.slices, span, scale, words) },
      tickLabels(scale, TICKS, sheet),
      legend(items(outage, span, words), fonts),
    ],
  };
}

function drawing(
  slices: NonNullable<ReportModel['outage']>['slices'],
  span: OutageSpan,
  scale: Scale,
  words: Words,
): Shape[] {
  const ticks = axisTicks(scale.startMs, scale.endMs, words, TICKS).map(({ ms }) => ms);
  const marks = span.milestones.flatMap(({ offsetMs }) => offsetMs ?? []);
  return [
    ...ticks.map((ms) => upright(scale.at(ms), COLOR.hair)),
    ...slices.flatMap((slice) => bar(slice, span, scale)),
    ...marks.map((ms) => ({ ...upright(scale.at(ms), COLOR.soft), dash: { length: 1.5 } })),
    ...(span.down === null ? [] : [down(scale.at(span.down.startMs), scale.at(span.down.endMs))]),
    ...(span.lostMs === null ? [] : [lostMark(scale.at(span.lostMs), TALLEST)]),
    {
      type: 'line',
      x1: 0,
      y1: TALLEST,
      x2: MEASURE,
      y2: TALLEST,
      lineColor: COLOR.soft,
      lineWidth: 0.5,
    },
  ];
}

function upright(x: number, lineColor: string) {
  return { type: 'line', x1: x, y1: 0, x2: x, y2: TALLEST, lineColor, lineWidth: 0.5 } as const;
}

function bar(
  { offsetMs, ok, failed }: NonNullable<ReportModel['outage']>['slices'][number],
  span: OutageSpan,
  scale: Scale,
): Shape[] {
  const x = scale.at(offsetMs);
  const w = Math.max(0.4, scale.at(offsetMs + span.sliceMs) - x - 0.3);
  const tall = (count: number) => (TALLEST * count) / span.most;
  const piece = (color: string, count: number, below: number): Shape[] =>
    count === 0
      ? []
      : [{ type: 'rect', x, y: TALLEST - tall(count + below), w, h: tall(count), color }];
  return [...piece(TONE_COLOR.bad, failed, 0), ...piece(ANSWERED, ok, failed)];
}

function down(from: number, to: number): Shape {
  return {
    type: 'rect',
    x: from,
    y: TALLEST + GAP,
    w: Math.max(0.8, to - from),
    h: LINE,
    color: COLOR.ink,
  };
}

function lostMark(x: number, y: number): Shape {
  return {
    type: 'ellipse',
    x,
    y,
    r1: 3,
    r2: 3,
    color: COLOR.paper,
    lineColor: TONE_COLOR.bad,
    lineWidth: 1.2,
  };
}

function items(
  { sent, failed, durationMs }: NonNullable<ReportModel['outage']>,
  span: OutageSpan,
  words: Words,
): LegendItem[] {
  const { failover } = words;
  const { w, h } = SWATCH;
  const area = (color: string): Shape => ({ type: 'rect', x: 0, y: 0, w, h, color });
  return [
    {
      swatch: [area(ANSWERED)],
      text: [`${failover.answered} `, strong(words.number(sent - failed))],
    },
    { swatch: [area(TONE_COLOR.bad)], text: [`${failover.failed} `, strong(words.number(failed))] },
    ...(durationMs === null
      ? []
      : [
          {
            swatch: [{ ...area(COLOR.ink), y: 2, h: LINE } as Shape],
            text: [`${failover.outage} `, strong(words.duration(durationMs))],
          },
        ]),
    ...(span.lostMs === null
      ? []
      : [{ swatch: [lostMark(w / 2, h / 2)], text: failover.firstLost }]),
  ];
}
