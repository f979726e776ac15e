import {
  AcceptPrimaryEmailUpdateCommand,
  GetPrimaryEmailCommand,
  GetPrimaryEmailUpdateStatusCommand,
  type PrimaryEmailUpdateStatus,
  StartPrimaryEmailUpdateCommand,
} from '@aws-sdk/client-account';
import { beforeEach, describe, expect, test } from 'vitest';
import { acceptPrimaryEmailUpdate } from '../../../src/activities/account/accept-primary-email-update.ts';
import { startPrimaryEmailUpdate } from '../../../src/activities/account/start-primary-email-update.ts';
import { scriptedAccounts } from '../../support/activity-account.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { awsError, MEMBER } from '../../support/activity-posture.ts';

const NEW = 'root+new@example.com';
const input = { accountId: MEMBER, email: NEW, codeSecret: 'code' };
const AT = '2026-11-24T01:00:00.000Z';

let aws: ReturnType<typeof scriptedAccounts>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAccounts();
  context = activityContext({ services: { aws: aws.aws } });
  aws.account
    .on(StartPrimaryEmailUpdateCommand)
    .resolves({ Status: 'PENDING' })
    .on(AcceptPrimaryEmailUpdateCommand)
    .resolves({ Status: 'ACCEPTED' });
  shows('lost@example.com');
  updateIs('PENDING');
});

const shows = (PrimaryEmail: string) =>
  aws.account.on(GetPrimaryEmailCommand).resolves({ PrimaryEmail });
const updateIs = (Status: PrimaryEmailUpdateStatus) =>
  aws.account.on(GetPrimaryEmailUpdateStatusCommand).resolves({ Status });

describe('the start', () => {
  test('has a code sent to the new address, and says when', async () => {
    const receipt = await startPrimaryEmailUpdate.start(context, input);
    expect(receipt).toEqual({ requestedAt: AT, codeSent: true });
    const sent = aws.account.commandCalls(StartPrimaryEmailUpdateCommand);
    expect(sent.map(({ args }) => args[0].input)).toEqual([
      { AccountId: MEMBER, PrimaryEmail: NEW },
    ]);
    const { facts } = doneFrom(await startPrimaryEmailUpdate.poll(context, input, receipt));
    expect(facts?.[0]?.value).toContain(`AWS sent a code to ${NEW}`);
  });

  test('asks for no code where the address is the new one already', async () => {
    shows(NEW.toUpperCase());
    expect(await startPrimaryEmailUpdate.start(context, input)).toMatchObject({ codeSent: false });
    expect(aws.account.commandCalls(StartPrimaryEmailUpdateCommand)).toHaveLength(0);
  });

  test.each(['', 'root', 'root@example', 'a b@example.com'])('refuses "%s"', async (email) => {
    const failure = failureFrom(startPrimaryEmailUpdate.start(context, { ...input, email }));
    expect(await failure).toMatchObject({ code: 'EMAIL_INVALID', class: 'input' });
  });
});

test('an address that another account has is refused, and not tried again', async () => {
  context.secrets.put('code', '123456');
  aws.account
    .on(StartPrimaryEmailUpdateCommand)
    .rejects(awsError('ConflictException', 409))
    .on(AcceptPrimaryEmailUpdateCommand)
    .rejects(awsError('ConflictException', 409));
  for (const { start } of [startPrimaryEmailUpdate, acceptPrimaryEmailUpdate]) {
    expect(await failureFrom(start(context, input))).toMatchObject({
      code: 'EMAIL_IN_USE',
      class: 'input',
      retryable: false,
      message: expect.stringContaining(NEW),
    });
  }
});

describe('the acceptance', () => {
  const receipt = { requestedAt: AT };

  test('whose answer was lost took no effect where AWS knows of no update', async () => {
    aws.account
      .on(GetPrimaryEmailUpdateStatusCommand)
      .rejects(awsError('ResourceNotFoundException', 404));
    expect(await acceptPrimaryEmailUpdate.adopt(context, input)).toBeUndefined();
  });

  test('takes the code from memory, and leaves it out of receipt and output', async () => {
    context.secrets.put('code', '123456');
    expect(await acceptPrimaryEmailUpdate.start(context, input)).toEqual(receipt);
    expect(aws.account.commandCalls(AcceptPrimaryEmailUpdateCommand)[0]?.args[0].input).toEqual({
      AccountId: MEMBER,
      PrimaryEmail: NEW,
      Otp: '123456',
    });
    shows(NEW);
    const done = doneFrom(await acceptPrimaryEmailUpdate.poll(context, input, receipt));
    expect(JSON.stringify(done)).not.toContain('123456');
  });

  test('asks nobody without a code', async () => {
    expect(await failureFrom(acceptPrimaryEmailUpdate.start(context, input))).toMatchObject({
      code: 'SECRET_MISSING',
      class: 'input',
    });
    expect(aws.account.calls()).toHaveLength(0);
  });

  test('is done once AWS shows the new address, which takes hours', async () => {
    updateIs('ACCEPTED');
    const look = () => acceptPrimaryEmailUpdate.poll(context, input, receipt);
    expect(pendingFrom(await look())).toBe(
      'AWS still shows lost@example.com; the update is ACCEPTED',
    );
    shows(NEW);
    expect(doneFrom(await look()).output).toEqual({ email: NEW });
  });

  test('fails where AWS gives the change up', async () => {
    updateIs('FAILED');
    expect(await failureFrom(acceptPrimaryEmailUpdate.poll(context, input, receipt))).toMatchObject(
      { code: 'PRIMARY_EMAIL_UPDATE_FAILED' },
    );
  });

  test.each([
    ['PENDING', false],
    ['FAILED', false],
    ['ACCEPTED', true],
    ['COMPLETED', true],
  ] as const)(
    'whose answer was lost, and whose update is %s, took effect: %s',
    async (status, took) => {
      updateIs(status);
      const adopted = await acceptPrimaryEmailUpdate.adopt(context, input);
      expect(adopted !== undefined).toBe(took);
      expect(aws.account.commandCalls(AcceptPrimaryEmailUpdateCommand)).toHaveLength(0);
    },
  );
});
