import { expect, test } from 'vitest';
import { playScenario } from '../../../src/sandbox/control-client.ts';
import type { Scenario } from '../../../src/sandbox/root/scenario.ts';
import { FIRST_PASSWORD } from '../../../src/sandbox/root/seed.ts';
import { SimulatorWalker } from '../../support/simulator-walker.ts';
import {
  EVENTS_SHOW_MS,
  type OrganizationHarness,
  startOrganization,
} from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

// A person goes through the pages; what came of it is asked of the AWS API, as a runbook would.

const FIRST_DEVICE = 'root-account-mfa-device';
const SECOND_PASSWORD = 'Sandbox-root-2';
const THIRD_PASSWORD = 'Sandbox-root-3';

async function start(account: string, scenario: Scenario) {
  const harness = await startOrganization();
  await playScenario(harness.url, { account, scenario });
  const person = new SimulatorWalker({
    url: harness.url,
    account,
    wait: () => harness.nextCode(),
  });
  return { harness, person };
}

/** What CloudTrail tells in us-east-1 that the root user of an account did, oldest first. */
async function rootEvents(harness: OrganizationHarness, account: string): Promise<object[]> {
  const as = account === MANAGEMENT ? {} : await harness.member(account);
  harness.clock.advance(EVENTS_SHOW_MS);
  const { Events = [] } = await harness.cloudTrail({ ...as, region: 'us-east-1' }).lookupEvents({});
  const records = Events.map(({ CloudTrailEvent = '{}' }) => JSON.parse(CloudTrailEvent));
  return records
    .filter(({ userIdentity }) => userIdentity.type === 'Root')
    .map(({ eventName, sourceIPAddress, responseElements, additionalEventData }) => ({
      eventName,
      ...(eventName === 'ConsoleLogin' && {
        login: responseElements.ConsoleLogin,
        mfa: additionalEventData.MFAUsed,
      }),
      ...(sourceIPAddress !== '127.0.0.1' && { sourceIPAddress }),
    }))
    .reverse();
}

async function summaryOf(harness: OrganizationHarness, account: string) {
  const as =
    account === MANAGEMENT ? {} : await harness.rootSession(account, 'IAMAuditRootUserCredentials');
  return (await harness.iam(as).getAccountSummary({})).SummaryMap;
}

const SIGNED_IN = { eventName: 'ConsoleLogin', login: 'Success', mfa: 'Yes' };

test('a lost password is won back by mail', async () => {
  const { harness, person } = await start(MANAGEMENT, 'lost-password');
  await expect(person.signIn({ password: FIRST_PASSWORD })).rejects.toThrow('incorrect');
  await person.requestPasswordReset();
  expect((await person.openNewestMail())?.from).toMatch(/@verify\.signin\.aws$/);
  await person.setPassword(SECOND_PASSWORD);
  await person.signIn({ password: SECOND_PASSWORD });
  expect(await person.mfaDevices()).toEqual([FIRST_DEVICE]);

  expect(await rootEvents(harness, MANAGEMENT)).toEqual([
    { eventName: 'ConsoleLogin', login: 'Failure', mfa: 'No' },
    { eventName: 'PasswordRecoveryRequested' },
    { eventName: 'PasswordRecoveryCompleted' },
    SIGNED_IN,
  ]);
  expect(await summaryOf(harness, MANAGEMENT)).toMatchObject({
    AccountPasswordPresent: 1,
    AccountMFAEnabled: 1,
  });
});

test('a member without a password gets one when the management account allows it', async () => {
  const { harness, person } = await start(SANDBOX, 'normal');
  await expect(person.requestPasswordReset()).rejects.toThrow('The management account can allow');
  expect(await summaryOf(harness, SANDBOX)).toMatchObject({ AccountPasswordPresent: 0 });
  const iam = harness.iam(await harness.rootSession(SANDBOX, 'IAMCreateRootUserPassword'));
  await iam.createLoginProfile({});
  await person.requestPasswordReset();
  await person.setPassword(SECOND_PASSWORD);
  await person.signIn({ password: SECOND_PASSWORD });
  await person.registerMfa('first-phone');

  expect(await rootEvents(harness, SANDBOX)).toMatchObject([
    { eventName: 'CreateLoginProfile' },
    { eventName: 'PasswordRecoveryRequested' },
    { eventName: 'PasswordRecoveryCompleted' },
    { eventName: 'ConsoleLogin', login: 'Success', mfa: 'No' },
    { eventName: 'EnableMFADevice' },
  ]);
  expect(await summaryOf(harness, SANDBOX)).toMatchObject({
    AccountPasswordPresent: 1,
    AccountMFAEnabled: 1,
  });
});

