import { expect, test } from 'vitest';
import { playScenario } from '../../../src/sandbox/control-client.ts';
import {
  callPhone,
  finishAlternative,
  giveMailCode,
  keyInOnPhone,
  sendMailCode,
} from '../../../src/sandbox/root/alternative-factors.ts';
import { fromBase32 } from '../../../src/sandbox/root/base32.ts';
import { readMailbox } from '../../../src/sandbox/root/mailbox.ts';
import {
  beginMfaRegistration,
  finishMfaRegistration,
} from '../../../src/sandbox/root/mfa-registration.ts';
import {
  changePassword,
  deactivateMfaDevice,
  deleteRootAccessKey,
  deleteRootCertificate,
} from '../../../src/sandbox/root/own-credentials.ts';
import { confirmEmailChange, requestEmailChange } from '../../../src/sandbox/root/own-email.ts';
import {
  requestPasswordReset,
  setPasswordByLink,
} from '../../../src/sandbox/root/password-recovery.ts';
import { FIRST_PASSWORD } from '../../../src/sandbox/root/seed.ts';
import {
  giveMfaCode,
  resyncMfaDevice,
  signIn,
  signOut,
} from '../../../src/sandbox/root/sign-in.ts';
import type { RefusalCode } from '../../../src/sandbox/root/sign-in-refusal.ts';
import { stepAt, totp } from '../../../src/sandbox/root/totp.ts';
import { type OrganizationHarness, startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

const ADDRESS = 'aws-management@shop.example';
const PHONE = '+12025550100';
const MINUTE = 60_000;

function refused(code: RefusalCode, act: () => unknown): void {
  expect(act).toThrow(expect.objectContaining({ name: 'SignInRefusal', code }));
}

/** The device that the account has from the first day. */
function firstDevice({ root }: OrganizationHarness, account = MANAGEMENT) {
  const device = root.find(account)?.credentials.mfaDevices[0];
  if (!device) throw new Error(`The root user of ${account} has no MFA device.`);
  return device;
}

/** Signs in to the management account with everything that is needed. */
function signedIn(harness: OrganizationHarness, password = FIRST_PASSWORD) {
  const { id, stage } = signIn(harness.root, ADDRESS, password);
  if (stage === 'signed-in') return id;
  harness.nextCode();
  return giveMfaCode(harness.root, id, harness.codeOf(firstDevice(harness).secret)).id;
}

function resetToken(harness: OrganizationHarness, address = ADDRESS): string {
  const [mail] = readMailbox(harness.root, address);
  expect(mail?.from).toMatch(/@verify\.signin\.aws$/);
  return mail?.resetToken ?? '';
}

test('password and MFA code sign in, and CloudTrail tells of it in us-east-1', async () => {
  const harness = await startOrganization();
  signedIn(harness);
  harness.clock.advance(2000);
  const { Events = [] } = await harness.cloudTrail({ region: 'us-east-1' }).lookupEvents({});
  expect(Events).toMatchObject([{ EventName: 'ConsoleLogin', Username: 'root' }]);
  expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
    eventType: 'AwsConsoleSignIn',
    userIdentity: { type: 'Root', accountId: MANAGEMENT },
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { MFAUsed: 'Yes', MFAIdentifier: firstDevice(harness).serial },
  });
  const { User } = await harness.iam().getUser({});
  expect(User?.PasswordLastUsed).toBeUndefined();
  expect(harness.root.find(MANAGEMENT)?.passwordLastUsed).toBeDefined();
});

test('a wrong address, password or code is refused, and the last two are told as failures', async () => {
  const harness = await startOrganization();
  refused('no-such-account', () => signIn(harness.root, 'nobody@shop.example', FIRST_PASSWORD));
  refused('wrong-credentials', () => signIn(harness.root, ADDRESS, 'Sandbox-root-2'));
  const { id } = signIn(harness.root, ADDRESS, FIRST_PASSWORD);
  const right = harness.codeOf(firstDevice(harness).secret);
  const wrong = right === '000000' ? '000001' : '000000';
  refused('wrong-credentials', () => giveMfaCode(harness.root, id, wrong));
  expect(await harness.eventsIn(MANAGEMENT)).toEqual(['ConsoleLogin', 'ConsoleLogin']);
});

