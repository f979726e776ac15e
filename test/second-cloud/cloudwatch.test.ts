import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { describe, expect, onTestFinished, test } from 'vitest';
import { confirmAlarms } from '../../src/activities/cloudwatch/confirm-alarms.ts';
import { confirmReplicaLag } from '../../src/activities/cloudwatch/confirm-replica-lag.ts';
import { publishResults } from '../../src/activities/cloudwatch/publish-results.ts';
import { doneFrom, failureFrom } from '../support/activity-context.ts';
import { AWAY, hasMoto, motoForEachTest } from './moto.ts';

describe.skipIf(!hasMoto)('CloudWatch at moto', { timeout: 60_000 }, () => {
  const moto = motoForEachTest();

  function cloudWatchIn(region: string): CloudWatch {
    const cloudWatch = new CloudWatch(moto.settings(region));
    onTestFinished(() => cloudWatch.destroy());
    return cloudWatch;
  }

  test('results are found again as metrics of the drill and the workload', async () => {
    const context = moto.attempt();
    const t0 = moto.clock.now() - 60_000;
    const at = new Date(t0).toISOString();
    const results = { workload: 'orders', region: AWAY, at, rtoMs: 61_500, outageMs: 42_000 };
    const receipt = await publishResults.start(context, results);
    expect(receipt.published).toEqual(['RTO', 'Outage']);
    expect(moto.changes).toEqual([`PutMetricData ${AWAY} 200`]);
    const query = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: {
        Metric: {
          Namespace: 'Kunren',
          MetricName,
          Dimensions: [
            { Name: 'Drill', Value: context.drill },
            { Name: 'Workload', Value: 'orders' },
          ],
        },
        Period: 60,
        Stat: 'Maximum',
        Unit: 'Seconds' as const,
      },
    });
    const { MetricDataResults } = await cloudWatchIn(AWAY).getMetricData({
      MetricDataQueries: [query('rto', 'RTO'), query('rpo', 'RPO'), query('outage', 'Outage')],
      StartTime: new Date(t0 - 60_000),
      EndTime: new Date(t0 + 60_000),
    });
    const values = MetricDataResults?.map(({ Id, Values }) => [Id, Values]);
    expect(values).toEqual([
      ['rto', [61.5]],
      ['rpo', []],
      ['outage', [42]],
    ]);
  });

  test('the lag of a replica is its last figure; none, or −1, is a refusal', async () => {
    const cloudWatch = cloudWatchIn(AWAY);
    const now = moto.clock.now();
    const put = (replica: string, Value: number, ageMs: number) =>
      cloudWatch.putMetricData({
        Namespace: 'AWS/RDS',
        MetricData: [
          {
            MetricName: 'ReplicaLag',
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value: replica }],
            Timestamp: new Date(now - ageMs),
            Value,
            Unit: 'Seconds',
          },
        ],
      });
    await put('follows', 90, 150_000);
    await put('follows', 1.5, 30_000);
    await put('stopped', -1, 30_000);
    const lagOf = (replica: string) =>
      confirmReplicaLag.poll(moto.attempt(), { replica, region: AWAY, limitMs: 60_000 });
    expect(doneFrom(await lagOf('follows')).output.lagMs).toBe(1500);
    expect(await failureFrom(lagOf('stopped'))).toMatchObject({ code: 'REPLICATION_INACTIVE' });
    expect(await failureFrom(lagOf('unknown'))).toMatchObject({ code: 'REPLICA_LAG_UNKNOWN' });
  });

  test('an alarm that is red, or knows nothing, stops a run', async () => {
    const cloudWatch = cloudWatchIn(AWAY);
    for (const AlarmName of ['errors', 'latency']) {
      await cloudWatch.putMetricAlarm({
        AlarmName,
        Namespace: 'Shop',
        MetricName: AlarmName,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        Period: 60,
        Statistic: 'Sum',
        Threshold: 10,
      });
    }
    const set = (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') =>
      cloudWatch.setAlarmState({ AlarmName, StateValue, StateReason: 'by hand' });
    const confirm = (...alarms: string[]) =>
      confirmAlarms.poll(moto.attempt(), { alarms, region: AWAY });
    await set('errors', 'OK');
    await set('latency', 'OK');
    expect(doneFrom(await confirm('errors', 'latency')).output.alarms).toHaveLength(2);
    await set('latency', 'ALARM');
    expect(doneFrom(await confirm('errors')).output.alarms).toHaveLength(1);
    expect(await failureFrom(confirm('errors', 'latency'))).toMatchObject({
      code: 'STOP_CONDITION',
      message: 'Nothing is changed: the alarm latency is red (by hand).',
    });
    await set('latency', 'INSUFFICIENT_DATA');
    expect(await failureFrom(confirm('latency'))).toMatchObject({ code: 'ALARM_WITHOUT_DATA' });
    expect(await failureFrom(confirm('nobody'))).toMatchObject({ code: 'ALARM_NOT_FOUND' });
  });
});
