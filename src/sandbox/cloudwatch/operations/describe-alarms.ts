import {
  DescribeAlarms$,
  type DescribeAlarmsInput,
  type DescribeAlarmsOutput,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../wire/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { invalidCombination, invalidValue } from '../cloudwatch-error.ts';
import { ALARM_STATES, type AlarmRecord } from '../cloudwatch-state.ts';
import { pageOf } from '../page.ts';

export const describeAlarms = operation<DescribeAlarmsInput, DescribeAlarmsOutput, CloudWatch>({
  schema: DescribeAlarms$,
  mutating: false,
  honours: ['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'MaxRecords', 'NextToken'],
  handle: (input, cloudWatch) => {
    const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, MaxRecords = 50 } = input;
    if (AlarmNames && AlarmNamePrefix !== undefined) {
      throw invalidCombination(
        'The parameters AlarmNames and AlarmNamePrefix are mutually exclusive and you have specified both.',
      );
    }
    if (MaxRecords < 1 || MaxRecords > 100) {
      throw invalidValue(`The parameter MaxRecords must be between 1 and 100, not ${MaxRecords}.`);
    }
    if (StateValue !== undefined && !ALARM_STATES.includes(StateValue)) {
      throw invalidValue(`The value ${StateValue} for parameter StateValue is invalid.`);
    }
    const isAsked = !AlarmTypes?.length || AlarmTypes.includes('MetricAlarm');
    const found = cloudWatch.state.alarms.filter(
      ({ name, state }) =>
        isAsked &&
        (!AlarmNames?.length || AlarmNames.includes(name)) &&
        name.startsWith(AlarmNamePrefix ?? '') &&
        (StateValue === undefined || state.value === StateValue),
    );
    const { items, next } = pageOf(found, ({ name }) => name, {
      size: MaxRecords,
      token: input.NextToken,
    });
    return {
      MetricAlarms: items.map((alarm) => viewOf(cloudWatch, alarm)),
      CompositeAlarms: [],
      NextToken: next,
    };
  },
});

function viewOf(cloudWatch: CloudWatch, alarm: AlarmRecord): MetricAlarm {
  const { state, statistic } = alarm;
  const isExtended = statistic.startsWith('p');
  return {
    AlarmName: alarm.name,
    AlarmArn: cloudWatch.arn(alarm.name),
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.updatedAt),
    StateTransitionedTimestamp: new Date(state.updatedAt),
    MetricName: alarm.metric,
    Namespace: alarm.namespace,
    Statistic: isExtended ? undefined : (statistic as NonNullable<MetricAlarm['Statistic']>),
    ExtendedStatistic: isExtended ? statistic : undefined,
    Dimensions: [...alarm.dimensions],
    Period: alarm.period,
    Unit: alarm.unit,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.missingData,
  };
}