test('a code counts once, and not when it is old', async () => {
  const harness = await startOrganization();
  const { secret } = firstDevice(harness);
  const code = harness.codeOf(secret);
  giveMfaCode(harness.root, signIn(harness.root, ADDRESS, FIRST_PASSWORD).id, code);
  const again = signIn(harness.root, ADDRESS, FIRST_PASSWORD).id;
  refused('wrong-credentials', () => giveMfaCode(harness.root, again, code));
  harness.nextCode();
  const old = harness.codeOf(secret);
  harness.clock.advance(2 * MINUTE);
  refused('wrong-credentials', () => giveMfaCode(harness.root, again, old));
});

test('a device that is out of sync needs two new codes of its own, in a row', async () => {
  const harness = await startOrganization();
  const { root } = harness;
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'mfa-out-of-sync' });
  const { secret, stepsBehind = 0 } = firstDevice(harness);
  const codeAt = (steps: number) =>
    totp(fromBase32(secret), stepAt(harness.clock.now()) - stepsBehind + steps);
  const { id } = signIn(root, ADDRESS, FIRST_PASSWORD);
  refused('wrong-credentials', () => giveMfaCode(root, id, codeAt(0)));
  refused('code-wrong', () => resyncMfaDevice(root, id, codeAt(0), codeAt(0)));
  refused('code-wrong', () => resyncMfaDevice(root, id, codeAt(0), codeAt(-1)));
  resyncMfaDevice(root, id, codeAt(-1), codeAt(0));
  refused('code-wrong', () => resyncMfaDevice(root, id, codeAt(-1), codeAt(0)));
  refused('wrong-credentials', () => giveMfaCode(root, id, codeAt(0)));
  harness.nextCode();
  expect(giveMfaCode(root, id, codeAt(0)).stage).toBe('signed-in');
  harness.nextCode();
  const again = signIn(root, ADDRESS, FIRST_PASSWORD).id;
  refused('wrong-credentials', () => giveMfaCode(root, again, harness.codeOf(secret)));
  expect(giveMfaCode(root, again, codeAt(0)).stage).toBe('signed-in');
});

test('somebody who takes too long, or has signed out, begins again', async () => {
  const harness = await startOrganization();
  const { id } = signIn(harness.root, ADDRESS, FIRST_PASSWORD);
  harness.clock.advance(15 * MINUTE);
  refused('session-over', () =>
    giveMfaCode(harness.root, id, harness.codeOf(firstDevice(harness).secret)),
  );
  const session = signedIn(harness);
  signOut(harness.root, session);
  refused('session-over', () => changePassword(harness.root, session, FIRST_PASSWORD, 'x'));
});

test('a lost password is won back by mail, and asking for it is told', async () => {
  const harness = await startOrganization();
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'lost-password' });
  refused('wrong-credentials', () => signIn(harness.root, ADDRESS, FIRST_PASSWORD));
  requestPasswordReset(harness.root, ADDRESS);
  const token = resetToken(harness);
  for (const weak of ['Short-1', 'onlylowercase', ADDRESS]) {
    refused('password-refused', () => setPasswordByLink(harness.root, token, weak));
  }
  setPasswordByLink(harness.root, token, 'Sandbox-root-2');
  refused('link-invalid', () => setPasswordByLink(harness.root, token, 'Sandbox-root-3'));
  signedIn(harness, 'Sandbox-root-2');
  expect(await harness.eventsIn(MANAGEMENT)).toEqual([
    'ConsoleLogin',
    'PasswordRecoveryCompleted',
    'PasswordRecoveryRequested',
    'ConsoleLogin',
  ]);
  expect(JSON.stringify(await harness.readSaved())).not.toContain('Sandbox-root-2');
});

