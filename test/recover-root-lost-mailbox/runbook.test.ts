import { describe, expect, it } from 'vitest';
import { runbook } from '../../runbooks/recover-root-lost-mailbox/runbook.ts';
import { checkRunbook } from '../../src/core/check-runbook.ts';
import type { Drill } from '../../src/core/drill.ts';
import type { TaskPrompt } from '../../src/core/task.ts';
import { explore } from '../support/explore-runbook.ts';
import { toyDrill } from '../support/toy-runbook.ts';
import { Walk } from '../support/walk-runbook.ts';

const OLD = 'aws-production@shop.example';
const NEW = 'aws-root@shop.example';
const AT = '2026-11-24T02:00:00.000Z';

function drillWith(parameters: Drill['parameters'] = {}): Drill {
  const { database: _, ...drill } = toyDrill;
  const { rpoMs: __, ...objectives } = drill.objectives;
  return {
    ...drill,
    runbook: 'recover-root-lost-mailbox',
    scenario: { kind: 'root-access-loss', description: 'Nobody reads the mail.' },
    objectives,
    checks: [],
    parameters: {
      workload: 'shop-production',
      account: '111111111111',
      domains: ['shop.example'],
      ...parameters,
    },
  };
}

const NAMES = {
  run: 'r-1',
  environment: 'aws',
  region: 'ap-northeast-1',
  accountId: '000000000000',
  openedAt: '2026-11-24T01:00:00.000Z',
  live: true,
} as const;

const MEMBER = { kind: 'member', isOwn: false, isCentral: false, email: OLD };
const MANAGEMENT = { kind: 'management', isOwn: true, isCentral: false, email: OLD };

/** At the first question, of such an account. */
function begin(account: typeof MEMBER, parameters: Drill['parameters'] = {}): Walk {
  return Walk.begin(runbook, drillWith(parameters), NAMES).to('account').done(account);
}

/** A person answers. */
function say(walk: Walk, step: string, value: string | null = null): Walk {
  expect(walk.running?.activity).toBe(step);
  return walk.done({ outcome: 'answered', value, by: 'somebody', at: AT });
}

const asked = (walk: Walk) => walk.running?.input as unknown as TaskPrompt;
const milestone = (walk: Walk, id: string) => walk.milestones.find((one) => one.id === id);

/** As far as AWS has sent a code. */
function codeSent(parameters: Drill['parameters'] = { newEmail: NEW }): Walk {
  const walk = say(begin(MEMBER, parameters).to('situation'), 'situation', 'gone');
  return say(walk, 'agree-to-email').to('send-code').done({ codeSent: true });
}

const giveCode = (walk: Walk) => say(say(walk, 'code-mail', 'arrived'), 'give-code');

const recovered = (walk: Walk) => walk.to('recovered');

it('is sound', () => {
  expect(checkRunbook(runbook)).toEqual([]);
});

it('comes to an end on every way, whatever happens', () => {
  for (const account of [MEMBER, MANAGEMENT]) {
    const ends = new Set<string>();
    explore(begin(account, { newEmail: NEW }), {
      codes: ['VALIDATION', 'RESOURCE_NOT_FOUND', 'SECRET_MISSING', 'EMAIL_IN_USE', 'OTHER'],
      events: [],
      visit: (walk) => {
        if (walk.snapshot.status !== 'active') ends.add(walk.at);
      },
    });
    expect([...ends].sort()).toEqual(['failed', 'recovered']);
  }
});

describe('of a member, seen from outside', () => {
  it('the address is changed once it is agreed to, with a code that no record holds', () => {
    const walk = codeSent();
    say(walk, 'code-mail', 'arrived');
    expect(asked(walk)).toMatchObject({
      role: 'mailbox-holder',
      answer: { kind: 'secret', secret: 'email-code' },
    });
    say(walk, 'give-code');
    expect(walk.running?.input).toEqual({
      accountId: '111111111111',
      email: NEW,
      codeSecret: 'email-code',
    });
    walk.done();
    expect(milestone(walk, 'T5')).toBeDefined();
    expect(recovered(walk).failure).toBeUndefined();
    expect(walk.started).not.toContain('request-mail');
  });

  it('the approver reads both addresses', () => {
    const walk = say(begin(MEMBER, { newEmail: NEW }).to('situation'), 'situation', 'left');
    expect(asked(walk)).toMatchObject({ role: 'approver', answer: { kind: 'approval' } });
    expect(asked(walk).action).toContain(`becomes ${NEW} instead of ${OLD}`);
  });

  it('a new address is asked for where the drill has none', () => {
    const walk = say(begin(MEMBER).to('situation'), 'situation', 'gone');
    say(walk, 'new-email', NEW);
    expect(say(walk, 'agree-to-email').running?.input).toMatchObject({ email: NEW });
  });

  it('nothing is accepted where the address is the new one already', () => {
    const walk = say(begin(MEMBER, { newEmail: NEW }).to('situation'), 'situation', 'gone');
    say(walk, 'agree-to-email').done({ codeSent: false });
    expect(milestone(walk, 'T5')).toBeDefined();
    expect(recovered(walk).started).not.toContain('accept-code');
  });

  it('an address that another account has is told, and another one asked for', () => {
    const walk = say(begin(MEMBER, { newEmail: NEW }).to('situation'), 'situation', 'gone');
    say(walk, 'agree-to-email').failed('EMAIL_IN_USE');
    expect(asked(walk).action).toContain('AWS did not take the last one');
    say(walk, 'new-email', 'other@shop.example');
    expect(asked(walk).action).toContain('other@shop.example');
  });

  it.each([
    ['VALIDATION', 'did not take the code before'],
    ['RESOURCE_NOT_FOUND', 'did not take the code before'],
    ['SECRET_MISSING', 'was lost with the process'],
  ])('after %s another code is sent, and why is told', (code, why) => {
    const walk = giveCode(codeSent()).failed(code);
    expect(walk.running?.activity).toBe('send-code');
    walk.done({ codeSent: true });
    expect(asked(walk).action).toContain(why);
    giveCode(walk).done();
    expect(recovered(walk).failure).toBeUndefined();
  });

  it('five codes that are refused are enough', () => {
    const walk = codeSent();
    for (let tries = 1; tries < 5; tries += 1) giveCode(walk).failed('VALIDATION').done();
    expect(giveCode(walk).failed('VALIDATION').failure).toMatchObject({ code: 'VALIDATION' });
  });

  it('any other failure of AWS ends it', () => {
    expect(giveCode(codeSent()).failed('ACCESS_DENIED').failure).toMatchObject({
      code: 'ACCESS_DENIED',
    });
  });

  it('where no mail comes another address is asked for', () => {
    const walk = say(codeSent(), 'code-mail', 'missing');
    expect(asked(walk).action).toContain('No mail came to the last one');
    expect(walk.running?.activity).toBe('new-email');
  });

  it('an address that does not show for five hours ends it, and says that it may still come', () => {
    const walk = giveCode(codeSent()).late();
    expect(walk.failure).toMatchObject({ code: 'EMAIL_NOT_SHOWN' });
  });
});

