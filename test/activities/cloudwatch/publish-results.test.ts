import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, expect, test } from 'vitest';
import { publishResults } from '../../../src/activities/cloudwatch/publish-results.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { activityContext, doneFrom, type TestContext } from '../../support/activity-context.ts';

const at = '2026-11-24T01:00:00.000Z';
const region = 'ap-northeast-3';
let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws }, drill: 'failover-region' });
});

const sent = () =>
  aws
    .in(region)
    .cloudWatch.commandCalls(PutMetricDataCommand)
    .map(({ args }) => args[0].input);

test('publishes what was measured in seconds, under drill and workload', async () => {
  const input = { workload: 'orders', at, region, rtoMs: 61_500, rpoMs: 0 };
  const receipt = await publishResults.start(context, input);
  const about = {
    Dimensions: [
      { Name: 'Drill', Value: 'failover-region' },
      { Name: 'Workload', Value: 'orders' },
    ],
    Timestamp: new Date(at),
    Unit: 'Seconds',
  };
  expect(sent()).toEqual([
    {
      Namespace: 'Kunren',
      MetricData: [
        { MetricName: 'RTO', Value: 61.5, ...about },
        { MetricName: 'RPO', Value: 0, ...about },
      ],
    },
  ]);
  const { output } = doneFrom(await publishResults.poll(context, input, receipt));
  expect(output).toEqual({ published: ['RTO', 'RPO'] });
});

test('what was not measured is not published as zero; without anything nothing is called', async () => {
  const input = { workload: 'orders', at, region };
  const receipt = await publishResults.start(context, input);
  expect(sent()).toEqual([]);
  expect(doneFrom(await publishResults.poll(context, input, receipt)).facts?.[0]?.value).toContain(
    'none',
  );
});

test('after a lost answer the very same figures go out again', async () => {
  const input = { workload: 'orders', at, region, outageMs: 12_000 };
  await publishResults.start(context, input);
  context.clock.pass(60_000);
  expect(await publishResults.adopt(context, input)).toBeUndefined();
  await publishResults.start(context, input);
  const [first, second] = sent();
  expect(second).toEqual(first);
});
