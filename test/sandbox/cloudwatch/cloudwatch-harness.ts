import {
  CloudWatch as CloudWatchClient,
  type MetricAlarm,
  type PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch';
import { onTestFinished } from 'vitest';
import { CloudWatch } from '../../../src/sandbox/cloudwatch/cloudwatch.ts';
import { cloudWatchService } from '../../../src/sandbox/cloudwatch/cloudwatch-service.ts';
import {
  type CloudWatchState,
  newCloudWatchState,
} from '../../../src/sandbox/cloudwatch/cloudwatch-state.ts';
import { StoppedClock } from '../stopped-clock.ts';
import { PLACE, serveServices } from './serve-services.ts';

export const NAMESPACE = 'Kunren/Drills';
export const REPLICA = { DBInstanceIdentifier: 'orders-prod-replica' };
export const REPLICA_LAG = {
  Namespace: 'AWS/RDS',
  MetricName: 'ReplicaLag',
  Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-prod-replica' }],
};

/** CloudWatch behind a front door on loopback, with a client of the SDK, and a clock that stands at 01:00:00. */
export async function startCloudWatch(state: CloudWatchState = newCloudWatchState()) {
  const clock = new StoppedClock();
  const cloudWatch = new CloudWatch({ state, clock, place: PLACE });
  const served = await serveServices([cloudWatchService(cloudWatch)], { clock });
  const client = new CloudWatchClient(served.settings);
  onTestFinished(() => client.destroy());
  return {
    ...served,
    clock,
    cloudWatch,
    client,
    /** The instant so many seconds from now. */
    at: (seconds: number) => new Date(clock.now() + seconds * 1000),
    alarm: async (name: string): Promise<MetricAlarm | undefined> =>
      (await client.describeAlarms({ AlarmNames: [name] })).MetricAlarms?.[0],
  };
}

export type StartedCloudWatch = Awaited<ReturnType<typeof startCloudWatch>>;

/** Timestamps, as seconds from the harness's first instant, with their values. */
export async function valuesOf(
  { client }: StartedCloudWatch,
  { Stat, Period, from, to }: { Stat: string; Period: number; from: number; to: number },
  Metric: object = REPLICA_LAG,
) {
  const start = Date.parse('2026-11-24T01:00:00.000Z');
  const { MetricDataResults } = await client.getMetricData({
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period, Stat } }],
    StartTime: new Date(start + from * 1000),
    EndTime: new Date(start + to * 1000),
    ScanBy: 'TimestampAscending',
  });
  const { Timestamps = [], Values = [] } = MetricDataResults?.[0] ?? {};
  return Timestamps.map((time, index) => [(time.getTime() - start) / 1000, Values[index]]);
}

/** The lag 0, 1, 2, … once a second. */
export function recordLag({ cloudWatch, clock }: StartedCloudWatch, seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, second, 'Seconds');
    clock.advance(1000);
  }
}

/** An alarm over the lag of the replica. */
export const LAG_ALARM: PutMetricAlarmInput = {
  AlarmName: 'orders-replica-lag',
  AlarmDescription: 'The replica falls behind',
  Namespace: 'AWS/RDS',
  MetricName: 'ReplicaLag',
  Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-prod-replica' }],
  Statistic: 'Maximum',
  Period: 10,
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
};

/** One figure in each period of ten seconds; `-` for none. Then the alarm is judged. */
export function passPeriods(
  { cloudWatch, clock }: StartedCloudWatch,
  figures: string,
  period = 10,
): void {
  for (const figure of figures.split(' ')) {
    if (figure !== '-') cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, Number(figure));
    clock.advance(period * 1000);
  }
  cloudWatch.evaluateAlarms();
}
