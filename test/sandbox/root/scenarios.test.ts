import { expect, test } from 'vitest';
import { listRootUsers, playScenario } from '../../../src/sandbox/control-client.ts';
import { readMailbox, recreateMailbox } from '../../../src/sandbox/root/mailbox.ts';
import {
  requestPasswordReset,
  setPasswordByLink,
} from '../../../src/sandbox/root/password-recovery.ts';
import { SCENARIOS } from '../../../src/sandbox/root/scenario.ts';
import { FIRST_PASSWORD } from '../../../src/sandbox/root/seed.ts';
import { signIn } from '../../../src/sandbox/root/sign-in.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

const ADDRESS = 'aws-management@shop.example';

test('the accounts and their root users are told, without secrets', async () => {
  const harness = await startOrganization();
  const accounts = await listRootUsers(harness.url);
  expect(accounts).toMatchObject([
    {
      id: MANAGEMENT,
      name: 'shop-management',
      scenario: 'normal',
      phone: '+12025550100',
      hasPassword: true,
      mfaDevices: [{ holder: 'operator' }],
      isMailboxLost: false,
    },
    { id: PRODUCTION, hasPassword: true },
    { id: SANDBOX, hasPassword: false, mfaDevices: [] },
  ]);
  const { secret } = harness.root.find(MANAGEMENT)?.credentials.mfaDevices[0] ?? {};
  expect(JSON.stringify(accounts)).not.toContain(secret);
});

test.each(SCENARIOS)('every account can be put into %s and back to normal', async (scenario) => {
  const harness = await startOrganization();
  const before = await listRootUsers(harness.url);
  for (const account of [MANAGEMENT, PRODUCTION, SANDBOX]) {
    expect(await playScenario(harness.url, { account, scenario })).toMatchObject({
      id: account,
      scenario,
    });
  }
  const during = await listRootUsers(harness.url);
  if (scenario === 'lost-mfa') {
    expect(during.flatMap((each) => each.mfaDevices.map(({ holder }) => holder))).toEqual([
      'nobody',
      'nobody',
      'nobody',
    ]);
  }
  if (scenario === 'mfa-out-of-sync') {
    expect(during.every((each) => each.mfaDevices.length === 1)).toBe(true);
  }
  if (scenario === 'lost-password') expect(during.every((each) => each.hasPassword)).toBe(true);
  if (scenario === 'lost-mailbox') expect(during.every((each) => each.isMailboxLost)).toBe(true);
  if (scenario === 'compromised') {
    expect(during.every((each) => each.phone === '+12025550199')).toBe(true);
    expect(during.every((each) => each.accessKeys.length === 1)).toBe(true);
  }
  for (const account of [MANAGEMENT, PRODUCTION, SANDBOX]) {
    await playScenario(harness.url, { account, scenario: 'normal' });
  }
  expect(await listRootUsers(harness.url)).toEqual(before);
});

test('mail to a lost mailbox is lost, also when the mailbox is made anew', async () => {
  const harness = await startOrganization();
  const { root } = harness;
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'lost-mailbox' });
  requestPasswordReset(root, ADDRESS);
  expect(() => readMailbox(root, ADDRESS)).toThrow(
    expect.objectContaining({ code: 'mailbox-lost' }),
  );
  recreateMailbox(root, ADDRESS);
  expect(readMailbox(root, ADDRESS)).toEqual([]);
  requestPasswordReset(root, ADDRESS);
  expect(readMailbox(root, ADDRESS)).toHaveLength(1);
});

test('a member whose mailbox is lost gets another address, and recovers its password there', async () => {
  const harness = await startOrganization();
  const { root } = harness;
  const before = await listRootUsers(harness.url);
  await playScenario(harness.url, { account: PRODUCTION, scenario: 'lost-mailbox' });
  const update = { AccountId: PRODUCTION, PrimaryEmail: 'root-production@shop.example' };
  const account = harness.account();
  await account.startPrimaryEmailUpdate(update);
  const [mail] = readMailbox(root, update.PrimaryEmail);
  const Otp = /is ([A-Z0-9]{6})\./.exec(mail?.text ?? '')?.[1] ?? '';
  await account.acceptPrimaryEmailUpdate({ ...update, Otp });
  requestPasswordReset(root, update.PrimaryEmail);
  const [reset] = readMailbox(root, update.PrimaryEmail);
  setPasswordByLink(root, reset?.resetToken ?? '', 'Sandbox-root-2');
  expect(signIn(root, update.PrimaryEmail, 'Sandbox-root-2').stage).toBe('mfa');
  await playScenario(harness.url, { account: PRODUCTION, scenario: 'normal' });
  expect(await listRootUsers(harness.url)).toEqual(before);
  expect(signIn(root, 'aws-production@shop.example', FIRST_PASSWORD).stage).toBe('mfa');
});

test('an account or a scenario that is not there is refused by name', async () => {
  const { url } = await startOrganization();
  const nobody = playScenario(url, { account: '333333333333', scenario: 'lost-mfa' });
  await expect(nobody).rejects.toThrow('The sandbox has no account 333333333333.');
  const nothing = { account: MANAGEMENT, scenario: 'asleep' as 'normal' };
  await expect(playScenario(url, nothing)).rejects.toMatchObject({ code: 'SANDBOX_REFUSED' });
});

test('all of it outlives a restart', async () => {
  const harness = await startOrganization();
  await playScenario(harness.url, { account: PRODUCTION, scenario: 'compromised' });
  requestPasswordReset(harness.root, ADDRESS);
  const { id } = signIn(harness.root, ADDRESS, FIRST_PASSWORD);
  const session = await harness.rootSession(PRODUCTION, 'IAMAuditRootUserCredentials');
  await harness.iam().disableOrganizationsRootSessions({});
  const before = await listRootUsers(harness.url);
  await harness.close();
  await harness.open();
  expect(await listRootUsers(harness.url)).toEqual(before);
  expect(readMailbox(harness.root, ADDRESS)).toHaveLength(1);
  expect(harness.root.state.signIns.map((each) => each.id)).toEqual([id]);
  expect((await harness.iam(session).listAccessKeys({})).AccessKeyMetadata).toHaveLength(1);
  expect((await harness.iam().listOrganizationsFeatures({})).EnabledFeatures).toEqual([
    'RootCredentialsManagement',
  ]);
  expect(await harness.eventsIn(MANAGEMENT)).toEqual([
    'DisableOrganizationsRootSessions',
    'PasswordRecoveryRequested',
  ]);
});

test('a state that was saved before there was an organization gets one', async () => {
  const harness = await startOrganization();
  await harness.close();
  const saved = await harness.readSaved();
  for (const part of ['organization', 'contacts', 'iam', 'root', 'cloudTrail', 's3']) {
    delete saved[part];
  }
  const { rootSessions: _, ...sts } = saved['sts'] as { rootSessions: unknown };
  await harness.writeSaved({ ...saved, sts });
  await harness.open();
  expect(await listRootUsers(harness.url)).toHaveLength(3);
  await harness.rootSession(PRODUCTION, 'IAMAuditRootUserCredentials');
});
