import { CloudWatch as CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { expect, onTestFinished, test } from 'vitest';
import { awsCli, awsCliError, hasAwsCli } from '../../support/aws-cli.ts';
import {
  NAMESPACE,
  REPLICA_LAG,
  recordLag,
  startCloudWatch,
  valuesOf,
} from './cloudwatch-harness.ts';
import { failureOf } from './serve-services.ts';

const OK = { MetricName: 'm', Value: 1 };

test('a compressed body, which the SDK sends when there is much, is read', async () => {
  const started = await startCloudWatch();
  const Dimensions = [{ Name: 'd', Value: 'x'.repeat(1000) }];
  const MetricData = Array.from({ length: 60 }, () => ({ ...OK, Dimensions }));
  let encoding: string | undefined;
  started.client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: { [name: string]: string } };
      encoding = headers['Content-Encoding'] ?? headers['content-encoding'];
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await started.client.putMetricData({ Namespace: NAMESPACE, MetricData });
  expect(encoding).toBe('gzip');
  const asked = { Stat: 'SampleCount', Period: 60, from: 0, to: 60 };
  const metric = { Namespace: NAMESPACE, MetricName: 'm', Dimensions };
  expect(await valuesOf(started, asked, metric)).toEqual([[0, 60]]);
});

test('a client that speaks CBOR gets the same', async () => {
  const started = await startCloudWatch();
  recordLag(started, 10);
  const client = new CloudWatchClient({
    ...started.settings,
    protocol: SmithyRpcV2CborProtocol,
  });
  onTestFinished(() => client.destroy());
  await client.putMetricData({ Namespace: NAMESPACE, MetricData: [{ ...OK, Value: 1.5 }] });
  const { MetricDataResults } = await client.getMetricData({
    MetricDataQueries: [
      { Id: 'm', MetricStat: { Metric: REPLICA_LAG, Period: 10, Stat: 'Average' } },
    ],
    StartTime: started.at(-10),
    EndTime: started.at(0),
  });
  expect(MetricDataResults).toMatchObject([{ Timestamps: [started.at(-10)], Values: [4.5] }]);
  const nan = client.putMetricData({
    Namespace: NAMESPACE,
    MetricData: [{ ...OK, Value: Number.NaN }],
  });
  expect(await failureOf(nan)).toMatchObject({ status: 400, message: /NaN/ });
});

test('a client that speaks Query gets the same, errors too', async () => {
  const started = await startCloudWatch();
  const post = async (form: string) => {
    const response = await fetch(started.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization:
          'AWS4-HMAC-SHA256 Credential=SANDBOX/20261124/ap-northeast-1/monitoring/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: `${form}&Version=2010-08-01`,
    });
    return { status: response.status, body: await response.text() };
  };
  const put = await post(
    `Action=PutMetricData&Namespace=${NAMESPACE}&MetricData.member.1.MetricName=m&MetricData.member.1.Values.member.1=1.5&MetricData.member.1.Values.member.2=2&MetricData.member.1.Dimensions.member.1.Name=d&MetricData.member.1.Dimensions.member.1.Value=x`,
  );
  expect(put.status).toBe(200);
  const got = await post(
    `Action=GetMetricData&StartTime=2026-11-24T01:00:00Z&EndTime=2026-11-24T01:01:00Z&MetricDataQueries.member.1.Id=m&MetricDataQueries.member.1.MetricStat.Period=60&MetricDataQueries.member.1.MetricStat.Stat=Sum&MetricDataQueries.member.1.MetricStat.Metric.Namespace=${NAMESPACE}&MetricDataQueries.member.1.MetricStat.Metric.MetricName=m&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=d&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value=x`,
  );
  expect(got.body).toContain('<Values><member>3.5</member></Values>');
  expect(got.body).toContain('<Timestamps><member>2026-11-24T01:00:00Z</member></Timestamps>');
  const refused = await post(
    'Action=PutMetricData&Namespace=AWS/RDS&MetricData.member.1.MetricName=m',
  );
  expect(refused).toMatchObject({
    status: 400,
    body: expect.stringContaining('<Code>InvalidParameterValue</Code>'),
  });
});

test.runIf(hasAwsCli)(
  'the AWS CLI puts and reads figures, and describes alarms',
  async () => {
    const { url, cloudWatch, clock, at } = await startCloudWatch();
    const iso = (seconds: number) => at(seconds).toISOString();
    const cloudwatch = (...words: string[]) => awsCli(url, 'cloudwatch', ...words);
    await cloudwatch(
      'put-metric-data',
      `--namespace=${NAMESPACE}`,
      '--metric-name=Rto',
      '--unit=Seconds',
      '--value=41.5',
      '--dimensions=Drill=failover-region',
    );
    const query = {
      Id: 'rto',
      MetricStat: {
        Metric: {
          Namespace: NAMESPACE,
          MetricName: 'Rto',
          Dimensions: [{ Name: 'Drill', Value: 'failover-region' }],
        },
        Period: 60,
        Stat: 'Maximum',
      },
    };
    await cloudwatch(
      'put-metric-alarm',
      '--alarm-name=rto-missed',
      `--namespace=${NAMESPACE}`,
      '--metric-name=Rto',
      '--dimensions=Name=Drill,Value=failover-region',
      '--statistic=Maximum',
      '--period=60',
      '--evaluation-periods=1',
      '--threshold=40',
      '--comparison-operator=GreaterThanThreshold',
    );
    clock.advance(60_000);
    cloudWatch.evaluateAlarms();
    const [data, metrics, alarms, refused] = await Promise.all([
      cloudwatch(
        'get-metric-data',
        `--metric-data-queries=${JSON.stringify([query])}`,
        `--start-time=${iso(-60)}`,
        `--end-time=${iso(0)}`,
      ),
      cloudwatch('list-metrics'),
      cloudwatch('describe-alarms', '--state-value=ALARM'),
      awsCliError(
        cloudwatch('put-metric-data', '--namespace=AWS/RDS', '--metric-name=m', '--value=1'),
      ),
    ]);
    expect(data).toMatchObject({
      MetricDataResults: [{ Id: 'rto', Values: [41.5], StatusCode: 'Complete' }],
    });
    expect(metrics).toEqual({
      Metrics: [
        {
          Namespace: NAMESPACE,
          MetricName: 'Rto',
          Dimensions: [{ Name: 'Drill', Value: 'failover-region' }],
        },
      ],
    });
    expect(alarms).toMatchObject({
      MetricAlarms: [{ AlarmName: 'rto-missed', StateValue: 'ALARM', Threshold: 40 }],
    });
    expect(refused).toMatch(
      /An error occurred \(InvalidParameterValue\) when calling the PutMetricData operation: The value AWS\/RDS for parameter Namespace is invalid\.$/,
    );
  },
  60_000,
);
