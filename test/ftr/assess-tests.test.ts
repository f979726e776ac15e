import { describe, expect, test } from 'vitest';
import { assess } from '../../src/ftr/assess.ts';
import { EDITION_IDS } from '../../src/ftr/edition.ts';
import {
  assessed,
  daysAgo,
  declaredDrill,
  factsWith,
  failoverRun,
  restoreRun,
  rootRun,
} from '../support/ftr-facts.ts';

const codes = ({ reasons }: { readonly reasons: readonly { readonly code: string }[] }) =>
  reasons.map(({ code }) => code);
const whys = ({ evidence }: ReturnType<typeof assessed>) => evidence.map(({ why }) => why?.code);

describe('without any evidence', () => {
  test.each(EDITION_IDS)(
    'nothing of %s is passed by silence, and each has a next step',
    (edition) => {
      for (const one of assess(factsWith({ edition }))) {
        expect([one.requirement.id, one.status]).toEqual([one.requirement.id, 'unknown']);
        expect(one.reasons.length, one.requirement.id).toBeGreaterThan(0);
        expect(one.next, one.requirement.id).toBeDefined();
      }
    },
  );
});

describe('the restore test', () => {
  test('is proven by a restore that passed, with the reference of its report', () => {
    const one = assessed('BAR-002', { runs: [restoreRun()] });
    expect(one.status).toBe('proven');
    expect(one.answers).toEqual([
      {
        code: 'report',
        run: 'restore-orders-2026-11-20',
        reportId: 'restore-orders-2026-11-20/0123456789ab',
      },
    ]);
  });

  test('is not proven by a failover, nor the resilience test by a restore', () => {
    expect(assessed('BAR-002', { runs: [failoverRun()] }).status).toBe('unknown');
    expect(assessed('RES-004', { runs: [restoreRun()] }).status).toBe('unknown');
  });

  test('is not met once the newest test of a drill fails, though another drill passes', () => {
    const failed = restoreRun({ openedAt: daysAgo(2), result: 'failed' });
    const other = restoreRun({ drill: 'restore-users', openedAt: daysAgo(1) });
    const one = assessed('BAR-002', { runs: [restoreRun(), failed, other] });
    expect(one.status).toBe('not-met');
    expect(one.next).toEqual({ code: 'mend', run: failed.run });
    expect(whys(one)).toEqual([undefined, undefined, 'superseded']);
  });

  test('is proven again once it passes again', () => {
    const failed = restoreRun({ openedAt: daysAgo(12), result: 'failed' });
    expect(assessed('BAR-002', { runs: [failed, restoreRun()] }).status).toBe('proven');
  });

  test('names drills that were never run', () => {
    const drills = [declaredDrill(), declaredDrill({ name: 'restore-users' })];
    const one = assessed('BAR-002', { runs: [restoreRun()], drills });
    expect(one.status).toBe('proven');
    expect(one.reasons).toContainEqual({ code: 'drill-untested', drill: 'restore-users' });
  });

  test('names drills that declare no schedule, since a regular one is asked for', () => {
    const drills = [declaredDrill({ scheduled: false })];
    const one = assessed('BAR-002', { runs: [restoreRun()], drills });
    expect(one.reasons).toContainEqual({ code: 'drill-unscheduled', drill: 'restore-orders' });
  });
});

describe('the next step', () => {
  const sandbox = { place: 'sandbox', environment: 'sandbox' } as const;
  const next = (options: Parameters<typeof assessed>[1]) => assessed('BAR-002', options).next;

  test('is a drill that runs in AWS, else one that is sent there', () => {
    const own = declaredDrill({ name: 'z' });
    const drills = [declaredDrill({ name: 'a', ...sandbox }), own];
    expect(next({ drills })).toEqual({ code: 'run', drill: 'z', live: false });
    expect(next({ drills: drills.slice(0, 1) })).toEqual({
      code: 'run',
      drill: 'a',
      env: 'production',
      live: false,
    });
  });

  test('is the drill that was sent there before, to the same place', () => {
    const drills = ['a', 'b'].map((name) => declaredDrill({ name, ...sandbox }));
    const runs = [restoreRun({ drill: 'b', environment: 'staging', openedAt: daysAgo(400) })];
    const awsEnvironments = ['production', 'staging'];
    expect(next({ drills, runs, awsEnvironments })).toMatchObject({ drill: 'b', env: 'staging' });
  });

  test('is to declare an account where there is none, and to write a drill where none fits', () => {
    const drills = [declaredDrill({ name: 'a', ...sandbox })];
    expect(next({ drills, awsEnvironments: [] })).toMatchObject({ code: 'declare-account' });
    expect(next({})).toEqual({ code: 'write-drill', for: 'restore' });
  });
});

