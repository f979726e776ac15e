import { giveMfaCode, resyncMfaDevice, signIn, signInAt, signOut } from '../root/sign-in.ts';
import { form, link } from './form.ts';
import { html } from './html.ts';
import {
  type Action,
  field,
  type Page,
  type SimulatorRequest,
  secretField,
  typed,
} from './simulator-request.ts';

export function signInPage(request: SimulatorRequest): Page {
  return {
    title: 'Root user sign in',
    body: html`<div class="card">${form('sign-in', 'Sign in', [
      {
        name: 'email',
        label: 'Root user email address',
        type: 'email',
        value: typed(request, 'email'),
      },
      { name: 'password', label: 'Password', type: 'password' },
    ])}<p>${link('forgot', 'Forgot your password?')}</p></div>`,
  };
}

export const signInAction: Action = {
  page: 'sign-in',
  act: (request) => {
    const password = secretField(request, 'password');
    const { id, stage } = signIn(request.root, field(request, 'email'), password);
    return { to: stage === 'mfa' ? 'mfa' : 'credentials', signIn: id };
  },
};

export function mfaPage({ root, signIn: id }: SimulatorRequest): Page {
  signInAt(root, id, 'mfa');
  const hint = html`Six digits from the ${link('authenticator', 'authenticator')}.`;
  return {
    title: 'Additional verification required',
    body: html`<div class="card"><p>The root user of this account has an MFA device.</p>${form(
      'mfa',
      'Submit',
      [{ name: 'code', label: 'MFA code', type: 'code', hint }],
    )}</div>
<h2>Troubleshoot MFA</h2>
<ul><li>The device is there, but its codes are not taken: ${link('resync', 'Re-sync with our servers')}</li>
<li>The device is lost or broken: ${link('alternative', 'Sign in using alternative factors')}</li></ul>`,
  };
}

export const mfaAction: Action = {
  page: 'mfa',
  act: (request) => {
    const { id } = giveMfaCode(request.root, request.signIn, field(request, 'code'));
    return { to: 'credentials', signIn: id };
  },
};

export function resyncPage({ root, signIn: id }: SimulatorRequest): Page {
  signInAt(root, id, 'mfa');
  const hint = html`The code before, from the ${link('authenticator', 'authenticator')}.`;
  return {
    title: 'Re-sync with our servers',
    body: html`<div class="card"><p>A device whose clock is off makes codes of another time. Two in a row tell which time.</p>${form(
      'resync',
      'Re-sync',
      [
        { name: 'first', label: 'MFA code 1', type: 'code', hint },
        { name: 'second', label: 'MFA code 2', type: 'code', hint: 'The code now.' },
      ],
    )}</div><p>${link('mfa', 'Back to the MFA code')}</p>`,
  };
}

export const resyncAction: Action = {
  page: 'resync',
  done: 'The device is in sync. Sign in with its next code: those that you gave are used up.',
  act: (request) => {
    const codes = [field(request, 'first'), field(request, 'second')] as const;
    resyncMfaDevice(request.root, request.signIn, ...codes);
    return { to: 'mfa' };
  },
};

export const signOutAction: Action = {
  page: 'sign-in',
  done: 'You are signed out.',
  act: ({ root, signIn: id }) => {
    signOut(root, id);
    return { to: 'sign-in', signIn: '' };
  },
};
