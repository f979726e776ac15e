import { type MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { cut } from './cloudwatch.ts';
import { invalidCombination, invalidValue, missingParameter } from './cloudwatch-error.ts';
import type { Figure, MetricId } from './cloudwatch-state.ts';
import { dimensionsOf, metricText } from './metric-input.ts';

const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;
const MOST_VALUES = 150;
const LARGEST = 2 ** 360;
const SMALLEST = 2 ** -360;
const UNITS: ReadonlySet<string> = new Set(Object.values(StandardUnit));

/**
 * Reads one datum of a PutMetricData.
 * @param at how messages call it, e.g. `MetricData.member.1`.
 * @throws ServiceError `InvalidParameterValue`, `InvalidParameterCombination`, `MissingParameter`.
 */
export function datumOf(
  datum: MetricDatum,
  { namespace, at, now }: { namespace: string; at: string; now: number },
): { readonly metric: MetricId; readonly figures: readonly Figure[] } {
  const metric = {
    namespace,
    metric: metricText(datum.MetricName, `${at}.MetricName`),
    dimensions: dimensionsOf(datum.Dimensions, `${at}.Dimensions`),
  };
  const unit = datum.Unit ?? 'None';
  if (!UNITS.has(unit)) {
    throw invalidValue(`The value ${unit} for parameter ${at}.Unit is invalid.`);
  }
  const { StorageResolution = 60 } = datum;
  if (StorageResolution !== 1 && StorageResolution !== 60) {
    throw invalidValue(`The parameter ${at}.StorageResolution must be 1 or 60.`);
  }
  const time = cut(timeOf(datum, at, now), StorageResolution * 1000);
  return {
    metric,
    figures: observed(datum, at).map((observation) => ({ at: time, unit, ...observation })),
  };
}

function timeOf({ Timestamp }: MetricDatum, at: string, now: number): number {
  const time = Timestamp?.getTime() ?? now;
  if (time > now + NEWEST_MS) {
    throw invalidValue(
      `The parameter ${at}.Timestamp must specify a time no more than two hours in the future.`,
    );
  }
  if (time < now - OLDEST_MS) {
    throw invalidValue(
      `The parameter ${at}.Timestamp must specify a time within the past two weeks.`,
    );
  }
  return time;
}

type Observation = Omit<Figure, 'at' | 'unit'>;

function observed(datum: MetricDatum, at: string): Observation[] {
  const { Value, Values, Counts, StatisticValues } = datum;
  const given = { Value, Values, StatisticValues };
  const names = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`${at}.${name}`],
  );
  const [first, second] = names;
  if (first === undefined) {
    throw missingParameter(`${at}.Value, ${at}.Values or ${at}.StatisticValues`);
  }
  if (second !== undefined) {
    throw invalidCombination(
      `The parameters ${first} and ${second} are mutually exclusive and you have specified both.`,
    );
  }
  if (Counts && !Values) throw missingParameter(`${at}.Values`);
  if (StatisticValues) return [summary(StatisticValues, `${at}.StatisticValues`)];
  if (Values) return severalValues(Values, Counts, at);
  return [repeated(checkNumber(Value ?? Number.NaN, `${at}.Value`), 1)];
}

function severalValues(
  values: readonly number[],
  counts: readonly number[] | undefined,
  at: string,
): Observation[] {
  if (values.length === 0) throw missingParameter(`${at}.Values`);
  if (values.length > MOST_VALUES) {
    throw invalidValue(
      `The collection ${at}.Values must not have a size greater than ${MOST_VALUES}.`,
    );
  }
  if (counts && counts.length !== values.length) {
    throw invalidValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`);
  }
  return values.map((value, index) => {
    const count = checkNumber(counts?.[index] ?? 1, `${at}.Counts`);
    if (count <= 0) throw invalidValue(`The value ${count} for parameter ${at}.Counts is invalid.`);
    return repeated(checkNumber(value, `${at}.Values`), count);
  });
}

function summary(set: NonNullable<MetricDatum['StatisticValues']>, at: string): Observation {
  const count = checkNumber(set.SampleCount ?? Number.NaN, `${at}.SampleCount`);
  const sum = checkNumber(set.Sum ?? Number.NaN, `${at}.Sum`);
  const min = checkNumber(set.Minimum ?? Number.NaN, `${at}.Minimum`);
  const max = checkNumber(set.Maximum ?? Number.NaN, `${at}.Maximum`);
  if (count <= 0)
    throw invalidValue(`The value ${count} for parameter ${at}.SampleCount is invalid.`);
  if (min > max) {
    throw invalidCombination(`The parameter ${at}.Maximum must be at least ${at}.Minimum.`);
  }
  return { count, sum, min, max };
}

function repeated(value: number, count: number): Observation {
  return { count, sum: value * count, min: value, max: value };
}

/** CloudWatch takes neither NaN nor infinity, and no number beyond 2^360 or closer to zero than 2^-360. */
function checkNumber(value: number, parameter: string): number {
  const size = Math.abs(value);
  if (value === 0 || (size >= SMALLEST && size <= LARGEST)) return value;
  throw invalidValue(`The value ${value} for parameter ${parameter} is invalid.`);
}
