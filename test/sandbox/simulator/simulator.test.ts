import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { playScenario } from '../../../src/sandbox/control-client.ts';
import { FIRST_PASSWORD } from '../../../src/sandbox/root/seed.ts';
import { SIMULATOR_PATH } from '../../../src/sandbox/simulator/simulator-path.ts';
import { Browser } from '../../support/browser.ts';
import { SimulatorWalker } from '../../support/simulator-walker.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT } from '../organization-server.ts';

const ADDRESS = 'aws-management@shop.example';
const NEW_PASSWORD = 'Sandbox-root-2';

async function start() {
  const harness = await startOrganization();
  return { harness, browser: new Browser(harness.url) };
}

test('a refusal is told on the page where the form stands, which can then be sent again', async () => {
  const { browser } = await start();
  await browser.open('sign-in');
  await browser.submit('Sign in', { email: ADDRESS, password: NEW_PASSWORD });
  expect(browser.status).toBe(400);
  expect(browser.refusal).toContain('Your authentication information is incorrect.');
  expect(browser.text).toContain(`name="email" value="${ADDRESS}"`);
  expect(browser.text).not.toContain(NEW_PASSWORD);

  await browser.follow('Forgot your password?');
  await browser.submit('Send email', { email: ADDRESS });
  await browser.follow('Open the mailbox');
  await browser.follow('Reset your password');
  await browser.submit('Reset password', { password: NEW_PASSWORD, again: 'Sandbox-root-3' });
  expect(browser.status).toBe(400);
  expect(browser.refusal).toContain('The two passwords are not the same.');
  await browser.submit('Reset password', { password: NEW_PASSWORD, again: NEW_PASSWORD });
  expect(browser.shown).toContain('The password is set. Sign in with it.');
  await browser.submit('Sign in', { email: ADDRESS, password: NEW_PASSWORD });
  expect(browser.status).toBe(200);
});

test('the phone that a stranger has put in is not the operator’s', async () => {
  const { harness, browser } = await start();
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'compromised' });
  await browser.open('phone');
  expect(browser.elements('article')[0]).toMatch(/^\+12025550199 .* This is not your phone/);
});

test('a session that is over sees no credentials', async () => {
  const { harness, browser } = await start();
  const person = new SimulatorWalker({
    url: harness.url,
    account: MANAGEMENT,
    wait: () => harness.nextCode(),
  });
  await person.signIn({ password: FIRST_PASSWORD });
  expect(person.console.shown).toContain(`root user of shop-management (${MANAGEMENT})`);
  await person.signOut();
  await person.console.open('credentials');
  expect(person.console.refusal).toContain('You are not signed in, or no longer.');
  await browser.open('credentials');
  expect(browser.refusal).toContain('You are not signed in, or no longer.');
});

test('whoever comes back from the mailbox or the phone goes on where they were', async () => {
  const { harness, browser } = await start();
  await browser.open('sign-in');
  await browser.submit('Sign in', { email: ADDRESS, password: FIRST_PASSWORD });
  await browser.follow('Authenticator');
  await browser.follow('Go on signing in');
  await browser.follow('Sign in using alternative factors');
  await browser.submit('Send verification email');
  await browser.follow('Open the mailbox');
  const [, code = ''] = / is (\d{6})\./.exec(browser.shown) ?? [];
  await browser.follow('Go on signing in');
  await browser.submit('Verify', { code });
  expect(browser.text).not.toContain('it rings');
  await browser.submit('Call me now');
  const [, number = ''] = /key this in: (\d{6})/.exec(browser.shown) ?? [];
  await browser.follow('Phone (it rings)');
  await browser.submit('Key in', { code: number });
  expect(browser.shown).toContain('It does not ring.');
  await browser.follow('Go on signing in');
  await browser.submit('Sign in');
  await browser.follow('Mailbox');
  await browser.follow('Security credentials');
  expect(browser.shown).toContain('Signed in as the root user');
  harness.clock.advance(12 * 3_600_000);
  await browser.open('');
  await browser.follow('Sign in');
});

test('the authenticator loads itself again when its codes are old', async () => {
  const { harness, browser } = await start();
  harness.clock.advance(12_000);
  await browser.open('authenticator');
  expect(browser.headers.get('refresh')).toBe('18');
  expect(browser.shown).toContain('New codes in 18 seconds');
});

test('every page says that it is not AWS, runs no script, and takes nothing from elsewhere', async () => {
  const { browser } = await start();
  for (const page of ['', 'sign-in', 'forgot', 'mail', 'phone', 'authenticator', 'nowhere']) {
    await browser.open(page);
    expect(browser.status).toBe(page === 'nowhere' ? 404 : 200);
    expect(browser.text).toContain('sandbox sign-in simulator: not AWS.');
    expect(browser.text.includes('aria-current="page"')).toBe(page !== 'nowhere');
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
