import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Fact } from '../../core/activity.ts';
import type { ArchitectureSubject } from '../../core/architecture.ts';
import type { Looker } from './looker.ts';
import { factsFrom, partOf, readSoon } from './read-part.ts';

type Subject = Extract<ArchitectureSubject, { kind: 'alarm' }>;

/** What an alarm watches and when it is red, and not whether it is. */
export const alarm: Looker<Subject> = {
  iam: ['cloudwatch:DescribeAlarms'],
  plan: ({ name }) => [
    {
      service: 'cloudwatch',
      operation: 'DescribeAlarms',
      parameters: { AlarmNames: [name] },
      mutating: false,
    },
  ],
  async look(context, subject) {
    const read = await readSoon(context, { call: 'cloudwatch:DescribeAlarms' }, async () => {
      const cloudWatch = await context.services.aws.cloudWatch(subject.region);
      return await cloudWatch.describeAlarms({
        AlarmNames: [subject.name],
        // Without this CloudWatch leaves composite alarms out and says nothing.
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      });
    });
    return [
      partOf(subject, 'settings', read, ({ MetricAlarms, CompositeAlarms }) => {
        const [metric] = MetricAlarms ?? [];
        const [composite] = CompositeAlarms ?? [];
        return metric ? metricFacts(metric) : composite && compositeFacts(composite);
      }),
    ];
  },
};

function metricFacts(found: MetricAlarm): Fact[] {
  const { EvaluationPeriods: periods, DatapointsToAlarm: points = periods } = found;
  return factsFrom({
    watches: watchedBy(found),
    'red when': `${found.ComparisonOperator} ${found.Threshold ?? found.ThresholdMetricId}`,
    'for how long': `${points} of ${periods} periods`,
    'without data': found.TreatMissingData ?? 'missing',
    ...actionsOf(found),
  });
}

function watchedBy(found: MetricAlarm): string {
  if (found.Metrics && found.Metrics.length > 0) return JSON.stringify(found.Metrics);
  const { Dimensions = [], Statistic, ExtendedStatistic, Period } = found;
  const dimensions = Dimensions.map(({ Name, Value }) => `${Name} ${Value}`).sort();
  const metric = [`${found.Namespace} ${found.MetricName}`, ...dimensions].join(', ');
  return `${Statistic ?? ExtendedStatistic} of ${metric}, over ${Period} s`;
}

function compositeFacts(found: CompositeAlarm): Fact[] {
  return factsFrom({ 'red when': found.AlarmRule, ...actionsOf(found) });
}

function actionsOf({ ActionsEnabled, AlarmActions }: MetricAlarm | CompositeAlarm) {
  return { 'takes action': ActionsEnabled ?? false, actions: AlarmActions };
}
