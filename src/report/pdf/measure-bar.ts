import { VERDICT_TONES } from '../html/tones.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import type { Node, Shape } from './node.ts';
import { COLOR, SIZE, TONE_COLOR } from './theme.ts';

const HIGH = 9;
const TOP = 3;

/** The actual value against the objective, with its error; where nothing was measured, the bounds as bounds. */
export function measureBar(
  measure: ReportModel['result']['rto'],
  width: number,
  words: Words,
): Node {
  const { objectiveMs, actualMs, bounds } = measure;
  const bound = bounds.reduce((most, { ms }) => Math.max(most, ms), 0);
  const whole = Math.max(objectiveMs, actualMs ?? bound, 1);
  const at = (ms: number) => (width * Math.max(0, Math.min(ms, whole))) / whole;
  return {
    stack: [
      { canvas: [track(width), ...filled(measure, bound, at), objective(at(objectiveMs))] },
      {
        text: `${words.labels.objective} ${words.duration(objectiveMs)}`,
        fontSize: SIZE.small,
        color: COLOR.soft,
        ...(at(objectiveMs) > width / 2
          ? { alignment: 'right' as const, margin: [0, 1, width - at(objectiveMs), 0] as const }
          : { margin: [at(objectiveMs), 1, 0, 0] as const }),
      },
    ],
  };
}

function track(width: number): Shape {
  return {
    type: 'rect',
    x: 0,
    y: TOP,
    w: width,
    h: HIGH,
    color: COLOR.wash,
    lineColor: COLOR.rule,
    lineWidth: 0.4,
  };
}

function filled(
  { actualMs, errorMs, result }: ReportModel['result']['rto'],
  bound: number,
  at: (ms: number) => number,
): Shape[] {
  const area = (from: number, to: number) =>
    ({ type: 'rect', x: from, y: TOP, w: Math.max(0.8, to - from), h: HIGH }) as const;
  if (actualMs === null) {
    return bound === 0 ? [] : [{ ...area(0, at(bound)), color: ['stripes', COLOR.soft] }];
  }
  const color = TONE_COLOR[VERDICT_TONES[result]];
  if (errorMs === null || errorMs <= 0) return [{ ...area(0, at(actualMs)), color }];
  const sure = at(actualMs - errorMs);
  return [
    { ...area(0, sure), color },
    { ...area(sure, at(actualMs)), color: ['stripes', color] },
  ];
}

function objective(x: number): Shape {
  return {
    type: 'line',
    x1: x,
    y1: 0,
    x2: x,
    y2: HIGH + 2 * TOP,
    lineColor: COLOR.ink,
    lineWidth: 1.4,
  };
}
