import {
  GetMetricData$,
  type GetMetricDataInput,
  type GetMetricDataOutput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../wire/service.ts';
import { type CloudWatch, cut } from '../cloudwatch.ts';
import { invalidToken, unsupported, validationError } from '../cloudwatch-error.ts';
import { checkPeriod, dimensionsOf, metricText } from '../metric-input.ts';
import { type Datapoint, datapoints } from '../statistics.ts';

const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;
const SHORT_PERIODS = [1, 5, 10, 20, 30];

interface Result {
  readonly query: MetricDataQuery;
  readonly label: string;
  /** In the order that was asked for. */
  readonly points: readonly Datapoint[];
}

/** Where the next page begins: behind this time of this query. */
interface Position {
  readonly query: string;
  readonly behind: number;
}

export const getMetricData = operation<GetMetricDataInput, GetMetricDataOutput, CloudWatch>({
  schema: GetMetricData$,
  mutating: false,
  honours: ['MetricDataQueries', 'StartTime', 'EndTime', 'NextToken', 'ScanBy', 'MaxDatapoints'],
  handle: (input, cloudWatch) => {
    const { ScanBy = 'TimestampDescending', MaxDatapoints = MOST_DATAPOINTS } = input;
    if (ScanBy !== 'TimestampDescending' && ScanBy !== 'TimestampAscending') {
      throw validationError(`The value ${ScanBy} for parameter ScanBy is invalid.`);
    }
    if (MaxDatapoints < 1 || MaxDatapoints > MOST_DATAPOINTS) {
      throw validationError(
        `The parameter MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`,
      );
    }
    const results = resultsOf(cloudWatch, input, ScanBy === 'TimestampAscending');
    return page(results, input.NextToken, MaxDatapoints);
  },
});

function resultsOf(
  cloudWatch: CloudWatch,
  input: GetMetricDataInput,
  ascending: boolean,
): Result[] {
  const queries = input.MetricDataQueries ?? [];
  if (queries.length === 0 || queries.length > MOST_QUERIES) {
    throw validationError(
      `The collection MetricDataQueries must have a size from 1 to ${MOST_QUERIES}.`,
    );
  }
  const ids = queries.map(({ Id }) => Id ?? '');
  const wrong = ids.find((id) => !/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id));
  if (wrong !== undefined) {
    throw validationError(`The value ${wrong} for parameter MetricDataQueries.Id is invalid.`);
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw validationError(`The id ${twice} is used twice.`);
  const from = input.StartTime?.getTime() ?? 0;
  const to = input.EndTime?.getTime() ?? 0;
  if (from >= to) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  }
  return queries
    .map((query) => resultOf(cloudWatch, query, { from, to, ascending }))
    .filter(({ query }) => query.ReturnData !== false);
}

function resultOf(
  cloudWatch: CloudWatch,
  query: MetricDataQuery,
  { from, to, ascending }: { from: number; to: number; ascending: boolean },
): Result {
  const { MetricStat, Label } = query;
  if (query.Expression !== undefined) throw unsupported('The sandbox does no metric math.');
  if (query.AccountId !== undefined || query.Period !== undefined) {
    throw unsupported('The sandbox knows neither AccountId nor Period of a query.');
  }
  if (!MetricStat) throw validationError('A query needs either a MetricStat or an Expression.');
  if (Label?.includes('${')) throw unsupported('The sandbox does not fill in labels.');
  const { Metric, Stat = '', Unit } = MetricStat;
  const metric = {
    namespace: metricText(Metric?.Namespace, 'MetricStat.Metric.Namespace'),
    metric: metricText(Metric?.MetricName, 'MetricStat.Metric.MetricName'),
    dimensions: dimensionsOf(Metric?.Dimensions, 'MetricStat.Metric.Dimensions'),
  };
  const seconds = checkPeriod(MetricStat.Period ?? 0, 'MetricStat.Period', SHORT_PERIODS);
  const period = seconds * 1000;
  const start = cut(from, period);
  const figures = cloudWatch.figures(metric, { from: start, to, unit: Unit });
  const points = datapoints(figures, { start, period, statistic: Stat });
  return {
    query,
    label: Label ?? metric.metric,
    points: ascending ? points : points.reverse(),
  };
}

function page(
  results: readonly Result[],
  token: string | undefined,
  most: number,
): GetMetricDataOutput {
  const position = token === undefined ? undefined : positionIn(token);
  const begin = position ? results.findIndex(({ query }) => query.Id === position.query) : 0;
  if (begin < 0) throw invalidToken();
  let left = most;
  let next: Position | undefined;
  const shown = [];
  for (const { query, label, points } of results.slice(begin)) {
    const { Id = '' } = query;
    // Found by its time: figures that came in since the last page do not move what is yet to come.
    const seen = Id === position?.query ? points.findIndex(({ at }) => at === position.behind) : -1;
    const rest = points.slice(seen + 1);
    const part = rest.slice(0, left);
    left -= part.length;
    const isCut = part.length < rest.length;
    shown.push({
      Id,
      Label: label,
      Timestamps: part.map(({ at }) => new Date(at)),
      Values: part.map(({ value }) => value),
      StatusCode: isCut ? ('PartialData' as const) : ('Complete' as const),
    });
    if (!isCut) continue;
    next = { query: Id, behind: part.at(-1)?.at ?? position?.behind ?? Number.NaN };
    break;
  }
  return {
    MetricDataResults: shown,
    Messages: [],
    NextToken: next && Buffer.from(JSON.stringify(next)).toString('base64url'),
  };
}

function positionIn(token: string): Position {
  try {
    const { query, behind } = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof query === 'string') return { query, behind };
  } catch {
    // Not one of ours: said below.
  }
  throw invalidToken();
}