test('a reset link does not work after a while', async () => {
  const harness = await startOrganization();
  requestPasswordReset(harness.root, ADDRESS);
  const token = resetToken(harness);
  harness.clock.advance(15 * MINUTE);
  refused('link-invalid', () => setPasswordByLink(harness.root, token, 'Sandbox-root-2'));
});

test('a member without root credentials recovers none, until the management account allows it', async () => {
  const harness = await startOrganization();
  const address = 'aws-sandbox@shop.example';
  refused('no-root-password', () => requestPasswordReset(harness.root, address));
  refused('no-root-password', () => signIn(harness.root, address, FIRST_PASSWORD));
  const iam = harness.iam(await harness.rootSession(SANDBOX, 'IAMCreateRootUserPassword'));
  await iam.createLoginProfile({});
  refused('wrong-credentials', () => signIn(harness.root, address, FIRST_PASSWORD));
  requestPasswordReset(harness.root, address);
  setPasswordByLink(harness.root, resetToken(harness, address), 'Sandbox-root-2');
  expect(signIn(harness.root, address, 'Sandbox-root-2').stage).toBe('signed-in');
});

test('without the MFA device, mail and phone together sign in', async () => {
  const harness = await startOrganization();
  const { root } = harness;
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'lost-mfa' });
  expect(firstDevice(harness).holder).toBe('nobody');
  const { id } = signIn(root, ADDRESS, FIRST_PASSWORD);
  refused('not-this-step', () => giveMailCode(root, id, '123456'));
  refused('not-this-step', () => callPhone(root, id));
  sendMailCode(root, id);
  const [mail] = readMailbox(root, ADDRESS);
  const [, code = ''] = /is (\d{6})\./.exec(mail?.text ?? '') ?? [];
  refused('code-wrong', () => giveMailCode(root, id, code === '000000' ? '000001' : '000000'));
  giveMailCode(root, id, code);
  refused('not-this-step', () => finishAlternative(root, id));
  refused('no-such-thing', () => keyInOnPhone(root, PHONE, '123456'));
  const call = callPhone(root, id);
  expect(call.number).toBe('12025550100');
  refused('code-wrong', () => keyInOnPhone(root, PHONE, call.code === '000000' ? '1' : '000000'));
  refused('no-such-thing', () => keyInOnPhone(root, PHONE, call.code));
  keyInOnPhone(root, PHONE, callPhone(root, id).code);
  const session = finishAlternative(root, id).id;

  deactivateMfaDevice(root, session, firstDevice(harness).serial);
  const { secret, uri } = beginMfaRegistration(root, session, 'new-phone');
  expect(uri).toContain(`secret=${secret}`);
  const first = harness.codeOf(secret);
  refused('code-wrong', () => finishMfaRegistration(root, session, first, first));
  harness.nextCode();
  const second = harness.codeOf(secret);
  refused('code-wrong', () => finishMfaRegistration(root, session, second, first));
  finishMfaRegistration(root, session, first, second);
  signOut(root, session);
  signedIn(harness);
  expect(await harness.eventsIn(MANAGEMENT)).toEqual([
    'ConsoleLogin',
    'EnableMFADevice',
    'DeactivateMFADevice',
    'ConsoleLogin',
  ]);
});

test('a mail code and a call do not wait for ever', async () => {
  const harness = await startOrganization();
  const { root } = harness;
  const { id } = signIn(root, ADDRESS, FIRST_PASSWORD);
  sendMailCode(root, id);
  const code = /is (\d{6})\./.exec(readMailbox(root, ADDRESS)[0]?.text ?? '')?.[1] ?? '';
  harness.clock.advance(10 * MINUTE);
  refused('code-expired', () => giveMailCode(root, id, code));
});

