import { expect, test } from 'vitest';
import { NAMESPACE, REPLICA, startCloudWatch, valuesOf } from './cloudwatch-harness.ts';
import { failureOf } from './serve-services.ts';

const OK = { MetricName: 'm', Value: 1 };

test('a value, several values with counts and a summary add up to one datapoint', async () => {
  const started = await startCloudWatch();
  const { client, at, effects } = started;
  await client.putMetricData({
    Namespace: NAMESPACE,
    MetricData: [
      { MetricName: 'Rto', Timestamp: at(0), Value: 4, Unit: 'Seconds' },
      { MetricName: 'Rto', Timestamp: at(59), Values: [1, 10], Counts: [2, 1], Unit: 'Seconds' },
      {
        MetricName: 'Rto',
        Timestamp: at(30),
        StatisticValues: { SampleCount: 3, Sum: 9, Minimum: 2, Maximum: 5 },
        Unit: 'Seconds',
      },
    ],
  });
  const { Label, Datapoints } = await client.getMetricStatistics({
    Namespace: NAMESPACE,
    MetricName: 'Rto',
    StartTime: at(0),
    EndTime: at(60),
    Period: 60,
    Statistics: ['SampleCount', 'Sum', 'Minimum', 'Maximum', 'Average'],
  });
  expect(Label).toBe('Rto');
  expect(Datapoints).toEqual([
    {
      Timestamp: at(0),
      Unit: 'Seconds',
      SampleCount: 7,
      Sum: 25,
      Minimum: 1,
      Maximum: 10,
      Average: 25 / 7,
    },
  ]);
  expect(effects.list()).toMatchObject([
    { operation: 'monitoring:PutMetricData', resource: NAMESPACE },
  ]);
});

test('a percentile of a summary is not known', async () => {
  const started = await startCloudWatch();
  const { client, at } = started;
  const statistics = (SampleCount: number, Minimum: number, Maximum: number) =>
    client.putMetricData({
      Namespace: NAMESPACE,
      MetricData: [{ MetricName: 'm', StatisticValues: { SampleCount, Sum: 6, Minimum, Maximum } }],
    });
  const ask = async () => {
    const { Datapoints } = await client.getMetricStatistics({
      Namespace: NAMESPACE,
      MetricName: 'm',
      StartTime: at(0),
      EndTime: at(60),
      Period: 60,
      ExtendedStatistics: ['p99.5'],
    });
    return Datapoints?.[0]?.ExtendedStatistics;
  };
  await statistics(2, 3, 3);
  expect(await ask()).toEqual({ 'p99.5': 3 });
  await statistics(2, 2, 4);
  expect(await ask()).toBeUndefined();
});

test('a metric is stored by the minute unless it is of high resolution', async () => {
  const started = await startCloudWatch();
  const { client, at } = started;
  await client.putMetricData({
    Namespace: NAMESPACE,
    MetricData: [
      { MetricName: 'coarse', Timestamp: at(42), Value: 1 },
      { MetricName: 'fine', Timestamp: at(42), Value: 1, StorageResolution: 1 },
    ],
  });
  const asked = { Stat: 'Sum', Period: 1, from: 0, to: 60 };
  const metric = (MetricName: string) => ({ Namespace: NAMESPACE, MetricName });
  expect(await valuesOf(started, asked, metric('coarse'))).toEqual([[0, 1]]);
  expect(await valuesOf(started, asked, metric('fine'))).toEqual([[42, 1]]);
});

