import {
  GetContactInformationCommand,
  PutContactInformationCommand,
} from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from 'vitest';
import { correctPhone, replacePhone } from '../../../src/activities/account/correct-phone.ts';
import { inspectContact } from '../../../src/activities/account/inspect-contact.ts';
import { scriptedAccounts } from '../../support/activity-account.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { CALLER, contact, MEMBER } from '../../support/activity-posture.ts';

const OLD = '+81300000000';
const NEW = '+81312345678';
const input = { accountId: MEMBER, from: OLD, to: NEW };
const receipt = { requestedAt: '2026-11-24T01:00:00.000Z' };
const { undo } = correctPhone;

let aws: ReturnType<typeof scriptedAccounts>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAccounts();
  context = activityContext({ services: { aws: aws.aws } });
  aws.sts.on(GetCallerIdentityCommand).resolves({ Account: CALLER });
  aws.account.on(PutContactInformationCommand).resolves({});
  has(OLD);
});

const $metadata = { requestId: 'req-1' };
const has = (phone: string) =>
  aws.account
    .on(GetContactInformationCommand)
    .resolves({ ContactInformation: contact(phone), $metadata });
const puts = () =>
  aws.account.commandCalls(PutContactInformationCommand).map(({ args }) => args[0].input);

test('an inspection tells the phone that a correction needs', async () => {
  expect(doneFrom(await inspectContact.poll(context, { accountId: MEMBER })).output).toEqual({
    phone: OLD,
    country: 'JP',
  });
  aws.account.on(GetContactInformationCommand).resolves({ $metadata });
  expect(await failureFrom(inspectContact.poll(context, { accountId: MEMBER }))).toMatchObject({
    code: 'CONTACT_INCOMPLETE',
  });
});

describe('a correction', () => {
  test('changes the phone and nothing else', async () => {
    expect(await correctPhone.start(context, input)).toEqual(receipt);
    expect(puts()).toEqual([{ AccountId: MEMBER, ContactInformation: contact(NEW) }]);
  });

  test('of the caller’s own account names no account, which AWS would refuse', async () => {
    await correctPhone.start(context, { ...input, accountId: CALLER });
    expect(puts()).toEqual([{ ContactInformation: contact(NEW) }]);
  });

  test.each(['0312345678', '+0312345678', '+81 3 1234', '+81-3-1234-5678', 'phone'])(
    'to %s is refused before anything is asked',
    async (to) => {
      expect(await failureFrom(correctPhone.start(context, { ...input, to }))).toMatchObject({
        code: 'PHONE_INVALID',
        class: 'input',
      });
      expect(aws.account.calls()).toHaveLength(0);
    },
  );

  test('overwrites nothing that somebody else has put there', async () => {
    has('+81399999999');
    const changed = { code: 'PHONE_CHANGED', class: 'safety' };
    expect(await failureFrom(correctPhone.start(context, input))).toMatchObject(changed);
    expect(await failureFrom(correctPhone.adopt(context, input))).toMatchObject(changed);
    expect(puts()).toEqual([]);
  });

  test('is done once AWS shows it', async () => {
    expect(pendingFrom(await correctPhone.poll(context, input, receipt))).toContain(OLD);
    has(NEW);
    expect(doneFrom(await correctPhone.poll(context, input, receipt)).output).toEqual({
      phone: NEW,
    });
  });

  test('whose answer was lost is settled by looking', async () => {
    expect(await correctPhone.adopt(context, input)).toBeUndefined();
    has(NEW);
    expect(await correctPhone.adopt(context, input)).toEqual(receipt);
    expect(puts()).toEqual([]);
  });
});

describe('an undo', () => {
  test('puts the old phone back and proves it, unless the run has completed', async () => {
    expect(undo?.when).toBe('unless-completed');
    has(NEW);
    await undo?.start(context, input, receipt);
    expect(puts()).toEqual([{ AccountId: MEMBER, ContactInformation: contact(OLD) }]);
    expect(undo && pendingFrom(await undo.poll(context, input, receipt))).toContain(NEW);
    has(OLD);
    expect(undo && doneFrom(await undo.poll(context, input, receipt)).output).toEqual({
      call: 'account:GetContactInformation',
      observed: `PhoneNumber ${OLD}, as before`,
      requestId: 'req-1',
    });
  });

  test('has nothing to do where the old one is there', async () => {
    await undo?.start(context, input);
    expect(puts()).toEqual([]);
  });

  test('leaves what somebody else has put there', async () => {
    has('+81399999999');
    const failure = await failureFrom(undo?.start(context, input) ?? Promise.resolve());
    expect(failure).toMatchObject({ code: 'PHONE_CHANGED', class: 'safety' });
    expect(puts()).toEqual([]);
  });
});

test('a replacement of a stranger’s phone changes it the same way, and never puts it back', async () => {
  expect(await replacePhone.start(context, input)).toEqual(receipt);
  expect(puts()).toEqual([{ AccountId: MEMBER, ContactInformation: contact(NEW) }]);
  expect(replacePhone).not.toHaveProperty('undo');
  expect(replacePhone).not.toHaveProperty('owns');
});
