import {
  type Datapoint,
  GetMetricStatistics$,
  type GetMetricStatisticsInput,
  type GetMetricStatisticsOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../wire/service.ts';
import { type CloudWatch, cut } from '../cloudwatch.ts';
import { invalidCombination, invalidValue, missingParameter } from '../cloudwatch-error.ts';
import type { Figure } from '../cloudwatch-state.ts';
import { checkPeriod, dimensionsOf, metricText } from '../metric-input.ts';
import { datapoints, isSimpleStatistic } from '../statistics.ts';

const MOST_DATAPOINTS = 1440;
const SHORT_PERIODS = [1, 5, 10, 20, 30];

export const getMetricStatistics = operation<
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  CloudWatch
>({
  schema: GetMetricStatistics$,
  mutating: false,
  honours: [
    'Namespace',
    'MetricName',
    'Dimensions',
    'StartTime',
    'EndTime',
    'Period',
    'Statistics',
    'ExtendedStatistics',
    'Unit',
  ],
  handle: (input, cloudWatch) => {
    const metric = {
      namespace: metricText(input.Namespace, 'Namespace'),
      metric: metricText(input.MetricName, 'MetricName'),
      dimensions: dimensionsOf(input.Dimensions, 'Dimensions'),
    };
    const period = checkPeriod(input.Period ?? 0, 'Period', SHORT_PERIODS) * 1000;
    const start = cut(input.StartTime?.getTime() ?? 0, period);
    const to = input.EndTime?.getTime() ?? 0;
    if (start >= to) {
      throw invalidCombination('The parameter StartTime must be less than the parameter EndTime.');
    }
    const count = Math.ceil((to - start) / period);
    if (count > MOST_DATAPOINTS) {
      throw invalidCombination(
        `You have requested up to ${count} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    }
    const names = namesOf(input);
    const figures = cloudWatch.figures(metric, { from: start, to, unit: input.Unit });
    return { Label: metric.metric, Datapoints: merged(figures, names, start, period) };
  },
});

function namesOf({ Statistics = [], ExtendedStatistics = [] }: GetMetricStatisticsInput) {
  if (Statistics.length + ExtendedStatistics.length === 0) {
    throw missingParameter('Statistics or ExtendedStatistics');
  }
  const unknown = Statistics.find((name) => !isSimpleStatistic(name));
  if (unknown !== undefined) {
    throw invalidValue(`The value ${unknown} for parameter Statistics is not supported.`);
  }
  return [...Statistics, ...ExtendedStatistics];
}

/** One datapoint for each period and unit, with all statistics that were asked for. */
function merged(
  figures: readonly Figure[],
  names: readonly string[],
  start: number,
  period: number,
): Datapoint[] {
  const found: Datapoint[] = [];
  for (const [Unit, each] of Map.groupBy(figures, ({ unit }) => unit)) {
    const rows = new Map<number, { [name: string]: number }>();
    for (const statistic of names) {
      for (const { at, value } of datapoints(each, { start, period, statistic })) {
        rows.set(at, { ...rows.get(at), [statistic]: value });
      }
    }
    for (const [at, row] of rows) {
      const extended = Object.entries(row).filter(([name]) => name.startsWith('p'));
      found.push({
        Timestamp: new Date(at),
        Unit,
        ...Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('p'))),
        ...(extended.length > 0 ? { ExtendedStatistics: Object.fromEntries(extended) } : {}),
      });
    }
  }
  return found.sort((a, b) => Number(a.Timestamp) - Number(b.Timestamp));
}
