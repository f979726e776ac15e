import { describe, expect, test } from 'vitest';
import { runbook } from '../../runbooks/recover-root-compromised/runbook.ts';
import { checkRunbook } from '../../src/core/check-runbook.ts';
import { declareSteps } from '../../src/core/declare-steps.ts';
import type { Scenario } from '../../src/core/drill.ts';
import type { Json } from '../../src/core/failure.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { explore } from '../support/explore-runbook.ts';
import { Walk } from '../support/walk-runbook.ts';

// Every way of the machine, without an engine and without a cloud.

const OPENED = '2026-11-24T01:00:00.000Z';
const names = {
  run: 'recover-root-compromised-1',
  environment: 'aws',
  region: 'ap-northeast-1',
  accountId: '000000000000',
  openedAt: OPENED,
  live: true,
} as const;
const { drill } = readDrill('drills/recover-root-compromised.yaml', {});

const MANAGEMENT = { kind: 'management' };
const MEMBER = { kind: 'member', isOwn: false };
const CENTRAL = { ...MEMBER, isCentral: true };
const IDS = ['login profile', 'access key AKIA1', 'MFA device arn:mfa'];
const AUDITED = {
  loginProfile: true,
  accessKeys: 1,
  certificates: 0,
  mfaDevices: 1,
  found: IDS,
  nothingLeft: false,
};
const NOTHING = {
  loginProfile: false,
  accessKeys: 0,
  certificates: 0,
  mfaDevices: 0,
  found: [],
  nothingLeft: true,
};

function begin(
  account: { readonly [field: string]: Json },
  scenario: Partial<Scenario> = {},
): Walk {
  const { kind, description } = drill.scenario;
  const declared: Scenario = { kind, description, ...scenario };
  return Walk.begin(runbook, { ...drill, scenario: declared }, names)
    .to('account')
    .done(account);
}

/** Somebody says this. */
function say(walk: Walk, step: string, value: string): Walk {
  expect(walk.running?.activity).toBe(step);
  return walk.done({ value });
}

/** As far as the answer whether the team can sign in. */
function situation(account: { readonly [field: string]: Json }, value: string, signal = 'alarm') {
  return say(say(begin(account).to('signal'), 'signal', signal), 'situation', value);
}

const input = (walk: Walk) => walk.running?.input as { readonly [field: string]: Json };
const action = (walk: Walk) => String(input(walk)['action']);
const marks = ({ milestones }: Walk) => milestones.map(({ id }) => id);

test('the runbook is sound', () => {
  expect(checkRunbook(runbook)).toEqual([]);
});

test('every step is taken on some way, and wherever one fails the run ends', () => {
  // Only in the sandbox, and only where a look finds something.
  const taken = new Set(['trouble', 'put-back']);
  for (const account of [MANAGEMENT, MEMBER, CENTRAL]) {
    for (const [answer, signal] of [
      ['can-sign-in', 'notice'],
      ['locked-out', 'bill'],
    ] as const) {
      explore(situation(account, answer, signal), {
        codes: ['SOME_FAILURE'],
        events: [],
        visit: ({ started, snapshot, running }) => {
          for (const step of started) taken.add(step);
          expect(snapshot.status === 'active').toBe(running !== undefined);
        },
      });
    }
  }
  const steps = declareSteps(runbook).map(({ id }) => id);
  expect([...taken].sort()).toEqual(steps.sort());
});

test('the plan goes all the way and names what may be called on others', async () => {
  const plan = await planRun({ runbook, drill, names: { ...names, environment: 'sandbox' } });
  expect(plan.failure).toBeUndefined();
  expect(plan.steps.map(({ id }) => id)).toEqual([
    'identity',
    'account',
    'trouble',
    'posture-before',
    'signal',
    'situation',
    'get-in',
    'change-password',
    'remove-devices',
    'register-device',
    'check-mfa',
    'delete-keys',
    'check-keys',
    'contact',
    'phone',
    'check-changes',
    'sign-in-with-mfa',
    'stranger-events',
    'review-identities',
    'review-resources',
    'events',
    'posture-after',
  ]);
  expect(plan.iamElsewhere).toContain('account:PutContactInformation');
});

