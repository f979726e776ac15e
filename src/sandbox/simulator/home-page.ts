import { type AccountStatus, rootStatus } from '../root/root-status.ts';
import type { Scenario } from '../root/scenario.ts';
import { FIRST_PASSWORD } from '../root/seed.ts';
import { action } from './form.ts';
import { type Html, html } from './html.ts';
import type { Page, SimulatorRequest } from './simulator-request.ts';

const HAPPENED: { readonly [scenario in Scenario]: string } = {
  normal: 'nothing has happened',
  'lost-password': 'nobody knows the password',
  'lost-mfa': 'nobody has the MFA device',
  'mfa-out-of-sync': 'the codes of the MFA device are not taken',
  compromised: 'a stranger was in',
  'lost-mailbox': 'nobody reads the mail',
};

export function homePage({ root }: SimulatorRequest): Page {
  return {
    title: 'Root users of the sandbox',
    body: html`<p>Here you do what a person does to win back a root user: sign in, read mail, answer the phone, use the authenticator.
The first password of a root user that has one is <code>${FIRST_PASSWORD}</code>.</p>
${rootStatus(root).map(accountView)}
<p>To play another scenario, type in a terminal: <code>drill sandbox root &lt;account&gt; &lt;scenario&gt;</code></p>`,
  };
}

function accountView({ id, name, email, phone, scenario, hasPassword }: AccountStatus): Html {
  const none = hasPassword ? undefined : html`<dt>Password</dt><dd>none</dd>`;
  return html`<article class="card"><h2>${name}</h2>
<dl><dt>Account</dt><dd>${id}</dd><dt>Email</dt><dd>${email}</dd><dt>Phone</dt><dd>${phone}</dd>${none}<dt>Scenario</dt><dd>${scenario}: ${HAPPENED[scenario]}</dd></dl>
<p>${action('sign-in', `Sign in to ${name}`, { email })}</p></article>`;
}
