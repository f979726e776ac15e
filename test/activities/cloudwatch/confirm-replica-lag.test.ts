import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type ConfirmReplicaLagInput,
  confirmReplicaLag,
} from '../../../src/activities/cloudwatch/confirm-replica-lag.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';

const AWAY = 'ap-northeast-3';
let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

/** Figures of the lag by their minute, e.g. `00:58`. */
function figures(byMinute: { readonly [minute: string]: number }) {
  const points = Object.entries(byMinute);
  aws
    .in(AWAY)
    .cloudWatch.on(GetMetricDataCommand)
    .resolves({
      MetricDataResults: [
        {
          Id: 'lag',
          StatusCode: 'Complete',
          Timestamps: points.map(([minute]) => new Date(`2026-11-24T${minute}:00Z`)),
          Values: points.map(([, value]) => value),
        },
      ],
    });
}

const look = (more: Partial<ConfirmReplicaLagInput> = {}) =>
  confirmReplicaLag.poll(context, {
    replica: 'orders-prod-replica',
    region: AWAY,
    limitMs: 5_000,
    ...more,
  });

test('takes the newest figure, and what it says of the data, as a bound', async () => {
  figures({ '00:58': 9, '00:59': 1.25 });
  const done = doneFrom(await look());
  expect(done.output).toEqual({ lagMs: 1_250, at: '2026-11-24T00:59:00.000Z' });
  expect(done.bounds).toEqual([{ source: 'ReplicaLag', instant: '2026-11-24T00:58:58.750Z' }]);
});

test('asks where the replica is, for the largest lag of each minute', async () => {
  figures({ '00:59': 0 });
  await look();
  expect(aws.cloudWatch.calls()).toHaveLength(0);
  expect(aws.in(AWAY).cloudWatch.commandCalls(GetMetricDataCommand)[0]?.args[0].input).toEqual({
    MetricDataQueries: [
      {
        Id: 'lag',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: 'ReplicaLag',
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-prod-replica' }],
          },
          Period: 60,
          Stat: 'Maximum',
        },
      },
    ],
    StartTime: new Date('2026-11-24T00:55:00.000Z'),
    EndTime: new Date('2026-11-24T01:00:00.001Z'),
    ScanBy: 'TimestampDescending',
  });
});

describe('refuses', () => {
  test('−1: nothing is replicated, although −1 is less than any limit', async () => {
    figures({ '00:59': -1 });
    expect(await failureFrom(look())).toMatchObject({
      code: 'REPLICATION_INACTIVE',
      class: 'environment',
      retryable: false,
    });
  });

  test('no figure: it is not zero', async () => {
    figures({});
    expect(await failureFrom(look())).toMatchObject({ code: 'REPLICA_LAG_UNKNOWN' });
    aws.in(AWAY).cloudWatch.on(GetMetricDataCommand).resolves({});
    expect(await failureFrom(look())).toMatchObject({ code: 'REPLICA_LAG_UNKNOWN' });
  });

  test('a lag above the limit, and takes one at it', async () => {
    figures({ '00:59': 5.001 });
    expect(await failureFrom(look())).toMatchObject({ code: 'REPLICA_LAG_TOO_LONG' });
    figures({ '00:59': 5 });
    expect(doneFrom(await look()).output.lagMs).toBe(5_000);
  });
});

describe('before T0', () => {
  const before = '2026-11-24T00:58:30.000Z';

  test('the last minute that was over counts, not the growing lag after the failure', async () => {
    figures({ '00:56': 9, '00:57': 1, '00:58': 31, '00:59': 91 });
    expect(doneFrom(await look({ before })).output).toEqual({
      lagMs: 1_000,
      at: '2026-11-24T00:57:00.000Z',
    });
  });

  test('without one, the minute it falls into counts, which can only be too large', async () => {
    figures({ '00:58': 3, '00:59': 91 });
    expect(doneFrom(await look({ before })).output.lagMs).toBe(3_000);
  });

  test('a figure of later is none', async () => {
    figures({ '00:59': 0 });
    expect(await failureFrom(look({ before }))).toMatchObject({ code: 'REPLICA_LAG_UNKNOWN' });
  });

  test('a period of the sandbox’s metrics is shorter', async () => {
    figures({ '00:57': 2, '00:58': 1 });
    const done = doneFrom(await look({ before, periodMs: 10_000 }));
    expect(done.output.at).toBe('2026-11-24T00:58:00.000Z');
  });
});

describe('missing figures are waited for', () => {
  beforeEach(() => figures({}));

  test('for as long as is allowed, counted from T0', async () => {
    const more = { before: '2026-11-24T00:59:00.000Z', waitMs: 120_000 };
    expect(pendingFrom(await look(more))).toContain('no figure');
    context.clock.pass(60_000);
    expect(await failureFrom(look(more))).toMatchObject({ code: 'REPLICA_LAG_UNKNOWN' });
  });

  test('counted from when the replica was made, where that is given', async () => {
    const more = { since: '2026-11-24T01:00:00.000Z', waitMs: 1_000 };
    expect(pendingFrom(await look(more))).toContain('no figure');
    context.clock.pass(1_000);
    expect(await failureFrom(look(more))).toMatchObject({ code: 'REPLICA_LAG_UNKNOWN' });
  });

  test('not at all otherwise', async () => {
    expect(await failureFrom(look({ waitMs: 120_000 }))).toMatchObject({
      code: 'REPLICA_LAG_UNKNOWN',
    });
  });
});
