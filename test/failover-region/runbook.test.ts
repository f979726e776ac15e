import { describe, expect, test } from 'vitest';
import { runbook } from '../../runbooks/failover-region/runbook.ts';
import { checkRunbook } from '../../src/core/check-runbook.ts';
import type { RunNames } from '../../src/core/runbook.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { explore } from '../support/explore-runbook.ts';
import {
  DECISIONS,
  FAILURES,
  inProduction,
  inRehearsal,
  milestonesOf,
  production,
  productionWith,
  sandbox,
} from '../support/failover-region-walks.ts';
import { Walk } from '../support/walk-runbook.ts';

const aws: RunNames = { ...sandbox, environment: 'aws', accountId: '111122223333' };
const live: RunNames = { ...aws, live: true };
const { drill: rehearsal } = readDrill('drills/failover-region-rehearsal.yaml');

test('the runbook is sound', () => {
  expect(checkRunbook(runbook)).toEqual([]);
});

describe('the plan', () => {
  test('of a rehearsal makes a replica and a record of its own, and removes both', async () => {
    const plan = await planRun({ runbook, drill: rehearsal, names: aws });
    expect(plan.failure).toBeUndefined();
    expect(plan.creates).toMatchObject([
      { type: 'rds:db-instance', id: `kunren-${aws.run}`, region: 'ap-northeast-3' },
      {
        type: 'route53:record-set',
        id: `kunren-${aws.run}.orders.example.`,
        region: 'us-east-1',
      },
    ]);
    expect(changesOf(plan)).toEqual([
      'CreateDBInstanceReadReplica',
      'PromoteReadReplica',
      'ModifyDBInstance',
      'ChangeResourceRecordSets',
      'PutMetricData',
      'ChangeResourceRecordSets',
      'DeleteDBInstance',
    ]);
    expect(plan.iamActions).not.toContain('states:StartExecution');
    expect(plan.iamActions).not.toContain('rds:RemoveTagsFromResource');
  });

  test('of production in the sandbox goes over and back', async () => {
    const plan = await planRun({ runbook, drill: production, names: sandbox });
    expect(plan.failure).toBeUndefined();
    expect(plan.steps.at(-2)?.id).toBe('publish');
    expect(plan.creates.map(({ type, id }) => `${type} ${id}`)).toEqual([
      'sandbox:outage ap-northeast-1',
      'sql:fence orders-prod/orders',
      `states:execution kunren-${sandbox.run}`,
      'sql:fence orders-prod/orders',
      'rds:db-instance orders-prod',
      'sql:fence orders-prod-replica/orders',
      'rds:db-instance orders-prod-replica',
    ]);
    expect(changesOf(plan)).toEqual(
      expect.arrayContaining(['StartOutage', 'EndOutage', 'DeleteDBInstance']),
    );
  });

  test('of a live run causes no outage, and goes the way of the first answer where a person decides', async () => {
    const drill = productionWith({
      exercise: 'rehearsal',
      unreachablePrimary: 'ask',
      failback: 'ask',
    });
    const plan = await planRun({ runbook, drill, names: live });
    expect(changesOf(plan)).not.toContain('StartOutage');
    expect(plan.steps.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['service-before', 'fence', 'promote', 'requests-home', 'retire']),
    );
    expect(plan.steps.filter(({ how }) => how === 'decided')).toMatchObject([
      { id: 'production.failover.unfenced', answers: [{ event: 'go-on' }, { event: 'stop' }] },
      { id: 'production.failback.deciding', answers: [{ event: 'fail-back' }, { event: 'stay' }] },
    ]);
  });

  test('says what production keeps, and what it takes only when something fails', async () => {
    const plan = await planRun({ runbook, drill: production, names: sandbox });
    const kept = plan.creates.filter(({ endsIn }) => endsIn === 'production');
    expect(kept.map(({ type }) => type)).toContain('rds:db-instance');
    expect(plan.creates).toContainEqual(
      expect.objectContaining({ type: 'sandbox:outage', endsIn: 'removal' }),
    );
    const rehearsal = await planRun({
      runbook,
      drill: productionWith({ exercise: 'rehearsal' }),
      names: aws,
    });
    const { iamActions, iamElsewhere } = rehearsal;
    expect([...iamActions, ...iamElsewhere]).not.toContain('states:StartExecution');
  });

  test('names every right that the whole way of a live run takes', async () => {
    const { iamActions } = await planRun({ runbook, drill: production, names: live });
    expect(iamActions).toEqual(
      expect.arrayContaining([
        'cloudwatch:GetMetricData',
        'rds:CreateDBInstanceReadReplica',
        'rds:ModifyDBInstance',
        'rds:PromoteReadReplica',
        'rds:RemoveTagsFromResource',
        'route53:ChangeResourceRecordSets',
        'states:StartExecution',
        'sts:GetCallerIdentity',
      ]),
    );
  });
});

function changesOf({ steps }: Awaited<ReturnType<typeof planRun>>): string[] {
  return steps
    .flatMap(({ calls }) => calls)
    .filter(({ mutating, service }) => mutating && service !== 'postgres')
    .map(({ operation }) => operation);
}

