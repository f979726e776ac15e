import { describe, expect, test } from 'vitest';
import { EDITIONS } from '../../src/ftr/editions.ts';
import {
  assessed,
  daysAgo,
  type factsWith,
  lookRun,
  restoreRun,
  rootRun,
  said,
} from '../support/ftr-facts.ts';

const codes = ({ reasons }: { readonly reasons: readonly { readonly code: string }[] }) =>
  reasons.map(({ code }) => code);

describe('readings of accounts', () => {
  const KEYS = { 'root-access-keys': 'pass' } as const;

  test('prove what they settle', () => {
    expect(assessed('ARC-004', { runs: [lookRun(KEYS)] }).status).toBe('proven');
    const attested = lookRun({ 'root-access-keys': 'attested' });
    expect(assessed('ARC-004', { runs: [attested] }).status).toBe('attested');
    const none = lookRun({ 'root-mfa': 'not-applicable' });
    expect(assessed('ARC-003', { edition: '2024', runs: [none] }).status).toBe('not-applicable');
    const fail = assessed('ARC-004', { runs: [lookRun({ 'root-access-keys': 'fail' })] });
    expect(fail.status).toBe('not-met');
    expect(fail.next).toMatchObject({ code: 'mend-account' });
  });

  test('that are missing or unknown prove nothing, whatever the others say', () => {
    const CONTACTS = {
      'contact-billing': 'pass',
      'contact-billing-list': 'attested',
      'contact-operations': 'pass',
      'contact-operations-list': 'attested',
      'contact-security': 'pass',
      'contact-security-list': 'attested',
    } as const;
    expect(assessed('ACOM-001', { runs: [lookRun(CONTACTS)] }).status).toBe('attested');
    const { 'contact-security': _, ...two } = CONTACTS;
    const one = assessed('ACOM-001', { runs: [lookRun(two)] });
    expect(one.status).toBe('unknown');
    expect(codes(one)).toContain('finding-missing');
    const denied = lookRun({ 'root-access-keys': 'unknown' });
    expect(assessed('ARC-004', { runs: [denied] }).status).toBe('unknown');
  });

  test('of the use of the root user need a person, whatever they say', () => {
    const quiet = lookRun({ 'root-last-use': 'pass', 'root-events': 'pass' });
    const used = lookRun({ 'root-last-use': 'fail', 'root-events': 'fail' });
    expect(codes(assessed('ARC-001', { runs: [quiet] }))).toContain('person-finishes');
    expect(codes(assessed('ARC-001', { runs: [used] }))).toContain('root-was-used');
    for (const run of [quiet, used]) {
      expect(assessed('ARC-001', { runs: [run] }).status).toBe('unknown');
      const one = assessed('ARC-001', { runs: [run], said: [said('ARC-001', true)] });
      expect(one.status).toBe('attested');
    }
  });

  test('have to be of every account', () => {
    const accounts = ['111122223333', '444455556666'];
    const one = assessed('ARC-004', { runs: [lookRun(KEYS)], accounts });
    expect(one.status).toBe('unknown');
    expect(one.reasons).toContainEqual({ code: 'account-unseen', account: '444455556666' });
    expect(codes(assessed('ARC-004', { accounts: [] }))).toEqual(['no-account']);
  });

  test('count for 90 days, of the newest run that has completed', () => {
    const status = (...runs: ReturnType<typeof lookRun>[]) => assessed('ARC-004', { runs }).status;
    expect(status(lookRun(KEYS, { openedAt: daysAgo(89) }))).toBe('proven');
    expect(status(lookRun(KEYS, { openedAt: daysAgo(91) }))).toBe('unknown');
    expect(status(lookRun(KEYS, { status: 'aborted' }))).toBe('unknown');
    expect(status(lookRun(KEYS, { place: 'sandbox' }))).toBe('unknown');
    const bad = lookRun({ 'root-access-keys': 'fail' }, { openedAt: daysAgo(1) });
    expect(status(lookRun(KEYS), bad)).toBe('not-met');
    expect(status(lookRun(KEYS), { ...bad, openedAt: daysAgo(20) })).toBe('proven');
  });

  test('of a run that looked at something else hide no older ones', () => {
    const newer = lookRun({ 'trail-logging': 'pass' }, { openedAt: daysAgo(1) });
    expect(assessed('ARC-004', { runs: [newer, lookRun(KEYS)] }).status).toBe('proven');
  });

  test('from outside stand for those from inside, and a fault for both', () => {
    const outside = lookRun({ 'root-audit-access-keys': 'pass', 'root-access-keys': 'unknown' });
    expect(assessed('ARC-004', { runs: [outside] }).status).toBe('proven');
    const both = lookRun({ 'root-audit-access-keys': 'pass', 'root-access-keys': 'fail' });
    expect(assessed('ARC-004', { runs: [both] }).status).toBe('not-met');
  });
});

