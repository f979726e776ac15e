import {
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { VISIBILITY_MS } from '../../../src/activities/rds/describe-instance.ts';
import { forceFailover } from '../../../src/activities/rds/force-failover.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { primary, REGION_A, rdsError } from '../../support/activity-rds.ts';

const input = {
  region: REGION_A,
  id: 'orders-prod',
  resourceId: 'db-PRIMARY',
  availabilityZone: 'ap-northeast-1a',
  inspectedAt: '2026-11-24T00:59:00.000Z',
};
const receipt = {
  zoneBefore: 'ap-northeast-1a',
  requestedAt: '2026-11-24T01:00:00.000Z',
  asked: true,
};
const moved = {
  AvailabilityZone: 'ap-northeast-1c',
  SecondaryAvailabilityZone: 'ap-northeast-1a',
};
/** What a reboot without a failover, or a failover that is not shown yet, looks like. */
const BEFORE = '2026-11-24T00:58:00Z';
const SINCE = '2026-11-24T01:00:40Z';

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws }, environment: 'aws' });
  aws.rds.on(DescribeEventsCommand).resolves({ Events: [] });
});

function rdsShows(...looks: readonly Parameters<typeof primary>[0][]) {
  const answers = looks.map((look) => ({ DBInstances: [primary(look)] }));
  const handler = aws.rds.on(DescribeDBInstancesCommand);
  for (const answer of answers.slice(0, -1)) handler.resolvesOnce(answer);
  handler.resolves(answers.at(-1) ?? {});
}

function eventsAre(...events: readonly (readonly [at: string, message: string])[]) {
  aws.rds
    .on(DescribeEventsCommand)
    .resolves({ Events: events.map(([at, Message]) => ({ Date: new Date(at), Message })) });
}

const reboots = () => aws.rds.commandCalls(RebootDBInstanceCommand);

describe('start', () => {
  test('asks for a failover, and notes the zone and the time', async () => {
    rdsShows({});
    expect(await forceFailover.start(context, input)).toEqual(receipt);
    expect(reboots().map(({ args }) => args[0].input)).toEqual([
      { DBInstanceIdentifier: 'orders-prod', ForceFailover: true },
    ]);
  });

  test('refuses an instance that has no standby', async () => {
    rdsShows({ MultiAZ: false });
    expect(await failureFrom(forceFailover.start(context, input))).toMatchObject({
      code: 'NOT_MULTI_AZ',
      class: 'input',
      retryable: false,
    });
    expect(reboots()).toHaveLength(0);
  });

  test('refuses another instance of the same name', async () => {
    rdsShows({ DbiResourceId: 'db-OTHER' });
    expect(await failureFrom(forceFailover.start(context, input))).toMatchObject({
      code: 'INSTANCE_REPLACED',
      class: 'safety',
    });
    expect(reboots()).toHaveLength(0);
  });

  test('leaves an instance alone that RDS has moved by itself: a second failover would bring it back', async () => {
    rdsShows(moved);
    expect(await forceFailover.start(context, input)).toEqual({ ...receipt, asked: false });
    rdsShows({});
    eventsAre([SINCE, 'Multi-AZ instance failover started']);
    expect(await forceFailover.start(context, input)).toEqual({ ...receipt, asked: false });
    expect(reboots()).toHaveLength(0);
  });

  test('goes by failovers since the inspection only, and not by those that RDS gave up', async () => {
    rdsShows({});
    eventsAre([BEFORE, 'Multi-AZ instance failover completed']);
    expect(await forceFailover.start(context, input)).toMatchObject({ asked: true });
    eventsAre(
      ['2026-11-24T00:59:30Z', 'Multi-AZ instance failover started'],
      ['2026-11-24T00:59:40Z', 'The failover failed: no standby'],
    );
    expect(await forceFailover.start(context, input)).toMatchObject({ asked: true });
  });

  test('after a refusal because it is busy, looks again before it asks again', async () => {
    rdsShows({}, moved);
    aws.rds.on(RebootDBInstanceCommand).rejects(rdsError('InvalidDBInstanceState'));
    await expect(forceFailover.start(context, input)).rejects.toThrow('InvalidDBInstanceState');
    expect(await forceFailover.start(context, input)).toMatchObject({ asked: false });
    expect(reboots()).toHaveLength(1);
  });
});