describe('a test that passed, and does not count', () => {
  test.each([
    ['sandbox', { place: 'sandbox' }],
    ['elsewhere', { place: 'elsewhere' }],
    ['tabletop', { mode: 'tabletop' }],
    ['unread', { verified: false }],
    ['rejected', { rejectedBy: 'Head of platform' }],
    ['in-future', { openedAt: daysAgo(-3) }],
    ['stale', { openedAt: daysAgo(370) }],
    ['unproven', { result: 'none' }],
    ['aborted', { result: 'none', status: 'aborted' }],
    ['interrupted', { result: 'none', status: 'interrupted' }],
    ['not-begun', { result: 'none', status: 'failed' }],
    ['runbook-changed', { runbook: { id: 'restore-rds', version: '0.9.0', hash: 'h' } }],
    ['runbook-gone', { runbook: { id: 'restore-old', version: '1.0.0', hash: 'h' } }],
  ] as const)('because of "%s" is shown with that', (why, more) => {
    const one = assessed('BAR-002', { runs: [restoreRun(more)] });
    expect(one.status).toBe('unknown');
    expect(whys(one)).toEqual([why]);
  });

  test('counts to the last day of its twelfth month, and not on the day after', () => {
    const status = (openedAt: string) =>
      assessed('BAR-002', { runs: [restoreRun({ openedAt })] }).status;
    expect(status('2025-11-30T10:00:00.000Z')).toBe('proven');
    expect(status('2025-11-28T10:00:00.000Z')).toBe('unknown');
  });

  test('because the objectives were tightened since says what was measured', () => {
    const drills = [declaredDrill({ objectives: { rtoMs: 1_800_000, rpoMs: 300_000 } })];
    const one = assessed('BAR-002', { runs: [restoreRun()], drills });
    expect(one.status).toBe('unknown');
    expect(one.evidence[0]?.why).toEqual({
      code: 'objective-tightened',
      what: 'rto',
      actualMs: 3_600_000,
      objectiveMs: 1_800_000,
    });
  });

  test('does not hide an older one that does', () => {
    const newer = restoreRun({ openedAt: daysAgo(1), place: 'sandbox' });
    expect(assessed('BAR-002', { runs: [newer, restoreRun()] }).status).toBe('proven');
  });
});

