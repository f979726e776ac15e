import {
  type DimensionFilter,
  ListMetrics$,
  type ListMetricsInput,
  type ListMetricsOutput,
} from '@aws-sdk/client-cloudwatch';
import { operation } from '../../wire/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { invalidValue } from '../cloudwatch-error.ts';
import type { Dimension } from '../cloudwatch-state.ts';
import { keyOf } from '../metric-store.ts';
import { pageOf } from '../page.ts';

const PAGE_SIZE = 500;
const RECENTLY_MS = 3 * 3_600_000;

export const listMetrics = operation<ListMetricsInput, ListMetricsOutput, CloudWatch>({
  schema: ListMetrics$,
  mutating: false,
  honours: ['Namespace', 'MetricName', 'Dimensions', 'NextToken', 'RecentlyActive'],
  handle: (input, { metrics, clock }) => {
    const { Namespace, MetricName, Dimensions = [], RecentlyActive, NextToken } = input;
    if (RecentlyActive !== undefined && RecentlyActive !== 'PT3H') {
      throw invalidValue(`The value ${RecentlyActive} for parameter RecentlyActive is invalid.`);
    }
    const since = RecentlyActive ? clock.now() - RECENTLY_MS : 0;
    const found = metrics
      .list()
      .filter(
        ({ id, writtenAt }) =>
          (!Namespace || id.namespace === Namespace) &&
          (!MetricName || id.metric === MetricName) &&
          Dimensions.every((filter) => hasDimension(id.dimensions, filter)) &&
          writtenAt >= since,
      )
      .map(({ id }) => id);
    const { items, next } = pageOf(found, keyOf, { size: PAGE_SIZE, token: NextToken });
    return {
      Metrics: items.map(({ namespace, metric, dimensions }) => ({
        Namespace: namespace,
        MetricName: metric,
        Dimensions: [...dimensions],
      })),
      NextToken: next,
    };
  },
});

function hasDimension(dimensions: readonly Dimension[], { Name, Value }: DimensionFilter): boolean {
  return dimensions.some((each) => each.Name === Name && (!Value || each.Value === Value));
}
