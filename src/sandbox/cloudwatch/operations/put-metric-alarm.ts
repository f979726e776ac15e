import { PutMetricAlarm$, type PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../wire/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import {
  invalidCombination,
  invalidValue,
  missingParameter,
  unsupported,
  validationError,
} from '../cloudwatch-error.ts';
import type { AlarmRecord, MissingData } from '../cloudwatch-state.ts';
import { checkPeriod, dimensionsOf, metricText } from '../metric-input.ts';
import { isSimpleStatistic, statisticNamed } from '../statistics.ts';

type Input = PutMetricAlarmInput;

const SHORT_PERIODS = [10, 20, 30];
const WEEK_SECONDS = 7 * 86_400;
const MISSING_DATA: readonly string[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const COMPARISONS = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;

export const putMetricAlarm = operation<Input, object, CloudWatch>({
  schema: PutMetricAlarm$,
  mutating: true,
  honours: [
    'AlarmName',
    'AlarmDescription',
    'ActionsEnabled',
    'OKActions',
    'AlarmActions',
    'InsufficientDataActions',
    'MetricName',
    'Namespace',
    'Statistic',
    'ExtendedStatistic',
    'Dimensions',
    'Period',
    'Unit',
    'EvaluationPeriods',
    'DatapointsToAlarm',
    'Threshold',
    'ComparisonOperator',
    'TreatMissingData',
    'Tags',
  ],
  handle: (input, cloudWatch, call) => {
    const actions = [input.OKActions, input.AlarmActions, input.InsufficientDataActions];
    if (actions.some((each) => each && each.length > 0)) {
      throw unsupported("The sandbox performs no actions of alarms; an alarm's state can be read.");
    }
    const alarm = cloudWatch.putAlarm(alarmOf(input));
    call.effect(cloudWatch.arn(alarm.name), alarm.tags);
    return {};
  },
});

function alarmOf(input: Input): Omit<AlarmRecord, 'state' | 'configuredAt'> {
  const name = input.AlarmName ?? '';
  if (name === '' || name.length > 255) {
    throw validationError('The parameter AlarmName must have 1 to 255 characters.');
  }
  const period = checkPeriod(given(input, 'Period'), 'Period', SHORT_PERIODS);
  const periods = periodsOf(input, period);
  return {
    name,
    ...optional('description', input.AlarmDescription),
    actionsEnabled: input.ActionsEnabled ?? true,
    namespace: metricText(input.Namespace, 'Namespace'),
    metric: metricText(input.MetricName, 'MetricName'),
    dimensions: dimensionsOf(input.Dimensions, 'Dimensions'),
    statistic: statisticOf(input),
    period,
    ...optional('unit', input.Unit),
    ...periods,
    threshold: given(input, 'Threshold'),
    comparison: comparisonOf(input),
    ...optional('missingData', missingDataOf(input)),
    tags: (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value })),
  };
}

function periodsOf(
  input: Input,
  period: number,
): Pick<AlarmRecord, 'evaluationPeriods' | 'datapointsToAlarm'> {
  const evaluationPeriods = given(input, 'EvaluationPeriods');
  const { DatapointsToAlarm } = input;
  if (evaluationPeriods < 1) {
    throw invalidValue('The parameter EvaluationPeriods must be at least 1.');
  }
  if (evaluationPeriods * period > WEEK_SECONDS) {
    throw validationError('Metrics cannot be checked across more than a week.');
  }
  if (
    DatapointsToAlarm !== undefined &&
    (DatapointsToAlarm < 1 || DatapointsToAlarm > evaluationPeriods)
  ) {
    throw validationError('The parameter DatapointsToAlarm must be from 1 to EvaluationPeriods.');
  }
  return { evaluationPeriods, ...optional('datapointsToAlarm', DatapointsToAlarm) };
}

function statisticOf({ Statistic, ExtendedStatistic }: Input): string {
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw invalidCombination(
      'The parameters Statistic and ExtendedStatistic are mutually exclusive and you have specified both.',
    );
  }
  const name = Statistic ?? ExtendedStatistic;
  if (name === undefined) throw missingParameter('Statistic or ExtendedStatistic');
  if (Statistic !== undefined && !isSimpleStatistic(Statistic)) {
    throw invalidValue(`The value ${Statistic} for parameter Statistic is not supported.`);
  }
  statisticNamed(name);
  return name;
}

function comparisonOf({ ComparisonOperator }: Input): AlarmRecord['comparison'] {
  const found = COMPARISONS.find((each) => each === ComparisonOperator);
  if (found) return found;
  if (/Upper|Lower/.test(ComparisonOperator ?? '')) {
    throw unsupported('The sandbox detects no anomalies.');
  }
  throw invalidValue(
    `The value ${ComparisonOperator} for parameter ComparisonOperator is not supported.`,
  );
}

function missingDataOf({ TreatMissingData }: Input): MissingData | undefined {
  if (TreatMissingData === undefined || MISSING_DATA.includes(TreatMissingData)) {
    return TreatMissingData as MissingData | undefined;
  }
  throw validationError(`The value ${TreatMissingData} for TreatMissingData is not supported.`);
}

/** A number that an alarm over one metric needs. */
function given(input: Input, name: 'Period' | 'EvaluationPeriods' | 'Threshold'): number {
  const value = input[name];
  if (value === undefined) throw missingParameter(name);
  if (!Number.isFinite(value)) {
    throw invalidValue(`The value ${value} for parameter ${name} is invalid.`);
  }
  return value;
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [name in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [name in Name]?: Value };
}
