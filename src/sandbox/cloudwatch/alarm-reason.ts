import { breaches, type Judgement } from './alarm-judgement.ts';
import type { AlarmRecord } from './cloudwatch-state.ts';
import type { Datapoint } from './statistics.ts';

const COMPARISONS: { readonly [comparison: string]: string } = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** Why an alarm is in its state, in the words of CloudWatch, and the figures behind it. */
export function stateReason(
  alarm: AlarmRecord,
  judgement: Judgement,
  until: number,
): { readonly reason: string; readonly reasonData: string } {
  return { reason: inWords(alarm, judgement), reasonData: inFigures(alarm, judgement, until) };
}

function inWords(alarm: AlarmRecord, { value, judged, filled }: Judgement): string {
  if (value === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(filled, 'datapoint')} ${was(filled)} unknown.`;
  }
  const treated = alarm.missingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  const missing = `and ${counted(filled, 'missing datapoint')} ${was(filled)} treated as [${treated}]`;
  if (judged.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${counted(filled, 'period')} ${missing}.`;
  }
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, threshold } = alarm;
  const alarming = value === 'ALARM';
  const telling = judged.filter((point) => breaches(alarm, point.value) === alarming);
  const shown = telling.length > 0 ? ` [${telling.map(shownPoint).reverse().join(', ')}]` : '';
  const isFilled = filled > 0 && /reaching/.test(alarm.missingData ?? '');
  const minimum = alarming ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const transition = alarming ? 'OK -> ALARM' : 'ALARM -> OK';
  return `Threshold Crossed: ${telling.length} out of the last ${counted(judged.length, 'datapoint', true)}${shown} ${was(telling.length)} ${alarming ? '' : 'not '}${COMPARISONS[alarm.comparison]} the threshold (${decimal(threshold)})${isFilled ? ` ${missing}` : ''} (minimum ${counted(minimum, 'datapoint')} for ${transition} transition).`;
}

function inFigures(alarm: AlarmRecord, { judged }: Judgement, until: number): string {
  const start = judged[0]?.at;
  return JSON.stringify({
    version: '1.0',
    queryDate: withOffset(until),
    ...(start === undefined ? {} : { startDate: withOffset(start) }),
    statistic: alarm.statistic,
    ...(alarm.unit === undefined ? {} : { unit: alarm.unit }),
    period: alarm.period,
    recentDatapoints: judged.map(({ value }) => value),
    threshold: alarm.threshold,
    evaluatedDatapoints: judged.map(({ at, value }) => ({ timestamp: withOffset(at), value })),
  });
}

function shownPoint({ at, value }: Datapoint): string {
  const [, year, month, day, time] =
    /^\d\d(\d\d)-(\d\d)-(\d\d)T([\d:]{8})/.exec(new Date(at).toISOString()) ?? [];
  return `${decimal(value)} (${day}/${month}/${year} ${time})`;
}

/** As CloudWatch writes numbers: whole ones with `.0`. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function withOffset(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

const was = (count: number) => (count === 1 ? 'was' : 'were');

function counted(count: number, noun: string, always = false): string {
  return `${count} ${noun}${count === 1 && !always ? '' : 's'}`;
}
