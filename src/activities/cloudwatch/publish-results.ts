import type { Mutation } from '../../core/activity.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';

export interface PublishResultsInput {
  readonly workload: string;
  /** The instant that the results stand for, e.g. T0; the same whenever they are published. */
  readonly at: Instant;
  readonly rtoMs?: Ms;
  readonly rpoMs?: Ms;
  /** Time that users were without service. */
  readonly outageMs?: Ms;
  /** @default the environment's Region */
  readonly region?: string;
}

export interface PublishedResults {
  /** Names of the metrics. */
  readonly published: readonly string[];
}

type Receipt = { readonly published: readonly string[] };

const NAMESPACE = 'Kunren';

/**
 * Publishes what was measured as metrics in seconds. What was not measured is left out: no zero stands for it.
 *
 * CloudWatch takes no token and shows a new metric only minutes later, so after a lost answer the same figure is sent
 * again under the same time. That makes a second sample of it, which changes neither maximum nor minimum nor average.
 */
export const publishResults: Mutation<PublishResultsInput, Receipt, PublishedResults, Services> = {
  kind: 'mutation',
  name: 'cloudwatch.publish-results',
  waitsOn: 'aws',
  iam: ['cloudwatch:PutMetricData'],
  // Nobody's recovery waits for a figure on a dashboard.
  retry: { attempts: 5 },
  plan: (input) => {
    const published = figuresOf(input).map(({ name }) => name);
    const parameters = { Namespace: NAMESPACE, MetricNames: published, Workload: input.workload };
    return {
      calls: [{ service: 'cloudwatch', operation: 'PutMetricData', parameters, mutating: true }],
      output: { published },
    };
  },
  async start(context, input) {
    const { workload, at, region } = input;
    const figures = figuresOf(input);
    const published = figures.map(({ name }) => name);
    if (figures.length === 0) return { published };
    const cloudWatch = await context.services.aws.cloudWatch(region);
    await cloudWatch.putMetricData({
      Namespace: NAMESPACE,
      MetricData: figures.map(({ name, ms }) => ({
        MetricName: name,
        Dimensions: [
          { Name: 'Drill', Value: context.drill },
          { Name: 'Workload', Value: workload },
        ],
        Timestamp: new Date(at),
        Value: ms / 1000,
        Unit: 'Seconds',
      })),
    });
    return { published };
  },
  poll: async (_context, _input, { published }) => ({
    status: 'done',
    output: { published },
    facts: [
      {
        label: 'Metrics published',
        value:
          published.length === 0
            ? 'none: nothing was measured'
            : `${NAMESPACE}: ${published.join(', ')}`,
      },
    ],
  }),
  adopt: async () => undefined,
};

function figuresOf({ rtoMs, rpoMs, outageMs }: PublishResultsInput) {
  const figures = { RTO: rtoMs, RPO: rpoMs, Outage: outageMs };
  return Object.entries(figures).flatMap(([name, ms]) => (ms === undefined ? [] : { name, ms }));
}
