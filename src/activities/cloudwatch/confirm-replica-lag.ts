import { type ActivityContext, AT_THE_RUN, type Probe } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';

export interface ConfirmReplicaLagInput {
  /** Identifier of the replica. */
  readonly replica: string;
  /** Where the replica is, which is where its metrics are. */
  readonly region: string;
  /** The longest lag that is taken, usually the RPO. */
  readonly limitMs: Ms;
  /**
   * T0: what is measured later is no matter of what was replicated before.
   * @default the newest figure counts
   */
  readonly before?: Instant;
  /**
   * When the replica was made: figures of before are of another one that had its name.
   * @default every figure counts
   */
  readonly madeAt?: Instant;
  /**
   * How old a figure may be.
   * @default 300_000
   */
  readonly lookBackMs?: Ms;
  /**
   * Time between two figures; RDS sends one a minute.
   * @default 60_000
   */
  readonly periodMs?: Ms;
  /**
   * How long figures may be missing, counted from `since`, before that is a refusal.
   * @default 0
   */
  readonly waitMs?: Ms;
  /** @default `before`; without either nothing is waited for */
  readonly since?: Instant;
}

export interface ReplicaLag {
  readonly lagMs: Ms;
  /** Of the figure: the beginning of the time that it speaks of. */
  readonly at: Instant;
}

const METRIC = 'ReplicaLag';

/**
 * Gate: makes sure that a replica follows its source closely enough, by the largest lag that CloudWatch has seen last.
 * A lag of −1 means that nothing replicates, and no figure means that nothing is known; neither is zero.
 * Fails with `REPLICATION_INACTIVE`, `REPLICA_LAG_UNKNOWN` or `REPLICA_LAG_TOO_LONG` (class `environment`).
 */
export const confirmReplicaLag: Probe<ConfirmReplicaLagInput, ReplicaLag, Services> = {
  kind: 'probe',
  name: 'cloudwatch.confirm-replica-lag',
  waitsOn: 'aws',
  iam: ['cloudwatch:GetMetricData'],
  pollEvery: { initialMs: 1_000, maxMs: 10_000, factor: 1.5 },
  plan: ({ replica, region }) => ({
    calls: [
      {
        service: 'cloudwatch',
        operation: 'GetMetricData',
        parameters: { MetricName: METRIC, DBInstanceIdentifier: replica, Region: region },
        mutating: false,
      },
    ],
    output: { lagMs: 0, at: AT_THE_RUN },
  }),
  async poll(context, input) {
    const { replica, before, madeAt, since = madeAt ?? before, waitMs = 0, limitMs } = input;
    const figure = await lastFigure(context, input);
    if (!figure) {
      const looked = before === undefined ? 'now' : before;
      if (since !== undefined && context.clock.now() < Date.parse(since) + waitMs) {
        const message = `no figure of the lag up to ${looked} yet`;
        return { status: 'pending', progress: { message } };
      }
      throw refusal(
        'REPLICA_LAG_UNKNOWN',
        `CloudWatch has no figure of ${replica}'s lag up to ${looked}. It may be any, so it is not taken for none.`,
      );
    }
    const { seconds, at } = figure;
    if (seconds < 0) {
      throw refusal(
        'REPLICATION_INACTIVE',
        `The lag of ${replica} at ${at} is ${seconds}: nothing was replicated to it.`,
      );
    }
    const lagMs = Math.round(seconds * 1000);
    if (lagMs > limitMs) {
      throw refusal(
        'REPLICA_LAG_TOO_LONG',
        `The lag of ${replica} at ${at} was ${formatDuration(lagMs)}, longer than the ${formatDuration(limitMs)} allowed.`,
      );
    }
    return {
      status: 'done',
      output: { lagMs, at },
      bounds: [{ source: METRIC, instant: new Date(Date.parse(at) - lagMs).toISOString() }],
      facts: [{ label: METRIC, value: `${formatDuration(lagMs)} at ${at} (${replica})` }],
    };
  },
};

interface Figure {
  readonly seconds: number;
  readonly at: Instant;
}

/**
 * The last figure whose time was over at the instant. Where there is none, the one whose time it falls into: that may
 * be too large, since a lag grows when its source is down, but never too small.
 */
async function lastFigure(
  context: ActivityContext<Services>,
  input: ConfirmReplicaLagInput,
): Promise<Figure | undefined> {
  const { replica, region, before, madeAt, lookBackMs = 300_000, periodMs = 60_000 } = input;
  const from = madeAt === undefined ? 0 : Date.parse(madeAt);
  const until = before === undefined ? context.clock.now() : Date.parse(before);
  const cloudWatch = await context.services.aws.cloudWatch(region);
  const { MetricDataResults = [] } = await cloudWatch.getMetricData({
    MetricDataQueries: [
      {
        Id: 'lag',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: METRIC,
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value: replica }],
          },
          Period: Math.round(periodMs / 1000),
          Stat: 'Maximum',
        },
      },
    ],
    StartTime: new Date(until - lookBackMs),
    // Exclusive.
    EndTime: new Date(until + 1),
    ScanBy: 'TimestampDescending',
  });
  const { Timestamps = [], Values = [] } = MetricDataResults[0] ?? {};
  const figures = Timestamps.flatMap((time, index) => {
    const seconds = Values[index];
    const at = time.getTime();
    return seconds === undefined || at > until || at < from ? [] : { seconds, time: at };
  }).sort((a, b) => b.time - a.time);
  const over =
    before === undefined ? undefined : figures.find(({ time }) => time + periodMs <= until);
  const figure = over ?? figures[0];
  return figure && { seconds: figure.seconds, at: new Date(figure.time).toISOString() };
}

function refusal(code: string, message: string): KunrenError {
  return new KunrenError({ code, message });
}