describe('the resilience test', () => {
  const zone = failoverRun();
  const instance = failoverRun({ drill: 'failover-instance', scenario: 'instance-failure' });
  const loss = restoreRun();

  test.each([
    ['2021_q4', [zone, instance, loss], 'proven'],
    ['2021_q4', [zone, loss], 'unknown'],
    ['2024', [zone, instance, loss], 'proven'],
    ['2024', [zone, instance], 'unknown'],
    ['2026-02', [zone], 'proven'],
    ['2026-02', [instance, loss], 'unknown'],
  ] as const)('of %s asks for its own failure modes', (edition, runs, status) => {
    expect(assessed('RES-004', { edition, runs }).status).toBe(status);
  });

  test('says which modes are missing, and how to test the first', () => {
    const drills = [
      declaredDrill({
        name: 'failover-zone',
        type: 'failover',
        scenario: 'az-failure',
        live: true,
      }),
    ];
    const one = assessed('RES-004', { edition: '2024', runs: [loss], drills });
    expect(one.reasons.slice(0, 2)).toEqual([
      { code: 'mode-missing', mode: 'instance-failure' },
      { code: 'mode-missing', mode: 'az-failure' },
    ]);
    expect(one.next).toEqual({ code: 'write-drill', for: 'instance-failure' });
    expect(assessed('RES-004', { runs: [], drills }).next).toEqual({
      code: 'run',
      drill: 'failover-zone',
      live: true,
    });
  });

  test('takes no failover for a test of lost data', () => {
    const odd = failoverRun({ drill: 'odd', scenario: 'accidental-data-loss' });
    const one = assessed('RES-004', { edition: '2024', runs: [zone, instance, odd] });
    expect(one.status).toBe('unknown');
  });

  test('is not met by a mode that failed, and gives its date as that of the last test', () => {
    const failed = failoverRun({ openedAt: daysAgo(2), result: 'failed' });
    const one = assessed('RES-004', { runs: [zone, failed] });
    expect(one.status).toBe('not-met');
    expect(one.answers).toMatchObject([
      { code: 'test-date', day: '2026-11-28', result: 'failed' },
      { code: 'report', run: 'failover-zone-2026-11-28' },
    ]);
  });

  test('gives the date of the newest test that counts', () => {
    const sandbox = failoverRun({ openedAt: daysAgo(1), place: 'sandbox' });
    const one = assessed('RES-004', { runs: [sandbox, zone] });
    expect(one.answers).toMatchObject([
      { code: 'test-date', day: '2026-11-20', result: 'passed' },
      { code: 'report', run: 'failover-zone-2026-11-20' },
    ]);
  });

  test('has no number of months in 2021, and says that the twelve are ours', () => {
    const runs = [zone, instance, loss];
    expect(codes(assessed('RES-004', { edition: '2021_q4', runs }))).toContain('period-own');
    expect(codes(assessed('RES-004', { edition: '2024', runs }))).not.toContain('period-own');
  });
});

describe('objectives', () => {
  const sandbox = declaredDrill({ place: 'sandbox', environment: 'sandbox' });

  test('are those of drills that run in an AWS account', () => {
    const drills = [
      declaredDrill(),
      declaredDrill({ name: 'b', objectives: { rtoMs: 60_000, rpoMs: 1_000 } }),
    ];
    const one = assessed('RES-002', { drills });
    expect(one.status).toBe('proven');
    expect(one.answers).toEqual([
      { code: 'objective', what: 'rto', ms: 14_400_000, drills: ['restore-orders'] },
      { code: 'objective', what: 'rto', ms: 60_000, drills: ['b'] },
    ]);
  });

  test('of a drill for the sandbox count once it was sent to an AWS account', () => {
    expect(assessed('RES-001', { drills: [sandbox] }).status).toBe('unknown');
    const tabletop = restoreRun({ mode: 'tabletop' });
    expect(assessed('RES-001', { drills: [sandbox], runs: [tabletop] }).status).toBe('unknown');
    expect(assessed('RES-001', { drills: [sandbox], runs: [restoreRun()] }).status).toBe('proven');
  });

  test('of a root user’s recovery concern no workload', () => {
    const drills = [declaredDrill({ type: 'root-recovery', objectives: { rtoMs: 60_000 } })];
    expect(assessed('RES-002', { drills, runs: [rootRun()] }).status).toBe('unknown');
  });

  test('are held to the limit that an edition has', () => {
    const at = (rtoMs: number) => [declaredDrill({ objectives: { rtoMs, rpoMs: 1 } })];
    const of2021 = (rtoMs: number) =>
      assessed('RES-002', { edition: '2021_q4', drills: at(rtoMs) });
    expect(codes(of2021(3_600_000))).toContain('limit-kept');
    expect(of2021(86_400_000).status).toBe('proven');
    expect(codes(of2021(86_400_000))).toContain('rto-at-limit');
    expect(of2021(86_400_001).status).toBe('not-met');
    expect(codes(assessed('RES-002', { drills: at(86_400_000) }))).toContain('limit-none');
    expect(codes(assessed('RES-002', { edition: '2023', drills: at(1) }))).toContain(
      'limit-not-established',
    );
  });
});
