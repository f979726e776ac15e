import type { RootUser, SignInRecord } from '../root/root-state.ts';
import { signInAt } from '../root/sign-in.ts';
import { form, hidden, link } from './form.ts';
import { type Html, html } from './html.ts';
import type { Page, SimulatorRequest } from './simulator-request.ts';

/** "My security credentials" of the root user that is signed in. */
export function credentialsPage({ root, signIn }: SimulatorRequest): Page {
  const { record, user } = signInAt(root, signIn, 'signed-in');
  const account = root.organization.find(user.account);
  return {
    title: 'My security credentials (root user)',
    body: html`<p>Signed in as the root user of ${account?.name} (${user.account}), ${account?.email}.</p>
${form('sign-out', 'Sign out')}
<h2>MFA devices</h2>${devices(user)}${registration(record)}
<h2>Access keys</h2>${accessKeys(user)}
<h2>Signing certificates</h2>${certificates(user)}
<h2>Password</h2>${form('password', 'Change password', [
      { name: 'current', label: 'Current password', type: 'password' },
      { name: 'wanted', label: 'New password', type: 'password' },
    ])}
<h2>Email address</h2>${form('email', 'Send a code to the new address', [
      { name: 'email', label: 'New email address', type: 'email' },
    ])}${form('email-code', 'Change address', [
      { name: 'email', label: 'New email address', type: 'email' },
      { name: 'otp', label: 'Code from the mail to it' },
    ])}`,
  };
}

function devices({ credentials }: RootUser): Html {
  const items = credentials.mfaDevices.map(
    ({ serial, enabledAt }) =>
      html`<li><code>${serial}</code>, since ${enabledAt} ${form('mfa-deactivate', 'Deactivate', [hidden('serial', serial)])}</li>`,
  );
  return listOf(items);
}

function registration({ newDevice }: SignInRecord): Html {
  const begin = form('mfa-begin', 'Add MFA device', [
    { name: 'name', label: 'Name of the new device' },
  ]);
  if (!newDevice) return begin;
  return html`<p>Register <strong>${newDevice.name}</strong>: its secret key is <code>${newDevice.secret}</code>. The
${link('authenticator', 'authenticator')} of the simulator knows it already.</p>${form(
    'mfa-finish',
    'Register',
    [
      { name: 'first', label: 'MFA code 1' },
      { name: 'second', label: 'MFA code 2, the one after it' },
    ],
  )}${begin}`;
}

function accessKeys({ credentials }: RootUser): Html {
  const items = credentials.accessKeys.map(
    ({ id, createdAt }) =>
      html`<li><code>${id}</code>, since ${createdAt} ${form('key-delete', 'Delete', [hidden('id', id)])}</li>`,
  );
  return listOf(items);
}

function certificates({ credentials }: RootUser): Html {
  const items = credentials.signingCertificates.map(
    ({ id, uploadedAt }) =>
      html`<li><code>${id}</code>, since ${uploadedAt} ${form('certificate-delete', 'Delete', [hidden('id', id)])}</li>`,
  );
  return listOf(items);
}

function listOf(items: readonly Html[]): Html {
  return items.length === 0 ? html`<p>None.</p>` : html`<ul>${items}</ul>`;
}
