import type { RootUser, SignInRecord } from '../root/root-state.ts';
import type { RootUsers } from '../root/root-users.ts';
import { signInAt } from '../root/sign-in.ts';
import { form, hidden, link } from './form.ts';
import { type Html, html } from './html.ts';
import { shownTime } from './shown-time.ts';
import { PASSWORD_HINT, type Page, type SimulatorRequest } from './simulator-request.ts';

const QUIETLY = { isSecond: true } as const;

/** "My security credentials" of the root user that is signed in. */
export function credentialsPage({ root, signIn }: SimulatorRequest): Page {
  const { record, user } = signInAt(root, signIn, 'signed-in');
  const account = root.organization.find(user.account);
  return {
    title: 'My security credentials (root user)',
    body: html`<p>Signed in as the root user of ${account?.name} (${user.account}), ${account?.email}.</p>
${form('sign-out', 'Sign out', [], QUIETLY)}
<section class="card"><h2>MFA devices</h2>${devices(user)}${registration(record)}</section>
<section class="card"><h2>Access keys</h2>${accessKeys(user)}</section>
<section class="card"><h2>Signing certificates</h2>${certificates(user)}</section>
<section class="card"><h2>Password</h2>${form(
      'password',
      'Change password',
      [
        { name: 'current', label: 'Current password', type: 'password' },
        { name: 'wanted', label: 'New password', type: 'password', hint: PASSWORD_HINT },
      ],
      QUIETLY,
    )}</section>
<section class="card"><h2>Email address</h2>${emailChange(root, user)}</section>`,
  };
}

function devices({ credentials }: RootUser): Html {
  return listOf(
    credentials.mfaDevices.map(
      ({ serial, enabledAt }) =>
        html`<code>${serial}</code> <span class="quiet">since ${shownTime(enabledAt)}</span>${form(
          'mfa-deactivate',
          'Deactivate',
          [hidden('serial', serial)],
          { isSecond: true, about: serial },
        )}`,
    ),
  );
}

function registration({ newDevice }: SignInRecord): Html {
  const name = { name: 'name', label: 'Name of the new device' };
  if (!newDevice) return form('mfa-begin', 'Add MFA device', [name], QUIETLY);
  return html`<h3>Register ${newDevice.name}</h3>
<p>The ${link('authenticator', 'authenticator')} has it already. Its secret key, for an authenticator of your own:
<code>${newDevice.secret}</code></p>${form('mfa-finish', 'Register', [
    { name: 'first', label: 'MFA code 1', type: 'code', hint: 'The code before.' },
    { name: 'second', label: 'MFA code 2', type: 'code', hint: 'The code now.' },
  ])}${form('mfa-begin', 'Add MFA device', [{ ...name, label: 'Or begin anew: name of the device' }], QUIETLY)}`;
}

function accessKeys({ credentials }: RootUser): Html {
  return listOf(
    credentials.accessKeys.map(
      ({ id, createdAt }) =>
        html`<code>${id}</code> <span class="quiet">since ${shownTime(createdAt)}</span>${deletion('key-delete', id)}`,
    ),
  );
}

function certificates({ credentials }: RootUser): Html {
  return listOf(
    credentials.signingCertificates.map(
      ({ id, uploadedAt }) =>
        html`<code>${id}</code> <span class="quiet">since ${shownTime(uploadedAt)}</span>${deletion('certificate-delete', id)}`,
    ),
  );
}

function deletion(action: string, id: string): Html {
  return form(action, 'Delete', [hidden('id', id)], { isSecond: true, about: id });
}

function listOf(items: readonly Html[]): Html {
  if (items.length === 0) return html`<p>None.</p>`;
  return html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

function emailChange(root: RootUsers, { account }: RootUser): Html {
  const change = root.state.emailChanges.find((each) => each.account === account);
  const begin = form(
    'email',
    'Send a code to the new address',
    [{ name: 'email', label: 'New email address', type: 'email' }],
    QUIETLY,
  );
  if (!change || root.isOver(change.expiresAt)) return begin;
  const { email } = change;
  return html`<p>A code is on its way to ${email}. ${link('mail', 'Open its mailbox', { address: email })}</p>${form(
    'email-code',
    'Change address',
    [hidden('email', email), { name: 'otp', label: 'Code from the mail' }],
  )}${begin}`;
}