describe('the plan for incidents', () => {
  const lost = rootRun({
    drill: 'recover-mfa',
    runbook: { id: 'recover-root-lost-mfa', version: '1.0.0', hash: 'h' },
    scenario: 'root-access-loss',
  });

  test('of 2021 is a runbook for misuse, proven by its rehearsal', () => {
    const status = (runs: Parameters<typeof factsWith>[0] & object) =>
      assessed('ARC-005', { edition: '2021_q4', ...runs }).status;
    expect(status({ runs: [rootRun()] })).toBe('proven');
    expect(status({ runs: [lost] })).toBe('unknown');
    expect(status({ runs: [rootRun(), rootRun({ openedAt: daysAgo(1), result: 'failed' })] })).toBe(
      'unknown',
    );
  });

  test('of later editions is a document; a rehearsal is shown and does not stand for it', () => {
    const one = assessed('ARC-005', { runs: [rootRun()] });
    expect([one.status, codes(one)]).toEqual(['unknown', ['root-rehearsed', 'plan-is-a-document']]);
    const plan = assessed('ARC-005', { runs: [rootRun()], said: [said('ARC-005', true)] });
    expect(plan.status).toBe('attested');
    expect(codes(assessed('ARC-005'))).toContain('root-never-rehearsed');
  });
});

describe('backups', () => {
  const seen = (more: object = {}) =>
    restoreRun({
      backups: [
        {
          instance: 'orders-prod',
          retentionDays: 7,
          latestRestorableAt: '2026-11-20T08:57:00.000Z',
          seenAt: '2026-11-20T09:00:00.000Z',
          rpoMs: 300_000,
          ...more,
        },
      ],
    });
  const exclusion = {
    what: 'orders-prod',
    owner: 'Data owner',
    date: '2026-06-01',
    reason: 'It is built anew from the warehouse.',
  };

  test('are proven where they are on and recent enough, and it is said of what', () => {
    const one = assessed('BAR-001', { runs: [seen()] });
    expect(one.status).toBe('proven');
    expect(codes(one)).toEqual(['backup-on', 'backup-scope']);
  });

  test('that are off, or older than the RPO allows, are not met', () => {
    expect(assessed('BAR-001', { runs: [seen({ retentionDays: 0 })] }).status).toBe('not-met');
    const late = seen({ latestRestorableAt: '2026-11-20T08:54:00.000Z' });
    expect(codes(assessed('BAR-001', { runs: [late] }))).toContain('backup-behind');
    const { latestRestorableAt: _, ...open } = seen().backups[0] ?? { instance: '' };
    const unread = restoreRun({ backups: [open as (typeof late.backups)[number]] });
    expect(assessed('BAR-001', { runs: [unread] }).status).toBe('unknown');
  });

  test('may be left out by a decision that is written down and not expired', () => {
    const off = [seen({ retentionDays: 0 })];
    const one = assessed('BAR-001', { runs: off, exclusions: [exclusion] });
    expect(one.status).toBe('unknown');
    expect(one.answers).toEqual([{ code: 'excluded', exclusion }]);
    const old = { ...exclusion, date: '2025-06-01' };
    const expired = assessed('BAR-001', { runs: off, exclusions: [old] });
    expect([expired.status, codes(expired)]).toEqual([
      'not-met',
      ['backup-off', 'exclusion-expired'],
    ]);
  });
});

describe('somebody’s word', () => {
  const IAM = 'IAM-009';

  test('attests, denies, or says that it does not apply', () => {
    const status = (met: boolean | 'not-applicable') =>
      assessed(IAM, { said: [said(IAM, met)] }).status;
    expect([true, false, 'not-applicable' as const].map(status)).toEqual([
      'attested',
      'not-met',
      'not-applicable',
    ]);
  });

  test('counts for a year, for a quarter where the requirement is quarterly, or as long as it says', () => {
    const status = (id: string, date: string, more: object = {}) =>
      assessed(id, { said: [said(id, true, { date, ...more })] }).status;
    expect(status(IAM, '2025-12-01')).toBe('attested');
    expect(status(IAM, '2025-11-28')).toBe('unknown');
    expect(status('IAM-008', '2026-09-01')).toBe('attested');
    expect(status('IAM-008', '2026-08-28')).toBe('unknown');
    expect(status(IAM, '2026-11-01', { reviewBy: '2026-11-28' })).toBe('unknown');
    expect(status(IAM, '2020-01-01', { reviewBy: '2027-01-01' })).toBe('attested');
  });

  test('of tomorrow does not count yet, wherever on Earth it is today', () => {
    expect(assessed(IAM, { said: [said(IAM, true, { date: '2026-11-30' })] }).status).toBe(
      'attested',
    );
    const one = assessed(IAM, { said: [said(IAM, true, { date: '2026-12-01' })] });
    expect([one.status, codes(one)]).toEqual(['unknown', ['attestation-not-yet']]);
  });

  test('does not outweigh evidence of the contrary, but a "no" outweighs evidence that it is', () => {
    const failed = restoreRun({ result: 'failed' });
    const overruled = assessed('BAR-002', { runs: [failed], said: [said('BAR-002', true)] });
    expect([overruled.status, codes(overruled)]).toEqual([
      'not-met',
      ['test-missed', 'attestation-overruled'],
    ]);
    const hidden = assessed('BAR-002', {
      runs: [failed],
      said: [said('BAR-002', 'not-applicable')],
    });
    expect(hidden.status).toBe('not-met');
    const denied = assessed('BAR-002', { runs: [restoreRun()], said: [said('BAR-002', false)] });
    expect(denied.status).toBe('not-met');
  });

  test('is understood in the edition in which it was given', () => {
    const one = assessed(IAM, {
      attestedIn: EDITIONS['2021_q4'],
      said: [said('do_not_hardcode_credentials', true)],
    });
    expect(one.status).toBe('attested');
  });
});
