import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { expect, test, vi } from 'vitest';
import { keepEvaluating } from '../../../src/sandbox/cloudwatch/keep-evaluating.ts';
import { LAG_ALARM, passPeriods, REPLICA, startCloudWatch } from './cloudwatch-harness.ts';
import { failureOf } from './serve-services.ts';

test('a new alarm has not been checked, and says all that it was made of', async () => {
  const { client, alarm, effects, at } = await startCloudWatch();
  const Tags = [{ Key: 'kunren:run', Value: 'run-1' }];
  await client.putMetricAlarm({
    ...LAG_ALARM,
    Unit: 'Seconds',
    DatapointsToAlarm: 1,
    TreatMissingData: 'breaching',
    Tags,
  });
  const { AlarmArn, ...described } = (await alarm('orders-replica-lag')) ?? {};
  expect(AlarmArn).toBe('arn:aws:cloudwatch:ap-northeast-1:000000000000:alarm:orders-replica-lag');
  expect(described).toEqual({
    ...LAG_ALARM,
    Unit: 'Seconds',
    DatapointsToAlarm: 1,
    TreatMissingData: 'breaching',
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    AlarmConfigurationUpdatedTimestamp: at(0),
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: at(0),
    StateTransitionedTimestamp: at(0),
  });
  expect(await client.listTagsForResource({ ResourceARN: AlarmArn })).toMatchObject({ Tags });
  expect(effects.list()).toMatchObject([
    { operation: 'monitoring:PutMetricAlarm', resource: AlarmArn, run: 'run-1' },
  ]);
});

test('a state that was set by hand holds until the alarm is next judged', async () => {
  const started = await startCloudWatch();
  const { client, cloudWatch, clock, alarm, effects } = started;
  await client.putMetricAlarm(LAG_ALARM);
  passPeriods(started, '1');
  await client.setAlarmState({
    AlarmName: 'orders-replica-lag',
    StateValue: 'ALARM',
    StateReason: 'drill',
    StateReasonData: '{"by":"hand"}',
  });
  clock.advance(9000);
  cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, 1);
  cloudWatch.evaluateAlarms();
  expect(await alarm('orders-replica-lag')).toMatchObject({
    StateValue: 'ALARM',
    StateReason: 'drill',
    StateReasonData: '{"by":"hand"}',
  });
  clock.advance(1000);
  cloudWatch.evaluateAlarms();
  expect((await alarm('orders-replica-lag'))?.StateValue).toBe('OK');
  expect(effects.list().map(({ operation }) => operation)).toEqual([
    'monitoring:PutMetricAlarm',
    'monitoring:SetAlarmState',
  ]);
});

test('configuring an alarm anew leaves its state and its tags', async () => {
  const started = await startCloudWatch();
  const { client, alarm } = started;
  await client.putMetricAlarm({ ...LAG_ALARM, Tags: [{ Key: 'a', Value: '1' }] });
  passPeriods(started, '9');
  const { StateReason, AlarmArn } = (await alarm('orders-replica-lag')) ?? {};
  await client.putMetricAlarm({ ...LAG_ALARM, Threshold: 100, Tags: [{ Key: 'b', Value: '2' }] });
  expect(await alarm('orders-replica-lag')).toMatchObject({
    Threshold: 100,
    StateValue: 'ALARM',
    StateReason,
  });
  expect((await client.listTagsForResource({ ResourceARN: AlarmArn })).Tags).toEqual([
    { Key: 'a', Value: '1' },
  ]);
});

test('alarms are found by names, prefix and state, page by page', async () => {
  const started = await startCloudWatch();
  const { client } = started;
  for (const AlarmName of ['orders-a', 'orders-b', 'stock-a']) {
    await client.putMetricAlarm({
      ...LAG_ALARM,
      AlarmName,
      Threshold: AlarmName === 'orders-b' ? 99 : 5,
    });
  }
  passPeriods(started, '9');
  const names = async (input: object) =>
    (await client.describeAlarms(input)).MetricAlarms?.map(({ AlarmName }) => AlarmName);
  expect(await names({})).toEqual(['orders-a', 'orders-b', 'stock-a']);
  expect(await names({ AlarmNames: ['stock-a', 'nobody'] })).toEqual(['stock-a']);
  expect(await names({ AlarmNamePrefix: 'orders-' })).toEqual(['orders-a', 'orders-b']);
  expect(await names({ StateValue: 'ALARM' })).toEqual(['orders-a', 'stock-a']);
  expect(await names({ StateValue: 'OK', AlarmNamePrefix: 'orders' })).toEqual(['orders-b']);
  expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
  const first = await client.describeAlarms({ MaxRecords: 2 });
  expect(first.MetricAlarms).toHaveLength(2);
  expect(await names({ MaxRecords: 2, NextToken: first.NextToken })).toEqual(['stock-a']);
  const both = client.describeAlarms({ AlarmNames: ['a'], AlarmNamePrefix: 'a' });
  expect(await failureOf(both)).toMatchObject({ name: 'InvalidParameterCombinationException' });
});