for (const [what, datum, name] of [
  ['NaN', { ...OK, Value: Number.NaN }, 'InvalidParameterValueException'],
  ['infinity', { ...OK, Value: Number.POSITIVE_INFINITY }, 'InvalidParameterValueException'],
  ['more than 2^360', { ...OK, Value: 2 ** 361 }, 'InvalidParameterValueException'],
  ['closer to zero than 2^-360', { ...OK, Value: 2 ** -361 }, 'InvalidParameterValueException'],
  ['no value', { MetricName: 'm' }, 'MissingRequiredParameterException'],
  ['a value and values', { ...OK, Values: [1] }, 'InvalidParameterCombinationException'],
  [
    'a value and a summary',
    { ...OK, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } },
    'InvalidParameterCombinationException',
  ],
  [
    'a summary whose minimum is above its maximum',
    { MetricName: 'm', StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } },
    'InvalidParameterCombinationException',
  ],
  [
    'more counts than values',
    { MetricName: 'm', Values: [1], Counts: [1, 2] },
    'InvalidParameterValueException',
  ],
  [
    'a count of nothing',
    { MetricName: 'm', Values: [1], Counts: [0] },
    'InvalidParameterValueException',
  ],
  [
    'more than 150 values',
    { MetricName: 'm', Values: Array.from({ length: 151 }, (_, index) => index) },
    'InvalidParameterValueException',
  ],
  ['an unknown unit', { ...OK, Unit: 'Parsecs' }, 'InvalidParameterValueException'],
  ['a resolution of 5 s', { ...OK, StorageResolution: 5 }, 'InvalidParameterValueException'],
  [
    'a time of more than two weeks ago',
    { ...OK, Timestamp: new Date('2026-11-10T00:59:59Z') },
    'InvalidParameterValueException',
  ],
  [
    'a time in more than two hours',
    { ...OK, Timestamp: new Date('2026-11-24T03:00:01Z') },
    'InvalidParameterValueException',
  ],
  [
    'more than 30 dimensions',
    {
      ...OK,
      Dimensions: Array.from({ length: 31 }, (_, index) => ({ Name: `d${index}`, Value: 'x' })),
    },
    'InvalidParameterValueException',
  ],
  [
    'a dimension twice',
    {
      ...OK,
      Dimensions: [
        { Name: 'd', Value: '1' },
        { Name: 'd', Value: '2' },
      ],
    },
    'InvalidParameterCombinationException',
  ],
  [
    'an empty dimension',
    { ...OK, Dimensions: [{ Name: 'd', Value: '' }] },
    'MissingRequiredParameterException',
  ],
] as const) {
  test(`PutMetricData refuses ${what}, and takes in nothing of the request`, async () => {
    const { client } = await startCloudWatch();
    const put = client.putMetricData({
      Namespace: NAMESPACE,
      MetricData: [OK, datum as never],
    });
    expect(await failureOf(put)).toMatchObject({
      name,
      status: 400,
      message: expect.stringContaining('MetricData.member.2'),
    });
    expect((await client.listMetrics({})).Metrics).toEqual([]);
  });
}

test('PutMetricData takes what is just within its limits', async () => {
  const { client, at } = await startCloudWatch();
  const Dimensions = Array.from({ length: 30 }, (_, i) => ({ Name: `d${i}`, Value: 'x' }));
  await client.putMetricData({
    Namespace: NAMESPACE,
    MetricData: [
      { ...OK, Value: 2 ** 360 },
      { ...OK, Value: -(2 ** -360) },
      { ...OK, Value: 0 },
      { ...OK, Timestamp: at(-14 * 86_400) },
      { ...OK, Timestamp: at(2 * 3600) },
      { ...OK, Dimensions },
    ],
  });
});

test('a namespace of AWS is not for callers', async () => {
  const { client } = await startCloudWatch();
  const put = client.putMetricData({ Namespace: 'AWS/RDS', MetricData: [OK] });
  expect(await failureOf(put)).toMatchObject({ name: 'InvalidParameterValueException' });
});

test('what callers put outlives a restart, up to the newest 500; what the sandbox records does not', async () => {
  const first = await startCloudWatch();
  first.cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, 1);
  for (let request = 0; request < 6; request += 1) {
    await first.client.putMetricData({
      Namespace: NAMESPACE,
      MetricData: Array.from({ length: 100 }, () => ({ MetricName: `m${request}`, Value: 1 })),
    });
  }
  const saved = JSON.parse(JSON.stringify(first.cloudWatch.state));
  const second = await startCloudWatch(saved);
  const { Metrics } = await second.client.listMetrics({});
  expect(Metrics?.map(({ MetricName }) => MetricName).sort()).toEqual([
    'm1',
    'm2',
    'm3',
    'm4',
    'm5',
  ]);
});
