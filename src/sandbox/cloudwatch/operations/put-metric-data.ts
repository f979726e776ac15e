import { PutMetricData$, type PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../wire/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { invalidValue, missingParameter } from '../cloudwatch-error.ts';
import { datumOf } from '../datum-input.ts';
import { metricText } from '../metric-input.ts';

const MOST_DATA = 1000;

export const putMetricData = operation<PutMetricDataInput, object, CloudWatch>({
  schema: PutMetricData$,
  mutating: true,
  honours: ['Namespace', 'MetricData'],
  handle: (input, cloudWatch, call) => {
    const namespace = metricText(input.Namespace, 'Namespace');
    if (namespace.startsWith('AWS/') || namespace.startsWith(':')) {
      throw invalidValue(`The value ${namespace} for parameter Namespace is invalid.`);
    }
    const data = input.MetricData ?? [];
    if (data.length === 0) throw missingParameter('MetricData');
    if (data.length > MOST_DATA) {
      throw invalidValue(
        `The collection MetricData must not have a size greater than ${MOST_DATA}.`,
      );
    }
    const now = cloudWatch.clock.now();
    // All or nothing: every datum is checked before the first is taken in.
    const checked = data.map((datum, index) =>
      datumOf(datum, { namespace, at: `MetricData.member.${index + 1}`, now }),
    );
    for (const { metric, figures } of checked) cloudWatch.put(metric, figures);
    call.effect(namespace, []);
    return {};
  },
});
