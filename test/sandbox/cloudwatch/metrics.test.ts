import { expect, test } from 'vitest';
import {
  NAMESPACE,
  REPLICA,
  REPLICA_LAG,
  recordLag,
  startCloudWatch,
  valuesOf,
} from './cloudwatch-harness.ts';
import { failureOf } from './serve-services.ts';

test('what the sandbox records once a second is read by the second and by longer periods', async () => {
  const started = await startCloudWatch();
  recordLag(started, 20);
  const range = { from: 0, to: 20 };
  expect(await valuesOf(started, { Stat: 'Average', Period: 1, ...range })).toHaveLength(20);
  expect(await valuesOf(started, { Stat: 'Average', Period: 10, ...range })).toEqual([
    [0, 4.5],
    [10, 14.5],
  ]);
  expect(await valuesOf(started, { Stat: 'Maximum', Period: 10, ...range })).toEqual([
    [0, 9],
    [10, 19],
  ]);
  expect(await valuesOf(started, { Stat: 'Minimum', Period: 60, ...range })).toEqual([[0, 0]]);
  expect(await valuesOf(started, { Stat: 'Sum', Period: 60, ...range })).toEqual([[0, 190]]);
  expect(await valuesOf(started, { Stat: 'SampleCount', Period: 60, ...range })).toEqual([[0, 20]]);
  expect(await valuesOf(started, { Stat: 'p90', Period: 60, ...range })).toEqual([[0, 17]]);
  expect(await valuesOf(started, { Stat: 'p50', Period: 60, ...range })).toEqual([[0, 9]]);
});

test('periods are aligned: a start inside of one begins with the whole of it', async () => {
  const started = await startCloudWatch();
  recordLag(started, 20);
  const asked = { Stat: 'Minimum', Period: 10, from: 13, to: 20 };
  expect(await valuesOf(started, asked)).toEqual([[10, 10]]);
});

test('a period without figures has no datapoint, and a metric that nobody has is empty, not zero', async () => {
  const started = await startCloudWatch();
  recordLag(started, 5);
  started.clock.advance(20_000);
  recordLag(started, 5);
  const asked = { Stat: 'Sum', Period: 5, from: 0, to: 30 };
  expect((await valuesOf(started, asked)).map(([at]) => at)).toEqual([0, 25]);
  const other = { ...REPLICA_LAG, Dimensions: [] };
  expect(await valuesOf(started, asked, other)).toEqual([]);
});

test('dimensions are a set: their order does not matter, another value is another metric', async () => {
  const started = await startCloudWatch();
  started.cloudWatch.record('AWS/RDS', 'ReplicaLag', { b: '2', a: '1' }, 7);
  const asked = { Stat: 'Sum', Period: 60, from: 0, to: 60 };
  const metric = (b: string) => ({
    Namespace: 'AWS/RDS',
    MetricName: 'ReplicaLag',
    Dimensions: [
      { Name: 'a', Value: '1' },
      { Name: 'b', Value: b },
    ],
  });
  expect(await valuesOf(started, asked, metric('2'))).toEqual([[0, 7]]);
  expect(await valuesOf(started, asked, metric('3'))).toEqual([]);
});

test('a unit picks figures, and figures of several units stay apart', async () => {
  const { client, at } = await startCloudWatch();
  await client.putMetricData({
    Namespace: NAMESPACE,
    MetricData: [
      { MetricName: 'm', Value: 1, Unit: 'Seconds' },
      { MetricName: 'm', Value: 2000, Unit: 'Milliseconds' },
    ],
  });
  const ask = async (Unit?: 'Seconds') => {
    const { Datapoints } = await client.getMetricStatistics({
      Namespace: NAMESPACE,
      MetricName: 'm',
      StartTime: at(0),
      EndTime: at(60),
      Period: 60,
      Statistics: ['Maximum'],
      Unit,
    });
    return Datapoints?.map(({ Unit: unit, Maximum }) => [unit, Maximum]);
  };
  expect(await ask('Seconds')).toEqual([['Seconds', 1]]);
  expect(await ask()).toEqual([
    ['Seconds', 1],
    ['Milliseconds', 2000],
  ]);
});

test('the newest figures of a metric are kept: as many as make three hours by the second', async () => {
  const started = await startCloudWatch();
  recordLag(started, 10_800 + 5);
  const figures = started.cloudWatch.figures(
    {
      namespace: 'AWS/RDS',
      metric: 'ReplicaLag',
      dimensions: REPLICA_LAG.Dimensions,
    },
    { from: 0, to: Number.MAX_SAFE_INTEGER },
  );
  expect(figures).toHaveLength(10_800);
  expect(figures[0]?.max).toBe(5);
});

test('metrics that have been silent the longest give way when there are too many figures', async () => {
  const { cloudWatch, client } = await startCloudWatch();
  cloudWatch.record('AWS/RDS', 'Silent', REPLICA, 1);
  for (let metric = 0; metric < 20; metric += 1) {
    for (let index = 0; index < 10_000; index += 1) {
      cloudWatch.record('AWS/RDS', `m${metric}`, REPLICA, index);
    }
  }
  const { Metrics } = await client.listMetrics({});
  expect(Metrics).toHaveLength(20);
  expect(Metrics?.some(({ MetricName }) => MetricName === 'Silent')).toBe(false);
});

