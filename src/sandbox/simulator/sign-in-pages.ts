import { giveMfaCode, signIn, signInAt, signOut } from '../root/sign-in.ts';
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
    ])}<p>Troubleshoot MFA: ${link('alternative', 'Sign in using alternative factors')}</p>`,
  };
}

export const mfaAction: Action = {
  page: 'mfa',
  act: (request) => {
    const { id } = giveMfaCode(request.root, request.signIn, field(request, 'code'));
    return { to: 'credentials', signIn: id };
  },
};

export const signOutAction: Action = {
  page: 'sign-in',
  act: ({ root, signIn: id }) => {
    signOut(root, id);
    return { to: 'sign-in', signIn: '' };
  },
};