describe('of a management account', () => {
  const start = (situation = 'gone') =>
    say(begin(MANAGEMENT).to('situation'), 'situation', situation);

  /** A mail of AWS is asked for, and arrives. */
  const proveMail = (walk: Walk) => say(say(walk, 'request-mail'), 'mail-arrived', 'arrived');

  it('nothing is called from outside', () => {
    const walk = proveMail(say(say(start(), 'way', 'recreate'), 'recreate-mailbox'));
    expect(recovered(walk).started).not.toContain('send-code');
  });

  it('a mail that arrives ends it, once CloudTrail has the request for it', () => {
    const walk = proveMail(say(say(start(), 'way', 'recreate'), 'recreate-mailbox'));
    expect(walk.running?.input).toMatchObject({ events: ['PasswordRecoveryRequested'] });
    expect(milestone(walk, 'T5')).toBeUndefined();
    walk.done({
      found: [{ name: 'PasswordRecoveryRequested', id: 'e', at: AT, region: 'us-east-1' }],
      missing: [],
    });
    expect(milestone(walk, 'T5')).toMatchObject({ at: AT });
  });

  it('without the request in CloudTrail nothing is verified', () => {
    const walk = proveMail(say(say(start(), 'way', 'recreate'), 'recreate-mailbox'));
    walk.done({ found: [], missing: ['PasswordRecoveryRequested'] });
    expect(milestone(recovered(walk), 'T5')).toBeUndefined();
  });

  it('a mail that does not arrive leads back to the ways, and is told', () => {
    const walk = say(say(start(), 'way', 'recreate'), 'recreate-mailbox');
    say(say(walk, 'request-mail'), 'mail-arrived', 'missing');
    expect(walk.running?.activity).toBe('way');
    expect(asked(walk).action).toContain('No mail of AWS has arrived yet');
  });

  it('the address is changed in the console, and mail goes to the new one', () => {
    const walk = say(say(start(), 'way', 'console'), 'sign-in', 'signed-in');
    expect(asked(walk).action).toContain('never here');
    say(walk, 'change-email', NEW);
    expect(asked(walk).action).toContain(NEW);
    expect(proveMail(walk).running?.input).toMatchObject({
      events: ['ConsoleLogin', 'PasswordRecoveryRequested'],
    });
  });

  it('a refused sign-in leads back to the ways', () => {
    const walk = say(say(start(), 'way', 'console'), 'sign-in', 'refused');
    expect(walk.running?.activity).toBe('way');
  });

  it('AWS Support is the last way, and its time is its own', () => {
    const walk = say(start(), 'way', 'support');
    expect(asked(walk).link).toContain('aws-account-support');
    say(walk, 'open-case', '1234567890');
    expect(walk.running?.name).toBe('human.await-aws');
    say(say(walk, 'await-case'), 'address-after-case', NEW);
    expect(asked(walk).action).toContain(NEW);
    expect(recovered(proveMail(walk)).failure).toBeUndefined();
  });

  it.each([
    ['left', 'ask them first'],
    ['domain-lost', 'may read this mail'],
  ])('whoever chooses the way is told what %s means', (situation, told) => {
    expect(asked(start(situation)).action).toContain(told);
  });
});

it('a member that is seen from itself goes the ways of its own', () => {
  const walk = begin({ ...MEMBER, isOwn: true }, { newEmail: NEW }).to('situation');
  expect(say(walk, 'situation', 'gone').running?.activity).toBe('way');
});