test('a root user has at most eight MFA devices, each with a name of its own', async () => {
  const harness = await startOrganization();
  const { root } = harness;
  const session = signedIn(harness);
  for (let number = 2; number <= 8; number += 1) {
    const { secret } = beginMfaRegistration(root, session, `device-${number}`);
    const first = harness.codeOf(secret);
    harness.nextCode();
    finishMfaRegistration(root, session, first, harness.codeOf(secret));
  }
  refused('device-refused', () => beginMfaRegistration(root, session, 'device-9'));
  deactivateMfaDevice(root, session, firstDevice(harness).serial);
  refused('device-refused', () => beginMfaRegistration(root, session, 'device-2'));
  refused('device-refused', () => beginMfaRegistration(root, session, 'my phone'));
  refused('no-such-thing', () => deactivateMfaDevice(root, session, 'arn:aws:iam::0:mfa/none'));
  const { MFADevices } = await harness
    .iam(await harness.rootSession(PRODUCTION, 'IAMAuditRootUserCredentials'))
    .listMFADevices({});
  expect(MFADevices).toHaveLength(1);
  expect((await harness.iam().getAccountSummary({})).SummaryMap).toMatchObject({ MFADevices: 7 });
});

test('the second step comes before everything else', async () => {
  const harness = await startOrganization();
  const { id } = signIn(harness.root, ADDRESS, FIRST_PASSWORD);
  refused('not-this-step', () => beginMfaRegistration(harness.root, id, 'phone'));
  const session = signedIn(harness);
  refused('not-this-step', () => giveMfaCode(harness.root, session, '123456'));
  refused('not-this-step', () => finishMfaRegistration(harness.root, session, '1', '2'));
});

test('a compromised root user is won back step by step', async () => {
  const harness = await startOrganization();
  const { root } = harness;
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'compromised' });
  const { credentials } = root.find(MANAGEMENT) ?? {};
  expect(await harness.eventsIn(MANAGEMENT)).toEqual([
    'PasswordUpdated',
    'DeleteAlternateContact',
    'PutContactInformation',
    'UploadSigningCertificate',
    'CreateAccessKey',
    'EnableMFADevice',
    'ConsoleLogin',
  ]);
  refused('wrong-credentials', () => signIn(root, ADDRESS, FIRST_PASSWORD));
  refused('phone-foreign', () => keyInOnPhone(root, '+1 202 555 0199', '123456'));

  requestPasswordReset(root, ADDRESS);
  setPasswordByLink(root, resetToken(harness), 'Sandbox-root-2');
  const session = signedIn(harness, 'Sandbox-root-2');
  deleteRootAccessKey(root, session, credentials?.accessKeys[0]?.id ?? '');
  deleteRootCertificate(root, session, credentials?.signingCertificates[0]?.id ?? '');
  deactivateMfaDevice(root, session, credentials?.mfaDevices[1]?.serial ?? '');
  refused('wrong-credentials', () =>
    changePassword(root, session, FIRST_PASSWORD, 'Sandbox-root-3'),
  );
  refused('password-refused', () => changePassword(root, session, 'Sandbox-root-2', 'short'));
  changePassword(root, session, 'Sandbox-root-2', 'Sandbox-root-3');
  expect((await harness.iam().getAccountSummary({})).SummaryMap).toMatchObject({
    MFADevices: 1,
    AccountAccessKeysPresent: 0,
    AccountSigningCertificatesPresent: 0,
  });
});

test('the address of a management account is changed by its root user alone', async () => {
  const harness = await startOrganization();
  const { root } = harness;
  const session = signedIn(harness);
  const email = 'root@shop.example';
  refused('address-refused', () => requestEmailChange(root, session, 'nowhere'));
  refused('address-refused', () => requestEmailChange(root, session, ADDRESS));
  requestEmailChange(root, session, email);
  const otp = /is ([A-Z0-9]{6})\./.exec(readMailbox(root, email)[0]?.text ?? '')?.[1] ?? '';
  refused('code-wrong', () => confirmEmailChange(root, session, email, 'wrong1'));
  confirmEmailChange(root, session, email, otp);
  refused('no-such-account', () => signIn(root, ADDRESS, FIRST_PASSWORD));
  expect(signIn(root, email, FIRST_PASSWORD).stage).toBe('mfa');
});