test('ListMetrics filters by namespace, name, dimensions and recent activity', async () => {
  const { cloudWatch, client, clock } = await startCloudWatch();
  cloudWatch.record('AWS/RDS', 'Old', REPLICA, 1);
  clock.advance(3 * 3_600_000 + 1);
  cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, 1);
  cloudWatch.record('AWS/RDS', 'ReplicaLag', { DBInstanceIdentifier: 'other' }, 1);
  cloudWatch.record('AWS/EC2', 'CPUUtilization', { InstanceId: 'i-1' }, 1);
  const names = async (input: object) =>
    (await client.listMetrics(input)).Metrics?.map(({ MetricName }) => MetricName);
  expect(await names({ Namespace: 'AWS/EC2' })).toEqual(['CPUUtilization']);
  expect(await names({ MetricName: 'ReplicaLag' })).toHaveLength(2);
  expect(await names({ Dimensions: [{ Name: 'DBInstanceIdentifier' }] })).toHaveLength(3);
  expect(
    await names({ Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'other' }] }),
  ).toHaveLength(1);
  expect(await names({ RecentlyActive: 'PT3H' })).toHaveLength(3);
});

test('ListMetrics gives 500 at a time', async () => {
  const { cloudWatch, client } = await startCloudWatch();
  for (let metric = 0; metric < 501; metric += 1) cloudWatch.record('N', `m${metric}`, {}, 1);
  const first = await client.listMetrics({});
  const second = await client.listMetrics({ NextToken: first.NextToken });
  expect(first.Metrics).toHaveLength(500);
  expect(second.Metrics).toHaveLength(1);
  expect(second.NextToken).toBeUndefined();
  expect(await failureOf(client.listMetrics({ NextToken: 'no token!' }))).toMatchObject({
    name: 'InvalidNextToken',
  });
});

test('pages of GetMetricData stay right when figures come in between', async () => {
  const started = await startCloudWatch();
  const { client, cloudWatch, clock, at } = started;
  recordLag(started, 10);
  for (let second = 0; second < 4; second += 1) {
    cloudWatch.record('AWS/RDS', 'FreeStorageSpace', REPLICA, second);
    clock.advance(1000);
  }
  const input = {
    MetricDataQueries: [
      {
        Id: 'lag',
        Label: 'how far behind',
        MetricStat: { Metric: REPLICA_LAG, Period: 1, Stat: 'Maximum' },
      },
      {
        Id: 'space',
        MetricStat: {
          Metric: { ...REPLICA_LAG, MetricName: 'FreeStorageSpace' },
          Period: 1,
          Stat: 'Maximum',
        },
      },
    ],
    StartTime: at(-100),
    EndTime: at(100),
    MaxDatapoints: 6,
  };
  const seen = { lag: [] as number[], space: [] as number[] };
  const statuses = [];
  let NextToken: string | undefined;
  do {
    const page = await client.getMetricData({ ...input, NextToken });
    for (const { Id = '', Values = [], StatusCode, Label } of page.MetricDataResults ?? []) {
      seen[Id as keyof typeof seen].push(...Values);
      statuses.push([Id, Label, Values.length, StatusCode]);
    }
    cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, 99);
    clock.advance(1000);
    NextToken = page.NextToken;
  } while (NextToken);
  // The newest first, unless asked otherwise.
  expect(seen).toEqual({ lag: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], space: [3, 2, 1, 0] });
  expect(statuses).toEqual([
    ['lag', 'how far behind', 6, 'PartialData'],
    ['lag', 'how far behind', 4, 'Complete'],
    ['space', 'FreeStorageSpace', 2, 'PartialData'],
    ['space', 'FreeStorageSpace', 2, 'Complete'],
  ]);
});

test('a query that returns no data is not in the answer', async () => {
  const started = await startCloudWatch();
  recordLag(started, 1);
  const MetricStat = { Metric: REPLICA_LAG, Period: 60, Stat: 'Sum' };
  const { MetricDataResults } = await started.client.getMetricData({
    MetricDataQueries: [
      { Id: 'a', MetricStat, ReturnData: false },
      { Id: 'b', MetricStat },
    ],
    StartTime: started.at(-60),
    EndTime: started.at(60),
  });
  expect(MetricDataResults?.map(({ Id }) => Id)).toEqual(['b']);
});

for (const [what, change, name] of [
  ['metric math', { Expression: 'a + b' }, 'UnsupportedBySandbox'],
  ['an id that begins with a capital', { Id: 'Lag' }, 'ValidationException'],
  ['a statistic that is none', { Stat: 'Median' }, 'InvalidParameterValueException'],
  ['a trimmed mean', { Stat: 'tm90' }, 'UnsupportedBySandbox'],
  ['a period of 7 s', { Period: 7 }, 'InvalidParameterValueException'],
  ['a label to be filled in', { Label: `$\{PROP('MetricName')}` }, 'UnsupportedBySandbox'],
] as const) {
  test(`GetMetricData refuses ${what}`, async () => {
    const { client, at } = await startCloudWatch();
    const { Stat, Period, ...query } = { Stat: 'Sum', Period: 60, Id: 'm', ...change };
    const call = client.getMetricData({
      MetricDataQueries: [{ ...query, MetricStat: { Metric: REPLICA_LAG, Period, Stat } }],
      StartTime: at(-60),
      EndTime: at(0),
    });
    expect(await failureOf(call)).toMatchObject({ name, status: 400 });
  });
}

test('a range must have a length, and GetMetricStatistics at most 1440 datapoints', async () => {
  const { client, at } = await startCloudWatch();
  const input = {
    Namespace: 'AWS/RDS',
    MetricName: 'ReplicaLag',
    StartTime: at(-1441),
    EndTime: at(0),
    Period: 1,
    Statistics: ['Sum' as const],
  };
  expect(await failureOf(client.getMetricStatistics(input))).toMatchObject({
    name: 'InvalidParameterCombinationException',
    message: expect.stringContaining('up to 1441 datapoints'),
  });
  const reversed = { ...input, StartTime: at(60) };
  expect(await failureOf(client.getMetricStatistics(reversed))).toMatchObject({
    name: 'InvalidParameterCombinationException',
  });
});