describe('people who can sign in', () => {
  test.each(['can-sign-in', 'not-sure'])('%s: change the password first of all', (answer) => {
    const walk = say(situation(MANAGEMENT, answer), 'get-in', 'signed-in');
    expect(walk.running?.activity).toBe('change-password');
    walk.to('proof.events');
    expect(input(walk)['events']).toEqual(['PasswordUpdated', 'EnableMFADevice', 'ConsoleLogin']);
    expect(marks(walk)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4']);
  });

  test('without MFA correct the phone before AWS calls it, and are not asked about it twice', () => {
    const walk = say(situation(MANAGEMENT, 'can-sign-in'), 'get-in', 'mfa');
    walk.done({ phone: '+12025550199', country: 'JP' });
    say(walk, 'phone', 'wrong');
    say(walk, 'new-phone', '+81312345678');
    expect(action(walk)).toContain('becomes +81312345678 instead of +12025550199');
    walk.done();
    expect(input(walk)).toMatchObject({ from: '+12025550199', to: '+81312345678' });
    walk.done();
    expect(walk.running?.activity).toBe('alternative-factors');
    walk.to('alternative-call').done({ value: 'signed-in' });
    expect(walk.running?.activity).toBe('change-password');
    walk.to('posture-after');
    expect(walk.started.filter((step) => step === 'phone')).toHaveLength(1);
    expect(input(walk)['attested']).toMatchObject([{ finding: 'contact-phone-owned' }]);
  });

  test.each([
    ['alternative-factors', 'password', 'request-reset'],
    ['alternative-mail', 'missing', 'open-case'],
    ['alternative-call', 'no-call', 'open-case'],
  ])('whose %s is answered with %s go on with %s', (step, value, next) => {
    const walk = say(situation(MANAGEMENT, 'can-sign-in'), 'get-in', 'mfa').to(step);
    expect(say(walk, step, value).running?.activity).toBe(next);
  });
});

describe('people who are locked out', () => {
  test('set a new password by mail, and need no other one', () => {
    const walk = situation(MANAGEMENT, 'locked-out').to('set-password').done();
    expect(say(walk, 'get-in', 'signed-in').running?.activity).toBe('remove-devices');
    walk.to('proof.events');
    expect(input(walk)['events']).toEqual([
      'PasswordRecoveryRequested',
      'PasswordRecoveryCompleted',
      'EnableMFADevice',
      'ConsoleLogin',
    ]);
  });

  test('whom no mail reaches ask AWS, and then sign in', () => {
    const walk = situation(MANAGEMENT, 'locked-out').to('reset-mail').done({ value: 'missing' });
    expect(input(walk)['link']).toBe('https://aws.amazon.com/contact-us/');
    walk.done().done();
    expect(walk.running?.activity).toBe('get-in');
    expect(say(walk, 'get-in', 'signed-in').running?.activity).toBe('change-password');
  });

  test('whose password is refused again set another one', () => {
    const walk = situation(MANAGEMENT, 'not-sure');
    expect(say(walk, 'get-in', 'password').running?.activity).toBe('request-reset');
  });
});

describe('what is left of the stranger', () => {
  test('is told, and asked for again, until AWS shows it no more', () => {
    const walk = situation(MANAGEMENT, 'can-sign-in').to('check-mfa');
    expect(input(walk)).toMatchObject({ label: 'during', parts: ['root-credentials'] });
    walk.done({ failing: ['root-mfa', 'root-access-keys'] });
    expect(walk.running?.activity).toBe('register-device');
    expect(action(walk)).toContain('AWS shows none yet');
    walk.done().done({ failing: ['root-access-keys', 'root-certificates'] });
    expect(action(walk)).not.toContain('AWS still shows');
    walk.done().done({ failing: ['root-certificates'] });
    expect(action(walk)).toContain('AWS still shows signing certificates.');
    expect(marks(walk)).not.toContain('T4');
    walk.done().done({ failing: [] });
    expect(marks(walk)).toContain('T4');
  });

  test('among contacts and trail is put back, or left where it has to be', () => {
    const walk = situation(MANAGEMENT, 'can-sign-in').to('check-changes');
    walk.done({ failing: ['contact-security', 'trail-logging', 'trail-multi-region'] });
    expect(action(walk)).toContain(
      'put back the alternate contact for security, the recording of the trail.',
    );
    say(walk, 'put-back', 'put-back').done({ failing: ['trail-logging'] });
    expect(action(walk)).toContain('put back the recording of the trail.');
    expect(say(walk, 'put-back', 'left').running?.activity).toBe('sign-in-with-mfa');
  });

  test('nobody vouches for a phone that nobody can answer', () => {
    const walk = situation(MANAGEMENT, 'can-sign-in').to('phone');
    say(walk, 'phone', 'unreachable').to('posture-after');
    expect(input(walk)['attested']).toEqual([]);
  });
});

describe('a member with centralized root access', () => {
  const deleted = () =>
    situation(CENTRAL, 'not-sure').to('audit-before').done(AUDITED).to('audit-deleted');

  test('loses what was agreed to by id, and may stay without', () => {
    const walk = situation(CENTRAL, 'not-sure').to('audit-before').done(AUDITED);
    expect(input(walk)['answer']).toEqual({ kind: 'approval', needed: 1 });
    expect(action(walk)).toContain('the password, access key AKIA1, MFA device arn:mfa');
    expect(action(walk)).not.toContain('set a password');
    walk.to('audit-deleted').done(NOTHING);
    expect(marks(walk)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5']);
    expect(say(walk, 'decide', 'leave').running?.activity).toBe('contact');
    // A member without a role has no CloudTrail that the run could ask.
    walk.to('posture-after');
    expect(walk.started).not.toContain('sign-in-with-mfa');
    expect(walk.started).not.toContain('events');
    expect(walk.done().at).toBe('recovered');
  });

  test('may get a password with MFA again, which then ends the recovery', () => {
    const walk = deleted().done(NOTHING);
    expect(say(walk, 'decide', 'recover').running?.activity).toBe('allow');
    walk.to('audit-recovered').done({ loginProfile: true, mfaDevices: 0 });
    expect(action(walk)).toContain('AWS shows no MFA device yet');
    walk.to('audit-recovered').done({ loginProfile: true, mfaDevices: 1 });
    expect(marks(walk).filter((id) => id === 'T5')).toHaveLength(2);
    expect(walk.running?.activity).toBe('contact');
  });

  test('whom no mail reaches recover the mailbox first; nobody can sign in meanwhile', () => {
    const walk = say(deleted().done(NOTHING), 'decide', 'recover').to('reset-mail');
    expect(say(walk, 'reset-mail', 'missing').failure).toMatchObject({
      code: 'ROOT_MAIL_MISSING',
      message: expect.stringContaining('drill run recover-root-lost-mailbox'),
    });
  });

  test('whose stranger makes new keys meanwhile loses those as well', () => {
    const walk = deleted().done({ ...NOTHING, nothingLeft: false, found: ['access key AKIA2'] });
    expect(walk.running?.activity).toBe('agree');
    expect(action(walk)).toContain('access key AKIA2');
    expect(marks(walk)).not.toContain('T5');
  });

  test('of which the audit may not see all is not verified', () => {
    const walk = deleted().done({ ...NOTHING, nothingLeft: false, accessKeys: null });
    expect(walk.running?.activity).toBe('decide');
    expect(marks(walk)).not.toContain('T5');
  });
});

describe('what the stranger has done', () => {
  test.each([
    ['the declared impact', { impactAt: '2026-11-23T20:00:00.000Z' }, '2026-11-23T20:00:00.000Z'],
    ['as far back as CloudTrail goes', {}, '2026-08-26T01:00:00.000Z'],
  ])('is looked for since %s, and not waited for', (_, scenario, from) => {
    const walk = begin({ ...MANAGEMENT }, scenario).to('stranger-events');
    expect(input(walk)).toMatchObject({ from });
    expect(input(walk)['events']).toEqual(
      expect.arrayContaining(['CreateAccessKey', 'StopLogging', 'DeleteTrail']),
    );
    expect(input(walk)).not.toHaveProperty('withinMs');
  });

  test('is told to AWS where AWS has asked', () => {
    const walk = situation(MANAGEMENT, 'can-sign-in', 'notice').to('review-resources').done();
    expect(walk.running?.activity).toBe('answer-notice');
    expect(walk.done().at).toBe('proof.events');
  });
});
