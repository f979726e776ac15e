import { describe, expect, test } from 'vitest';
import { runbook } from '../../runbooks/failover-az/runbook.ts';
import { checkRunbook } from '../../src/core/check-runbook.ts';
import { failureOf } from '../../src/core/failure.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { explore } from '../support/explore-runbook.ts';
import { Walk } from '../support/walk-runbook.ts';

const names = {
  run: 'failover-az-1',
  environment: 'sandbox',
  region: 'ap-northeast-1',
  accountId: '000000000000',
  openedAt: '2026-11-24T01:00:00.000Z',
  live: false,
} as const;

function drillWith(...set: string[]) {
  return readDrill('drills/failover-az.yaml', { set }).drill;
}

const drill = drillWith();
const begin = () => Walk.begin(runbook, drill, names);

test('the runbook is sound', () => {
  expect(checkRunbook(runbook)).toEqual([]);
});

describe('the plan', () => {
  test('goes all the way, makes nothing, and calls for one failover', async () => {
    const plan = await planRun({ runbook, drill, names });
    expect(plan.failure).toBeUndefined();
    expect(plan.creates).toEqual([]);
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'identity',
      'primary',
      'alarms',
      'service-before',
      'architecture',
      'baseline',
      'failover',
      'writable',
      'verify',
      'requests',
      'outage',
      'losses',
      'standby',
      'publish',
    ]);
    const changes = plan.steps
      .flatMap(({ calls }) => calls)
      .filter(({ mutating, service }) => mutating && service !== 'postgres');
    expect(changes).toEqual([
      {
        service: 'rds',
        operation: 'RebootDBInstance',
        parameters: { DBInstanceIdentifier: 'orders-prod', ForceFailover: true },
        mutating: true,
      },
      expect.objectContaining({ operation: 'PutMetricData' }),
    ]);
  });

  test('asks for no more rights than that takes', async () => {
    const { iamActions } = await planRun({ runbook, drill, names });
    expect(iamActions).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:PutMetricData',
      'rds:DescribeDBInstances',
      'rds:DescribeDBParameters',
      'rds:DescribeEvents',
      'rds:RebootDBInstance',
      'sts:GetCallerIdentity',
    ]);
  });
});

describe('the way through', () => {
  test('has the milestones in order, from the failover that is asked for to users who are served', () => {
    const walk = begin().to('outage');
    expect(walk.milestones.map(({ id }) => id)).toEqual(['T0', 'T3', 'T4', 'T5', 'T6']);
    expect(walk.done().to('recovered').failure).toBeUndefined();
  });

  test('demands a standby before, and waits for the next one after', () => {
    const walk = begin().to('primary');
    expect(walk.running?.input).toMatchObject({ id: 'orders-prod', multiAz: true });
    walk.done({ availabilityZone: 'ap-northeast-1a' }).to('failover');
    expect(walk.running?.input).toMatchObject({ availabilityZone: 'ap-northeast-1a' });
    walk.done({ zoneAfter: 'ap-northeast-1c' }).to('standby');
    expect(walk.running?.input).toMatchObject({ primaryZone: 'ap-northeast-1c' });
  });

  test('counts writes that were acknowledged, during the failover too', () => {
    expect(begin().to('losses').running?.input).toMatchObject({ afterImpact: true });
  });

  test('goes on without a baseline, which only leaves checks unproven', () => {
    const walk = begin().to('baseline').failed('SQL_UNREACHABLE').to('verify');
    expect(walk.running?.input).toMatchObject({ baseline: { unavailable: 'it did not work' } });
  });

  test('does not mark the service as verified when no write was read back', () => {
    const walk = begin().to('verify');
    const { activity } = walk.running ?? {};
    expect(activity).toBe('verify');
    walk.done({ verifiedAt: undefined as never, outcome: 'failed' });
    expect(walk.running?.activity).toBe('requests');
    expect(walk.milestones.map(({ id }) => id)).not.toContain('T5');
  });

  test('ends with the RTO budget while users are not served, and not after that', () => {
    const late = begin().to('requests').late();
    expect(late).toMatchObject({ at: 'failed', failure: { code: 'RTO_EXCEEDED' } });
    expect(begin().to('standby').timers).toEqual([]);
  });

  test.each([
    'identity',
    'primary',
    'alarms',
    'service-before',
    'failover',
    'writable',
    'requests',
  ])('ends with the failure of %s', (activity) => {
    const walk = begin().to(activity).failed();
    expect(walk).toMatchObject({ at: 'failed', failure: { code: 'SOME_FAILURE' } });
  });

  test('never throws, and fails over only after everything that could be known was looked at', () => {
    const before = ['identity', 'primary', 'alarms', 'service-before', 'architecture', 'baseline'];
    explore(begin(), {
      codes: ['SOME_FAILURE'],
      events: [],
      visit: ({ running, started }) => {
        if (running?.activity === 'failover') expect(started.slice(0, 6)).toEqual(before);
      },
    });
  });
});

test('without a client’s log neither outage nor losses are looked for', () => {
  const { clientLog: _, ...parameters } = drill.parameters;
  const walk = Walk.begin(runbook, { ...drill, parameters }, names).to('recovered');
  expect(walk.started).not.toContain('outage');
  expect(walk.started).not.toContain('losses');
});

test.each([['parameters.service.port=0'], ['parameters.instances=orders-prod']])(
  'parameters with %s are refused',
  (set) => {
    try {
      runbook.input(drillWith(set), names);
    } catch (error) {
      expect(failureOf(error)).toMatchObject({ code: 'PARAMETER_INVALID', class: 'input' });
      return;
    }
    throw new Error('They were taken.');
  },
);