describe('a rehearsal', () => {
  /** What it may change, and by what it is known as its own. */
  const OWN: { readonly [name: string]: (input: { id?: string; name?: string }) => unknown } = {
    'rds.create-rehearsal-replica': ({ name }) => name,
    'rds.promote-read-replica': ({ id }) => id,
    'rds.reset-master-password': ({ id }) => id,
    'route53.create-rehearsal-record': ({ name }) => name,
  };

  test.each([
    ['in the sandbox', sandbox],
    ['in an AWS account', aws],
  ])('%s changes nothing but what it has made, whatever happens', (_where, names) => {
    const places: string[] = [];
    explore(inRehearsal(names), {
      codes: FAILURES,
      events: DECISIONS,
      visit: ({ at, running }) => {
        places.push(at);
        const definition = running && runbook.activities[running.name];
        // A figure on a dashboard is no change of production.
        if (definition?.kind !== 'mutation' || running?.name === 'cloudwatch.publish-results')
          return;
        const own = OWN[running?.name ?? ''];
        expect(own, running?.name).toBeDefined();
        expect(own?.(running?.input as object)).toMatch(/^kunren-failover-region-/);
      },
    });
    expect(places).toEqual(expect.arrayContaining(['recovered', 'failed']));
    expect(places.filter((place) => /^(production|trouble|rollback)/.test(place))).toEqual([]);
  });

  test('has the milestones of a failover, the cut for its impact', () => {
    const at = '2026-11-24T01:02:00.000Z';
    const walk = inRehearsal().to('stand-lag').done({ at, lagMs: 0 });
    expect(walk.milestones[0]).toMatchObject({ id: 'T0', at });
    expect(milestonesOf(walk.to('recovered'))).toEqual(['T0', 'T2', 'T3', 'T4', 'T5', 'T6']);
  });

  test('ends with its RTO budget, and nobody is asked', () => {
    const walk = inRehearsal().to('verify-stand').late();
    expect(walk).toMatchObject({ at: 'failed', failure: { code: 'RTO_EXCEEDED' } });
  });
});

describe('production', () => {
  test('has every milestone once, in order', () => {
    const walk = inProduction().to('recovered');
    expect(milestonesOf(walk)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']);
  });

  test('is declared outside the sandbox: impact and detection come from the drill', () => {
    const scenario = { impactAt: '2026-11-24T00:50:00.000Z', detectedAfterMs: 60_000 };
    const drill = { ...production, scenario: { ...production.scenario, ...scenario } };
    const walk = Walk.begin(runbook, drill, live).to('fence');
    expect(walk.milestones).toMatchObject([
      { id: 'T0', at: scenario.impactAt, source: 'declared' },
      { id: 'T1', at: '2026-11-24T00:51:00.000Z', source: 'declared' },
      { id: 'T2' },
    ]);
    expect(walk.started).not.toContain('strike');
  });

  test('tells what the way home cost, by its own outage and by every write since the failure', () => {
    const walk = inProduction().to('strike').done({ impactAt: '2026-11-24T01:01:00.000Z' });
    walk.to('fence-back').done({ since: '2026-11-24T01:30:00.000Z' }).to('outage-back');
    expect(walk.running?.input).toMatchObject({
      impactAt: '2026-11-24T01:30:00.000Z',
      asFact: 'Outage of the failback',
    });
    expect(walk.to('losses-back').running?.input).toMatchObject({
      impactAt: '2026-11-24T01:01:00.000Z',
      sinceImpact: true,
    });
    const { clientLog: _, ...parameters } = production.parameters;
    const silent = Walk.begin(runbook, { ...production, parameters }, sandbox).to('recovered');
    expect(silent.started).not.toContain('outage-back');
  });

  test('waits behind a fence until the replica has everything, and asks no figure of the lag', () => {
    const walk = inProduction().to('fence').done({ fenced: 'yes' });
    expect(walk.running?.activity).toBe('drain');
    expect(walk.done().running?.activity).toBe('promote');
  });

  test('tries once more to stop an old primary that was out of reach, before users are led back to it', () => {
    const lost = () => inProduction().to('fence').done({ fenced: 'unreachable' }).to('zone-answer');
    const idsOf = ({ allRunning }: Walk) => allRunning.map(({ activity }) => activity);
    expect(idsOf(lost())).toEqual(['zone-answer', 'watch-old']);
    // It stays away until users are served.
    const dark = lost().to('requests').done();
    expect(idsOf(dark)).toEqual(['pin']);

    const back = lost().turnTo('watch-old').done();
    expect(back.running).toMatchObject({
      activity: 'fence-returned',
      input: { primary: { id: 'orders-prod' }, promoted: { id: 'orders-prod-replica' } },
    });
    expect(idsOf(back.done({ fenced: 'yes' }))).toEqual(['zone-answer']);
    expect(idsOf(back.to('requests').done())).toEqual(['outage']);

    for (const step of ['watch-old', 'fence-returned']) {
      const open = lost().to('watch-old');
      if (step === 'fence-returned') open.done();
      expect(idsOf(open.failed('SQL_LOGIN_REFUSED'))).toEqual(['lead-away', 'zone-answer']);
      expect(idsOf(open.done().to('requests').done())).toEqual(['outage']);
    }
    const fenced = inProduction().to('fence').done({ fenced: 'yes' }).to('recovered');
    expect(fenced.started).not.toContain('watch-old');
  });

  test('without a fence is gated by the lag at the impact, by figures of this very replica', () => {
    const walk = inProduction().to('replica').done({ createdAt: '2026-11-24T00:30:00.000Z' });
    walk.to('strike').done({ impactAt: '2026-11-24T01:01:00.000Z' }).to('lag-at-impact');
    expect(walk.running?.input).toMatchObject({
      replica: 'orders-prod-replica',
      madeAt: '2026-11-24T00:30:00.000Z',
      before: '2026-11-24T01:01:00.000Z',
      since: '2026-11-24T01:01:00.000Z',
      limitMs: 60_000,
    });
  });

  test('nothing before the impact is for a person to decide: the run ends', () => {
    for (const activity of [
      'primary',
      'replica',
      'lag',
      'dns',
      'alarms',
      'owner-login',
      'service-before',
    ]) {
      expect(inProduction().to(activity).failed().at).toBe('failed');
    }
  });
});
