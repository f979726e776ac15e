import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { playScenario } from '../../../src/sandbox/control-client.ts';
import { FIRST_PASSWORD } from '../../../src/sandbox/root/seed.ts';
import { SIMULATOR_PATH } from '../../../src/sandbox/simulator/simulator-path.ts';
import { MANAGEMENT, startOrganization } from '../organization-harness.ts';
import { Browser } from './browser.ts';

const ADDRESS = 'aws-management@shop.example';
const NEW_PASSWORD = 'Sandbox-root-2';

async function start() {
  const harness = await startOrganization();
  return { harness, browser: new Browser(harness.url), other: new Browser(harness.url) };
}

/** The code that the authenticator shows now for the first device whose name begins so. */
async function codeFrom(authenticator: Browser, device: string): Promise<string> {
  await authenticator.open('authenticator');
  const [, after = ''] = authenticator.shown.split(device);
  const [, code] = /Now: (\d{6})/.exec(after) ?? [];
  if (!code) throw new Error(`The authenticator has no ${device}.`);
  return code;
}

const FIRST_DEVICE = `arn:aws:iam::${MANAGEMENT}:mfa/root-account-mfa-device`;

test('a lost password is recovered from the mailbox, and the new one signs in with MFA', async () => {
  const { harness, browser, other } = await start();
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'lost-password' });
  await browser.open('sign-in');
  await browser.submit('Sign in', { email: ADDRESS, password: FIRST_PASSWORD });
  expect(browser.status).toBe(400);
  expect(browser.shown).toContain('Your authentication information is incorrect.');

  await browser.follow('Forgot your password?');
  await browser.submit('Send email', { email: ADDRESS });
  await browser.follow('Open the mailbox');
  await browser.follow(ADDRESS);
  expect(browser.shown).toContain('no-reply@verify.signin.aws');
  await browser.follow('Reset your password');
  await browser.submit('Reset password', { password: NEW_PASSWORD, again: 'Sandbox-root-3' });
  expect(browser.shown).toContain('The two passwords are not the same.');
  await browser.submit('Reset password', { password: NEW_PASSWORD, again: NEW_PASSWORD });

  await browser.submit('Sign in', { email: ADDRESS, password: NEW_PASSWORD });
  await browser.submit('Submit', { code: await codeFrom(other, FIRST_DEVICE) });
  expect(browser.shown).toContain(`Signed in as the root user of shop-management (${MANAGEMENT})`);
  await browser.submit('Sign out');
  await browser.open('credentials');
  expect(browser.status).toBe(400);
  expect(browser.shown).toContain('You are not signed in, or no longer.');
  expect(await harness.eventsIn(MANAGEMENT)).toEqual([
    'ConsoleLogin',
    'PasswordRecoveryCompleted',
    'PasswordRecoveryRequested',
    'ConsoleLogin',
  ]);
});

test('a lost MFA device is replaced after a sign-in by mail and phone', async () => {
  const { harness, browser, other } = await start();
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'lost-mfa' });
  await expect(codeFrom(other, FIRST_DEVICE)).rejects.toThrow('The authenticator has no');
  await browser.open('sign-in');
  await browser.submit('Sign in', { email: ADDRESS, password: FIRST_PASSWORD });
  await browser.follow('Sign in using alternative factors');
  await browser.submit('Send verification email');
  await other.open(`mail?address=${encodeURIComponent(ADDRESS)}`);
  const [, code = ''] = /MFA device is (\d{6})\./.exec(other.shown) ?? [];
  await browser.submit('Verify', { code });
  expect(browser.shown).toContain('The phone number ends in 0100.');
  await browser.submit('Call me now');
  const [, shown = ''] = /Key this in on the phone: (\d{6})/.exec(browser.shown) ?? [];
  await other.open('phone');
  await other.submit('Key in', { code: shown });
  await browser.follow('I have keyed it in');
  await browser.submit('Sign in');

  await browser.submit('Deactivate', {}, { serial: FIRST_DEVICE });
  await browser.submit('Add MFA device', { name: 'new-phone' });
  const first = await codeFrom(other, `new-phone (${MANAGEMENT})`);
  await browser.submit('Register', { first, second: first });
  expect(browser.shown).toContain('These are not two codes of this device in a row.');
  harness.nextCode();
  const second = await codeFrom(other, `new-phone (${MANAGEMENT})`);
  await browser.submit('Register', { first, second });
  expect(browser.shown).toContain(`arn:aws:iam::${MANAGEMENT}:mfa/new-phone`);
  expect((await harness.iam().getAccountSummary({})).SummaryMap).toMatchObject({ MFADevices: 1 });

  await browser.submit('Sign out');
  await browser.submit('Sign in', { email: ADDRESS, password: FIRST_PASSWORD });
  harness.nextCode();
  await browser.submit('Submit', { code: await codeFrom(other, 'mfa/new-phone') });
  expect(browser.shown).toContain('Signed in as the root user');
});

