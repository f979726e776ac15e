import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, expect, test } from 'vitest';
import {
  type ConfirmAlarmsInput,
  confirmAlarms,
} from '../../../src/activities/cloudwatch/confirm-alarms.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  type TestContext,
} from '../../support/activity-context.ts';

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

const alarm = (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' = 'OK') => ({
  AlarmName,
  StateValue,
  StateReason: `${AlarmName} says so`,
});

const look = (more: Partial<ConfirmAlarmsInput> = {}) =>
  confirmAlarms.poll(context, { alarms: ['errors', 'latency'], ...more });

test('goes on when every alarm is OK, composite ones included', async () => {
  aws.cloudWatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [alarm('errors')],
    CompositeAlarms: [alarm('latency')],
  });
  const done = doneFrom(await look());
  expect(done.facts?.map(({ value }) => value)).toEqual(['errors: OK', 'latency: OK']);
  // CloudWatch answers with metric alarms only, unless it is asked for both.
  expect(aws.cloudWatch.commandCalls(DescribeAlarmsCommand)[0]?.args[0].input).toMatchObject({
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
});

test('a red alarm stops the run and says why', async () => {
  aws.cloudWatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [alarm('errors', 'ALARM'), alarm('latency')],
  });
  const failure = await failureFrom(look({ allowInsufficientData: true }));
  expect(failure).toMatchObject({ code: 'STOP_CONDITION', class: 'safety', retryable: false });
  expect(failure.message).toBe('Nothing is changed: the alarm errors is red (errors says so).');
});

test('an alarm without data is no alarm that is off, unless that is allowed', async () => {
  aws.cloudWatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [alarm('errors'), alarm('latency', 'INSUFFICIENT_DATA')],
  });
  expect(await failureFrom(look())).toMatchObject({ code: 'ALARM_WITHOUT_DATA', class: 'safety' });
  expect(doneFrom(await look({ allowInsufficientData: true })).status).toBe('done');
});

test('an alarm that does not exist cannot stop anything', async () => {
  aws.cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [alarm('errors')] });
  const failure = await failureFrom(look());
  expect(failure).toMatchObject({ code: 'ALARM_NOT_FOUND', class: 'input' });
  expect(failure.message).toContain('latency in ap-northeast-1');
});

test('asks in the Region that it is told', async () => {
  aws
    .in('ap-northeast-3')
    .cloudWatch.on(DescribeAlarmsCommand)
    .resolves({ MetricAlarms: [alarm('errors'), alarm('latency')] });
  expect(doneFrom(await look({ region: 'ap-northeast-3' })).status).toBe('done');
  expect(aws.cloudWatch.calls()).toHaveLength(0);
});

test('asks for no more than a hundred at a time', async () => {
  const alarms = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
  aws.cloudWatch.on(DescribeAlarmsCommand).callsFake(({ AlarmNames }) => ({
    MetricAlarms: AlarmNames.map((name: string) => alarm(name)),
  }));
  expect(doneFrom(await look({ alarms })).facts).toHaveLength(101);
  expect(aws.cloudWatch.calls()).toHaveLength(2);
});

test('without alarms asks nothing and says that there is no stop condition', async () => {
  expect(doneFrom(await look({ alarms: [] })).facts).toEqual([
    { label: 'Stop conditions', value: 'none declared' },
  ]);
  expect(aws.cloudWatch.calls()).toHaveLength(0);
});