test('one alarm that is not there, and none is deleted', async () => {
  const { client, alarm } = await startCloudWatch();
  await client.putMetricAlarm(LAG_ALARM);
  const call = client.deleteAlarms({ AlarmNames: ['orders-replica-lag', 'nobody'] });
  expect(await failureOf(call)).toMatchObject({ name: 'ResourceNotFound', status: 404 });
  expect(await alarm('orders-replica-lag')).toBeDefined();
  await client.deleteAlarms({ AlarmNames: ['orders-replica-lag'] });
  expect(await alarm('orders-replica-lag')).toBeUndefined();
});

for (const [what, change, name] of [
  ['an action', { AlarmActions: ['arn:aws:sns:ap-northeast-1:0:t'] }, 'UnsupportedBySandbox'],
  ['an anomaly band', { ComparisonOperator: 'GreaterThanUpperThreshold' }, 'UnsupportedBySandbox'],
  ['several metrics', { Metrics: [{ Id: 'm', Expression: 'a' }] }, 'UnsupportedBySandbox'],
  ['a period of 5 s', { Period: 5 }, 'InvalidParameterValueException'],
  ['no threshold', { Threshold: undefined }, 'MissingRequiredParameterException'],
  ['a threshold of NaN', { Threshold: Number.NaN }, 'InvalidParameterValueException'],
  ['no statistic', { Statistic: undefined }, 'MissingRequiredParameterException'],
  ['two statistics', { ExtendedStatistic: 'p90' }, 'InvalidParameterCombinationException'],
  ['more datapoints than periods', { DatapointsToAlarm: 2 }, 'ValidationException'],
  ['more than a week', { Period: 86_400, EvaluationPeriods: 8 }, 'ValidationException'],
  ['another way with missing data', { TreatMissingData: 'guess' }, 'ValidationException'],
] as const) {
  test(`PutMetricAlarm refuses ${what}`, async () => {
    const { client, alarm } = await startCloudWatch();
    const call = client.putMetricAlarm({ ...LAG_ALARM, ...change } as PutMetricAlarmInput);
    expect(await failureOf(call)).toMatchObject({ name, status: 400 });
    expect(await alarm('orders-replica-lag')).toBeUndefined();
  });
}

test('alarms and their states outlive a restart; without figures they become insufficient', async () => {
  const first = await startCloudWatch();
  await first.client.putMetricAlarm(LAG_ALARM);
  passPeriods(first, '9');
  const red = await first.alarm('orders-replica-lag');
  const second = await startCloudWatch(JSON.parse(JSON.stringify(first.cloudWatch.state)));
  expect(await second.alarm('orders-replica-lag')).toEqual(red);
  passPeriods(second, '- - -');
  expect((await second.alarm('orders-replica-lag'))?.StateValue).toBe('INSUFFICIENT_DATA');
});

test('alarms are judged every second until the signal fires, and a change is saved', async () => {
  const { client, cloudWatch, clock, alarm } = await startCloudWatch();
  await client.putMetricAlarm(LAG_ALARM);
  const closing = new AbortController();
  const save = vi.fn(async () => undefined);
  const kept = keepEvaluating(cloudWatch, save, closing.signal);
  cloudWatch.record('AWS/RDS', 'ReplicaLag', REPLICA, 9);
  for (let second = 0; second < 11; second += 1) {
    await vi.waitFor(() => expect(clock.sleeping(1000)).toBe(1));
    clock.advance(1000);
  }
  await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(1));
  expect((await alarm('orders-replica-lag'))?.StateValue).toBe('ALARM');
  closing.abort();
  await kept;
});
