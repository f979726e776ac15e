import { giveMfaCode, resyncMfaDevice, signIn, signInAt, signOut } from '../root/sign-in.ts';
import { form, link } from './form.ts';
import { html } from './html.ts';
import {
  type Action,
  field,
  type Page,
  type SimulatorRequest,
  secretField,
} from './simulator-request.ts';

export function signInPage(): Page {
  return {
    title: 'Root user sign in',
    body: html`${form('sign-in', 'Sign in', [
      { name: 'email', label: 'Root user email address', type: 'email' },
      { name: 'password', label: 'Password', type: 'password' },
    ])}<p>${link('forgot', 'Forgot your password?')}</p>`,
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
  return {
    title: 'Additional verification required',
    body: html`<p>The root user of this account has an MFA device.</p>${form('mfa', 'Submit', [
      { name: 'code', label: 'MFA code' },
    ])}<p>Troubleshoot MFA: ${link('resync', 'Re-sync with our servers')} ${link('alternative', 'Sign in using alternative factors')}</p>`,
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
  return {
    title: 'Re-sync with our servers',
    body: html`<p>For a device that is there, but whose codes are not taken: its clock may be off.</p>${form(
      'resync',
      'Re-sync',
      [
        { name: 'first', label: 'MFA code 1' },
        { name: 'second', label: 'MFA code 2, the one after it' },
      ],
    )}`,
  };
}

export const resyncAction: Action = {
  page: 'resync',
  act: (request) => {
    const codes = [field(request, 'first'), field(request, 'second')] as const;
    resyncMfaDevice(request.root, request.signIn, ...codes);
    return { to: 'mfa' };
  },
};

export const signOutAction: Action = {
  page: 'sign-in',
  act: ({ root, signIn: id }) => {
    signOut(root, id);
    return { to: 'sign-in', signIn: '' };
  },
};