test('a lost MFA device is replaced by two after a sign-in by mail and phone', async () => {
  const { harness, person } = await start(MANAGEMENT, 'lost-mfa');
  await expect(person.signIn({ password: FIRST_PASSWORD })).rejects.toThrow('has no device');
  await person.signInByAlternativeFactors(FIRST_PASSWORD);
  await person.deactivateMfa(FIRST_DEVICE);
  expect(await summaryOf(harness, MANAGEMENT)).toMatchObject({ AccountMFAEnabled: 0 });
  await person.registerMfa('new-phone');
  await person.registerMfa('key-in-the-safe');
  expect(await person.mfaDevices()).toEqual(['new-phone', 'key-in-the-safe']);
  await person.signOut();
  await person.signIn({ password: FIRST_PASSWORD, code: await person.readCode('key-in-the-safe') });

  expect(await rootEvents(harness, MANAGEMENT)).toEqual([
    { eventName: 'ConsoleLogin', login: 'Success', mfa: 'No' },
    { eventName: 'DeactivateMFADevice' },
    { eventName: 'EnableMFADevice' },
    { eventName: 'EnableMFADevice' },
    SIGNED_IN,
  ]);
  expect(await summaryOf(harness, MANAGEMENT)).toMatchObject({
    AccountMFAEnabled: 1,
    MFADevices: 2,
  });
});

test('an MFA device whose clock is off is resynchronized, and signs in ever after', async () => {
  const { harness, person } = await start(MANAGEMENT, 'mfa-out-of-sync');
  await expect(person.signIn({ password: FIRST_PASSWORD })).rejects.toThrow('incorrect');
  await person.signInByResync(FIRST_PASSWORD);
  await person.signOut();
  await person.signIn({ password: FIRST_PASSWORD });

  expect(await rootEvents(harness, MANAGEMENT)).toEqual([
    { eventName: 'ConsoleLogin', login: 'Failure', mfa: 'Yes' },
    { eventName: 'ResyncMFADevice' },
    SIGNED_IN,
    SIGNED_IN,
  ]);
});

test('a root user that a stranger has had is cleaned, and locked against them', async () => {
  const { harness, person } = await start(MANAGEMENT, 'compromised');
  await expect(person.signIn({ password: FIRST_PASSWORD })).rejects.toThrow('incorrect');
  await person.requestPasswordReset();
  await person.setPassword(SECOND_PASSWORD);
  await person.signIn({ password: SECOND_PASSWORD });
  expect(await person.mfaDevices()).toEqual([FIRST_DEVICE, 'backup-authenticator']);
  await person.deactivateMfa('backup-authenticator');
  await person.registerMfa('new-phone');
  await person.deactivateMfa(FIRST_DEVICE);
  expect(await person.deleteAccessKeys()).toHaveLength(1);
  expect(await person.deleteCertificates()).toHaveLength(1);
  await person.changePassword(SECOND_PASSWORD, THIRD_PASSWORD);
  await person.signOut();
  await person.signIn({ password: THIRD_PASSWORD });

  const stranger = { sourceIPAddress: '198.51.100.23' };
  expect(await rootEvents(harness, MANAGEMENT)).toEqual([
    { ...SIGNED_IN, ...stranger },
    { eventName: 'EnableMFADevice', ...stranger },
    { eventName: 'CreateAccessKey', ...stranger },
    { eventName: 'UploadSigningCertificate', ...stranger },
    { eventName: 'PutContactInformation', ...stranger },
    { eventName: 'DeleteAlternateContact', ...stranger },
    { eventName: 'PasswordUpdated', ...stranger },
    { eventName: 'ConsoleLogin', login: 'Failure', mfa: 'No' },
    { eventName: 'PasswordRecoveryRequested' },
    { eventName: 'PasswordRecoveryCompleted' },
    SIGNED_IN,
    { eventName: 'DeactivateMFADevice' },
    { eventName: 'EnableMFADevice' },
    { eventName: 'DeactivateMFADevice' },
    { eventName: 'DeleteAccessKey' },
    { eventName: 'DeleteSigningCertificate' },
    { eventName: 'PasswordUpdated' },
    SIGNED_IN,
  ]);
  expect(await summaryOf(harness, MANAGEMENT)).toMatchObject({
    AccountMFAEnabled: 1,
    MFADevices: 1,
    AccountAccessKeysPresent: 0,
    AccountSigningCertificatesPresent: 0,
  });
});

