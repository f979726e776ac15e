import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { judge } from './alarm-judgement.ts';
import { stateReason } from './alarm-reason.ts';
import type { AlarmRecord, Figure } from './cloudwatch-state.ts';
import { statisticNamed } from './statistics.ts';

/** Periods that are looked at beyond those that are judged, for when some of them have no figures. */
const EXTRA_PERIODS = 2;

/** What an alarm's figures say. */
export interface Evaluation {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData: string;
}

/**
 * Judges an alarm by the periods that ended by a time.
 * @param figures those in `[from, to)`.
 * @returns `undefined` when the alarm stays as it is.
 */
export function evaluateAlarm(
  alarm: AlarmRecord,
  until: number,
  figures: (from: number, to: number) => readonly Figure[],
): Evaluation | undefined {
  const measure = statisticNamed(alarm.statistic);
  const period = alarm.period * 1000;
  const count = alarm.evaluationPeriods + EXTRA_PERIODS;
  const starts = Array.from({ length: count }, (_, index) => until - (count - index) * period);
  const points = starts.map((at) => {
    const value = measure(figures(at, at + period));
    return value === undefined ? undefined : { at, value };
  });
  const judgement = judge(alarm, points);
  return judgement && { value: judgement.value, ...stateReason(alarm, judgement, until) };
}
