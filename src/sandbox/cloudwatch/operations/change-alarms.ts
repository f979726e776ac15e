import {
  DeleteAlarms$,
  type DeleteAlarmsInput,
  ListTagsForResource$,
  type ListTagsForResourceInput,
  type ListTagsForResourceOutput,
  SetAlarmState$,
  type SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../wire/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { invalidFormat, invalidValue, noAlarm, noResource } from '../cloudwatch-error.ts';
import { ALARM_STATES } from '../cloudwatch-state.ts';

export const deleteAlarms = operation<DeleteAlarmsInput, object, CloudWatch>({
  schema: DeleteAlarms$,
  mutating: true,
  honours: ['AlarmNames'],
  handle: (input, cloudWatch, call) => {
    const names = [...new Set(input.AlarmNames)];
    if (names.length === 0 || names.length > 100) {
      throw invalidValue('The collection AlarmNames must have a size from 1 to 100.');
    }
    // One that is not there, and none is deleted.
    const unknown = names.filter((name) => !cloudWatch.findAlarm(name));
    if (unknown.length > 0) throw noAlarm(unknown);
    const tags = names.flatMap((name) => cloudWatch.alarm(name).tags);
    for (const name of names) cloudWatch.removeAlarm(name);
    call.effect(names.map((name) => cloudWatch.arn(name)).join(' '), tags);
    return {};
  },
});

/** Holds until the alarm is next judged. */
export const setAlarmState = operation<SetAlarmStateInput, object, CloudWatch>({
  schema: SetAlarmState$,
  mutating: true,
  honours: ['AlarmName', 'StateValue', 'StateReason', 'StateReasonData'],
  handle: (input, cloudWatch, call) => {
    const { AlarmName = '', StateReason = '', StateReasonData } = input;
    const value = ALARM_STATES.find((each) => each === input.StateValue);
    if (!value) {
      throw invalidValue(`The value ${input.StateValue} for parameter StateValue is invalid.`);
    }
    const alarm = cloudWatch.alarm(AlarmName);
    if (StateReasonData !== undefined && !isJson(StateReasonData)) {
      throw invalidFormat('StateReasonData was not syntactically correct JSON');
    }
    cloudWatch.setAlarmState(alarm, value, StateReason, StateReasonData);
    call.effect(cloudWatch.arn(alarm.name), alarm.tags);
    return {};
  },
});

export const listTags = operation<ListTagsForResourceInput, ListTagsForResourceOutput, CloudWatch>({
  schema: ListTagsForResource$,
  mutating: false,
  honours: ['ResourceARN'],
  handle: ({ ResourceARN = '' }, cloudWatch) => {
    const alarm = cloudWatch.state.alarms.find(({ name }) => cloudWatch.arn(name) === ResourceARN);
    if (!alarm) throw noResource(ResourceARN);
    return { Tags: [...alarm.tags] };
  },
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