test('a phone that a stranger has put in does not ring, until somebody corrects it', async () => {
  const { harness, person } = await start(MANAGEMENT, 'compromised');
  await person.requestPasswordReset();
  await person.setPassword(SECOND_PASSWORD);
  await expect(person.signInByAlternativeFactors(SECOND_PASSWORD)).rejects.toThrow(
    'There is no form "Key in"',
  );
  const account = harness.account();
  const { ContactInformation } = await account.getContactInformation({});
  if (!ContactInformation) throw new Error('The account has no contact information.');
  await account.putContactInformation({
    ContactInformation: { ...ContactInformation, PhoneNumber: '+12025550100' },
  });
  await person.signInByAlternativeFactors(SECOND_PASSWORD);
  expect(await person.mfaDevices()).toContain('backup-authenticator');
});

test('a member whose mailbox is lost gets another address from the management account', async () => {
  const { harness, person } = await start(PRODUCTION, 'lost-mailbox');
  await person.requestPasswordReset();
  await expect(person.setPassword(SECOND_PASSWORD)).rejects.toThrow('Reset your password');
  const update = { AccountId: PRODUCTION, PrimaryEmail: 'root-production@shop.example' };
  await harness.account().startPrimaryEmailUpdate(update);
  const Otp = await person.readEmailCode(update.PrimaryEmail);
  await harness.account().acceptPrimaryEmailUpdate({ ...update, Otp });
  expect(await person.email()).toBe(update.PrimaryEmail);
  await person.requestPasswordReset();
  await person.setPassword(SECOND_PASSWORD);
  await person.signIn({ password: SECOND_PASSWORD });

  expect(await rootEvents(harness, PRODUCTION)).toEqual([
    { eventName: 'PasswordRecoveryRequested' },
    { eventName: 'PasswordRecoveryRequested' },
    { eventName: 'PasswordRecoveryCompleted' },
    SIGNED_IN,
  ]);
});

test('the management account’s root user moves to another mailbox itself', async () => {
  const { harness, person } = await start(MANAGEMENT, 'lost-mailbox');
  await person.signIn({ password: FIRST_PASSWORD });
  await person.changeEmail('root@shop.example');
  expect(await person.email()).toBe('root@shop.example');
  await person.signOut();
  await person.requestPasswordReset();
  await person.setPassword(SECOND_PASSWORD);
  await person.signIn({ password: SECOND_PASSWORD });

  expect(await rootEvents(harness, MANAGEMENT)).toEqual([
    SIGNED_IN,
    { eventName: 'EmailUpdated' },
    { eventName: 'PasswordRecoveryRequested' },
    { eventName: 'PasswordRecoveryCompleted' },
    SIGNED_IN,
  ]);
});

test('a lost mailbox is made anew by whoever runs the mail, and gets what is sent from then on', async () => {
  const { person } = await start(MANAGEMENT, 'lost-mailbox');
  await person.requestPasswordReset();
  await person.recreateMailbox();
  expect(await person.openNewestMail()).toBeUndefined();
  await person.requestPasswordReset();
  await person.setPassword(SECOND_PASSWORD);
  await person.signIn({ password: SECOND_PASSWORD });
});
