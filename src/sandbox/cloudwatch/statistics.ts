import type { StandardUnit, Statistic } from '@aws-sdk/client-cloudwatch';
import { invalidValue, unsupported } from './cloudwatch-error.ts';
import type { Figure } from './cloudwatch-state.ts';

/** One value of a statistic: of all figures in a period. */
export interface Datapoint {
  /** Start of the period, in ms since the epoch. */
  readonly at: number;
  readonly value: number;
}

const SIMPLE: { readonly [name in Statistic]: (figures: readonly Figure[]) => number } = {
  SampleCount: (figures) => total(figures, 'count'),
  Sum: (figures) => total(figures, 'sum'),
  Average: (figures) => total(figures, 'sum') / total(figures, 'count'),
  Minimum: (figures) => figures.reduce((least, { min }) => Math.min(least, min), Infinity),
  Maximum: (figures) => figures.reduce((most, { max }) => Math.max(most, max), -Infinity),
};

/** Whether it is one of those that need no digits. */
export function isSimpleStatistic(name: string): boolean {
  return Object.hasOwn(SIMPLE, name);
}

/**
 * A statistic by its name in a request: `Average`, `Minimum`, `Maximum`, `Sum`, `SampleCount`, or a percentile as `p99.9`.
 * It is `undefined` of no figures, and a percentile also where only summaries of several values are known.
 * @throws ServiceError `InvalidParameterValue`, `UnsupportedBySandbox`.
 */
export function statisticNamed(name: string): (figures: readonly Figure[]) => number | undefined {
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name as Statistic] : undefined;
  if (simple) return (figures) => (figures.length === 0 ? undefined : simple(figures));
  const [, digits] = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name) ?? [];
  if (digits !== undefined) return (figures) => percentile(figures, Number(digits));
  if (/^(IQM|(tm|wm|tc|ts|pr|TM|WM|TC|TS|PR)[\d(].*)$/.test(name)) {
    throw unsupported(`The sandbox does not know the statistic ${name}; it knows percentiles.`);
  }
  throw invalidValue(`The value ${name} for parameter Stat is not supported.`);
}

/**
 * One datapoint for each period that has figures, oldest first.
 * @param period in ms; the first begins at `start`.
 */
export function datapoints(
  figures: readonly Figure[],
  { start, period, statistic }: { start: number; period: number; statistic: string },
): Datapoint[] {
  const measure = statisticNamed(statistic);
  const periods = Map.groupBy(figures, ({ at }) => Math.floor((at - start) / period));
  return [...periods].flatMap(([index, each]) => {
    const value = measure(each);
    return value === undefined ? [] : [{ at: start + index * period, value }];
  });
}

export function ofUnit(
  figures: readonly Figure[],
  unit: StandardUnit | undefined,
): readonly Figure[] {
  return unit === undefined ? figures : figures.filter((figure) => figure.unit === unit);
}

function total(figures: readonly Figure[], member: 'count' | 'sum'): number {
  return figures.reduce((sum, figure) => sum + figure[member], 0);
}

/** The least value that at least so many percent of all observations do not exceed. */
function percentile(figures: readonly Figure[], percent: number): number | undefined {
  if (figures.some(({ min, max }) => min !== max)) return undefined;
  const wanted = (percent / 100) * total(figures, 'count');
  let seen = 0;
  for (const { count, max } of [...figures].sort((a, b) => a.max - b.max)) {
    seen += count;
    if (seen >= wanted) return max;
  }
  return undefined;
}