describe('poll', () => {
  const poll = (given = receipt) => forceFailover.poll(context, input, given);

  test('does not take a stale available for the end', async () => {
    rdsShows({});
    expect(pendingFrom(await poll())).toBe('available, shown in ap-northeast-1a');
    rdsShows({ DBInstanceStatus: 'rebooting' });
    expect(pendingFrom(await poll())).toContain('rebooting');
  });

  test('does not take the end of a mere reboot for it either', async () => {
    rdsShows({});
    eventsAre([SINCE, 'DB instance restarted']);
    expect(pendingFrom(await poll())).toContain('ap-northeast-1a');
  });

  test('is not done in the new zone before it is available there', async () => {
    rdsShows({ ...moved, DBInstanceStatus: 'rebooting' });
    expect(pendingFrom(await poll())).toBe('rebooting, shown in ap-northeast-1c');
  });

  test('is done when it is available in another zone, whether there is an event or not', async () => {
    rdsShows(moved);
    const plain = doneFrom(await poll());
    expect(plain.output).toEqual({
      startedAt: '2026-11-24T01:00:00.000Z',
      completedAt: '2026-11-24T01:00:00.000Z',
      zoneBefore: 'ap-northeast-1a',
      zoneAfter: 'ap-northeast-1c',
      endpoint: { host: 'orders-prod.example', port: 5432 },
      asked: true,
    });
    eventsAre([SINCE, 'Multi-AZ instance failover completed']);
    expect(JSON.stringify(doneFrom(await poll()).facts)).toContain('failover completed');
    aws.rds.on(DescribeEventsCommand).rejects(rdsError('AccessDenied', 403));
    expect(doneFrom(await poll()).output).toEqual(plain.output);
  });

  test('stops when RDS says after the call that it will not do it', async () => {
    rdsShows({});
    const abandoned =
      'Abandoning user requested failover since a failover recently occurred on the database instance.';
    eventsAre(['2026-11-24T00:59:59Z', abandoned]);
    expect(pendingFrom(await poll())).toContain('available');
    eventsAre([SINCE, abandoned]);
    const failure = await failureFrom(poll());
    expect(failure).toMatchObject({ code: 'FAILOVER_REFUSED', retryable: false });
    expect(failure.message).toContain(abandoned);
  });

  test('says when RDS was faster than the drill', async () => {
    rdsShows(moved);
    const { facts } = doneFrom(await poll({ ...receipt, asked: false }));
    expect(JSON.stringify(facts)).toContain('by RDS itself');
  });
});

describe('adopting a start whose answer was lost', () => {
  test.each([
    ['it is in another zone', moved],
    ['only the standby’s zone has changed yet', { SecondaryAvailabilityZone: 'ap-northeast-1a' }],
  ])('takes it over when %s', async (_case, look) => {
    rdsShows(look);
    expect(await forceFailover.adopt(context, input)).toMatchObject({ asked: true });
    expect(reboots()).toHaveLength(0);
  });

  test('takes it over by an event while RDS still shows the old zone as available', async () => {
    rdsShows({});
    eventsAre([SINCE, 'Multi-AZ instance failover completed']);
    expect(await forceFailover.adopt(context, input)).toMatchObject({ asked: true });
  });

  test('waits out the time in which the effect may not be shown yet', async () => {
    rdsShows({}, {}, {}, { DBInstanceStatus: 'rebooting' }, moved);
    expect(await forceFailover.adopt(context, input)).toMatchObject({ asked: true });
    expect(reboots()).toHaveLength(0);
  });

  test('believes late that nothing has happened', async () => {
    rdsShows({});
    const before = context.clock.monotonic();
    expect(await forceFailover.adopt(context, input)).toBeUndefined();
    expect(context.clock.monotonic() - before).toBeGreaterThanOrEqual(VISIBILITY_MS);
    expect(forceFailover.attemptTimeoutMs).toBeGreaterThan(VISIBILITY_MS);
  });

  test('counts that time from the end of whatever goes on', async () => {
    const busy = Array.from({ length: 400 }, () => ({ DBInstanceStatus: 'rebooting' }));
    rdsShows(...busy, {}, {}, moved);
    expect(await forceFailover.adopt(context, input)).toMatchObject({ asked: true });
  });

  test('does not keep a sandbox waiting for long', async () => {
    rdsShows({});
    const before = context.clock.monotonic();
    const sandbox = { ...context, environment: 'sandbox' as const };
    expect(await forceFailover.adopt(sandbox, input)).toBeUndefined();
    expect(context.clock.monotonic() - before).toBeLessThan(5_000);
  });
});