test('a compromised root user is cleaned up on the page', async () => {
  const { harness, browser, other } = await start();
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'compromised' });
  await other.open('phone');
  expect(other.shown).toContain('+12025550199 This is not your phone.');
  await browser.open('forgot');
  await browser.submit('Send email', { email: ADDRESS });
  await browser.open(`mail?address=${encodeURIComponent(ADDRESS)}`);
  await browser.follow('Reset your password');
  await browser.submit('Reset password', { password: NEW_PASSWORD, again: NEW_PASSWORD });
  await browser.submit('Sign in', { email: ADDRESS, password: NEW_PASSWORD });
  await browser.submit('Submit', { code: await codeFrom(other, FIRST_DEVICE) });
  const strange = `arn:aws:iam::${MANAGEMENT}:mfa/backup-authenticator`;
  await browser.submit('Deactivate', {}, { serial: strange });
  await browser.submit('Delete');
  await browser.submit('Delete');
  expect(browser.shown).not.toContain(strange);
  expect(browser.shown).toContain('Access keys None. Signing certificates None.');
  await browser.submit('Change password', { current: NEW_PASSWORD, wanted: 'Sandbox-root-3' });
  expect(browser.status).toBe(200);
});

test('a lost mailbox is made anew by whoever runs the mail', async () => {
  const { harness, browser } = await start();
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'lost-mailbox' });
  await browser.open('mail');
  await browser.follow(ADDRESS);
  expect(browser.shown).toContain('Nobody can read this mailbox.');
  await browser.submit('Make the mailbox anew');
  await browser.follow(ADDRESS);
  expect(browser.shown).toContain('There is none.');
});

test('the address of the root user is changed with the code that the new mailbox gets', async () => {
  const { browser, other } = await start();
  await browser.open('sign-in');
  await browser.submit('Sign in', { email: ADDRESS, password: FIRST_PASSWORD });
  await browser.submit('Submit', { code: await codeFrom(other, FIRST_DEVICE) });
  const email = 'root@shop.example';
  await browser.submit('Send a code to the new address', { email });
  await other.open('mail');
  await other.follow(email);
  const [, otp = ''] = /is ([A-Z0-9]{6})\./.exec(other.shown) ?? [];
  await browser.submit('Change address', { email, otp });
  expect(browser.shown).toContain(`(${MANAGEMENT}), ${email}.`);
});

test('every page says that it is not AWS, runs no script, and takes nothing from elsewhere', async () => {
  const { browser } = await start();
  for (const page of ['', 'sign-in', 'forgot', 'mail', 'phone', 'authenticator', 'nowhere']) {
    await browser.open(page);
    expect(browser.status).toBe(page === 'nowhere' ? 404 : 200);
    expect(browser.text).toContain('Sandbox sign-in simulator: not AWS.');
    expect(browser.text).not.toContain('<script');
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(browser.text) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(browser.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(browser.headers.get('cache-control')).toBe('no-store');
  }
});

test('what comes from outside is shown as text', async () => {
  const { harness, browser } = await start();
  const evil = `<script>alert("it's")</script>`;
  await browser.open(`mail?address=${encodeURIComponent(evil)}`);
  expect(browser.text).not.toContain(evil);
  expect(browser.text).toContain('&lt;script&gt;alert(&quot;it&#39;s&quot;)&lt;/script&gt;');
  await browser.open(`reset?token=${encodeURIComponent(`"><b>${evil}`)}`);
  expect(browser.text).not.toContain('<b>');
  const AccountId = '111111111111';
  const PrimaryEmail = '<i>a</i>@b.example';
  await harness.account().startPrimaryEmailUpdate({ AccountId, PrimaryEmail });
  await browser.open('mail');
  expect(browser.text).not.toContain('<i>');
});

test("the cookie is for the simulator's own pages alone, and holds no password", async () => {
  const { harness } = await start();
  const response = await fetch(`${harness.url}${SIMULATOR_PATH}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ email: ADDRESS, password: FIRST_PASSWORD }),
  });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe(`${SIMULATOR_PATH}/mfa`);
  expect(response.headers.get('set-cookie')).toMatch(
    /^kunren-sign-in=[0-9a-f-]{36}; Path=\/_sandbox\/sign-in; HttpOnly; SameSite=Strict$/,
  );
});

test('a sign-in that is half done sees no credentials, and survives a restart', async () => {
  const { harness, browser } = await start();
  await browser.open('sign-in');
  await browser.submit('Sign in', { email: ADDRESS, password: FIRST_PASSWORD });
  await browser.open('credentials');
  expect(browser.status).toBe(400);
  expect(browser.shown).toContain('Give the code of your MFA device first.');
  const saved = await harness.readSaved();
  expect(saved['root']).toMatchObject({ signIns: [{ account: MANAGEMENT, stage: 'mfa' }] });
});
