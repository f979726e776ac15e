import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { AlarmRecord } from './cloudwatch-state.ts';
import type { Datapoint } from './statistics.ts';

/** What the datapoints say; `undefined` means that the alarm stays as it is. */
export interface Judgement {
  readonly value: StateValue;
  /** Those that were judged, oldest first. */
  readonly judged: readonly Datapoint[];
  /** Periods that counted as if they had breached, or not, since they have no datapoint. */
  readonly filled: number;
}

/** Whether a value is on the wrong side of the threshold. */
export function breaches({ comparison, threshold }: AlarmRecord, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
    default:
      throw new Error(`An alarm compares by ${comparison}, which was refused when it was made.`);
  }
}

/**
 * Judges an alarm as CloudWatch does, missing periods included.
 * @param points of each period, oldest first; `undefined` for one without figures.
 * @returns `undefined` when the alarm stays as it is.
 */
export function judge(
  alarm: AlarmRecord,
  points: readonly (Datapoint | undefined)[],
): Judgement | undefined {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, missingData } = alarm;
  const judged = points.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const breaching = judged.filter(({ value }) => breaches(alarm, value)).length;
  const filled = evaluationPeriods - judged.length;
  const verdict = (count: number): Judgement => ({
    value: count >= datapointsToAlarm ? 'ALARM' : 'OK',
    judged,
    filled,
  });
  if (filled === 0) return verdict(breaching);
  if (missingData === 'breaching') return verdict(breaching + filled);
  if (missingData === 'notBreaching') return verdict(breaching);
  const ignore = missingData === 'ignore';
  if (judged.length === 0)
    return ignore ? undefined : { value: 'INSUFFICIENT_DATA', judged, filled };
  if (breaching >= datapointsToAlarm || breaching < judged.length) return verdict(breaching);
  // All that is known breaches, and it is too little. It alarms once what is missing could no longer have made it good:
  // when the oldest of them is as old as the datapoints that an alarm takes.
  const oldest = points.length - points.findIndex((point) => point !== undefined);
  return ignore || oldest < datapointsToAlarm ? undefined : { value: 'ALARM', judged, filled };
}
