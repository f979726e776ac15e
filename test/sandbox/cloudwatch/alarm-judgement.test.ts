import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { LAG_ALARM, passPeriods, REPLICA, startCloudWatch } from './cloudwatch-harness.ts';

test('an alarm goes to ALARM and back to OK with its figures, and says why and since when', async () => {
  const started = await startCloudWatch();
  const { client, alarm, at } = started;
  await client.putMetricAlarm(LAG_ALARM);
  passPeriods(started, '3');
  expect(await alarm('orders-replica-lag')).toMatchObject({
    StateValue: 'OK',
    StateReason:
      'Threshold Crossed: 1 out of the last 1 datapoints [3.0 (24/11/26 01:00:00)] was not greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
  });
  passPeriods(started, '7.5');
  const red = await alarm('orders-replica-lag');
  expect(red).toMatchObject({
    StateValue: 'ALARM',
    StateReason:
      'Threshold Crossed: 1 out of the last 1 datapoints [7.5 (24/11/26 01:00:10)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
    StateUpdatedTimestamp: at(0),
  });
  expect(JSON.parse(red?.StateReasonData ?? '')).toMatchObject({
    version: '1.0',
    statistic: 'Maximum',
    period: 10,
    recentDatapoints: [7.5],
    threshold: 5,
    startDate: '2026-11-24T01:00:10.000+0000',
  });
  // A state that stays says what made it: neither its reason nor its time moves on.
  passPeriods(started, '9');
  expect(await alarm('orders-replica-lag')).toEqual(red);
  passPeriods(started, '1');
  expect((await alarm('orders-replica-lag'))?.StateValue).toBe('OK');
});

for (const [comparison, value, state] of [
  ['GreaterThanThreshold', 5, 'OK'],
  ['GreaterThanThreshold', 5.1, 'ALARM'],
  ['GreaterThanOrEqualToThreshold', 5, 'ALARM'],
  ['GreaterThanOrEqualToThreshold', 4.9, 'OK'],
  ['LessThanThreshold', 5, 'OK'],
  ['LessThanThreshold', -1, 'ALARM'],
  ['LessThanOrEqualToThreshold', 5, 'ALARM'],
  ['LessThanOrEqualToThreshold', 5.1, 'OK'],
] as const) {
  test(`${value} against 5 by ${comparison} is ${state}`, async () => {
    const started = await startCloudWatch();
    await started.client.putMetricAlarm({ ...LAG_ALARM, ComparisonOperator: comparison });
    passPeriods(started, String(value));
    expect((await started.alarm('orders-replica-lag'))?.StateValue).toBe(state);
  });
}

// The tables of CloudWatch's documentation: five periods, three of them judged. 0 is good, X breaches, - is missing.
const RETAINED = 'as it was';
const MODES = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

for (const [datapoints, figures, ...states] of [
  [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [3, '- - - - 0', 'OK', 'OK', 'OK', 'OK'],
  [3, '- - - - -', 'INSUFFICIENT_DATA', RETAINED, 'ALARM', 'OK'],
  [3, '- - X - -', 'ALARM', RETAINED, 'ALARM', 'OK'],
  [3, '- - - - X', RETAINED, RETAINED, 'ALARM', 'OK'],
  [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  [2, '- - - X -', 'ALARM', RETAINED, 'ALARM', 'OK'],
] as const) {
  for (const [index, TreatMissingData] of MODES.entries()) {
    const state = states[index] ?? '';
    test(`${figures} with ${datapoints} of 3 to alarm and missing data as ${TreatMissingData} is ${state}`, async () => {
      const started = await startCloudWatch();
      await started.client.putMetricAlarm({
        ...LAG_ALARM,
        EvaluationPeriods: 3,
        DatapointsToAlarm: datapoints,
        TreatMissingData,
      });
      // Out of the way of the alarm's creation, from a state that no figure gives by itself.
      const before: StateValue = state === 'OK' ? 'ALARM' : 'OK';
      await started.client.setAlarmState({
        AlarmName: 'orders-replica-lag',
        StateValue: before,
        StateReason: 'test',
      });
      passPeriods(started, figures.replaceAll('X', '9'));
      const expected = state === RETAINED ? before : state;
      expect((await started.alarm('orders-replica-lag'))?.StateValue).toBe(expected);
    });
  }
}

test('missing figures are told in the reason', async () => {
  const started = await startCloudWatch();
  const { client, alarm } = started;
  const reason = async (TreatMissingData: string, figures: string, EvaluationPeriods: number) => {
    await client.putMetricAlarm({ ...LAG_ALARM, TreatMissingData, EvaluationPeriods });
    await client.setAlarmState({
      AlarmName: 'orders-replica-lag',
      StateValue: TreatMissingData === 'breaching' ? 'OK' : 'ALARM',
      StateReason: 'test',
    });
    passPeriods(started, figures);
    return (await alarm('orders-replica-lag'))?.StateReason;
  };
  expect(await reason('missing', '-', 1)).toBe('Insufficient Data: 1 datapoint was unknown.');
  expect(await reason('missing', '- -', 2)).toBe('Insufficient Data: 2 datapoints were unknown.');
  expect(await reason('breaching', '- - -', 3)).toBe(
    'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
  );
  expect(await reason('notBreaching', '-', 1)).toBe(
    'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
  );
});

test('several datapoints are told, the newest first', async () => {
  const started = await startCloudWatch();
  await started.client.putMetricAlarm({ ...LAG_ALARM, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
  passPeriods(started, '8 1 9');
  expect((await started.alarm('orders-replica-lag'))?.StateReason).toBe(
    'Threshold Crossed: 2 out of the last 3 datapoints [9.0 (24/11/26 01:00:20), 8.0 (24/11/26 01:00:00)] were greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM transition).',
  );
});

test('an alarm looks at a period only when it is over', async () => {
  const started = await startCloudWatch();
  const { client, cloudWatch, clock, alarm } = started;
  await client.putMetricAlarm(LAG_ALARM);
  cloudWatch.evaluateAlarms();
  cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, 9);
  clock.advance(9000);
  cloudWatch.evaluateAlarms();
  expect((await alarm('orders-replica-lag'))?.StateValue).toBe('INSUFFICIENT_DATA');
  clock.advance(1000);
  cloudWatch.evaluateAlarms();
  expect((await alarm('orders-replica-lag'))?.StateValue).toBe('ALARM');
});

test('an alarm can watch a percentile', async () => {
  const started = await startCloudWatch();
  const { Statistic: _, ...rest } = LAG_ALARM;
  await started.client.putMetricAlarm({ ...rest, ExtendedStatistic: 'p50' });
  for (const lag of [1, 1, 9]) started.cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, lag);
  passPeriods(started, '-');
  expect(await started.alarm('orders-replica-lag')).toMatchObject({
    StateValue: 'OK',
    ExtendedStatistic: 'p50',
  });
});
