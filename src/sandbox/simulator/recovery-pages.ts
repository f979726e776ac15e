import { requestPasswordReset, setPasswordByLink } from '../root/password-recovery.ts';
import { SignInRefusal } from '../root/sign-in-refusal.ts';
import { form, hidden, link } from './form.ts';
import { html } from './html.ts';
import {
  type Action,
  field,
  type Page,
  type SimulatorRequest,
  secretField,
} from './simulator-request.ts';

export function forgotPage(): Page {
  return {
    title: 'Password recovery',
    body: html`<p>AWS asks for a CAPTCHA here; the simulator does not.</p>${form(
      'forgot',
      'Send email',
      [{ name: 'email', label: 'Root user email address', type: 'email' }],
    )}`,
  };
}

export const forgotAction: Action = {
  page: 'forgot',
  act: (request) => {
    requestPasswordReset(request.root, field(request, 'email'));
    return { to: 'forgot-sent' };
  },
};

export function forgotSentPage(): Page {
  return {
    title: 'Check your email',
    body: html`<p>A link to set a new password is on its way. ${link('mail', 'Open the mailbox')}</p>`,
  };
}

export function resetPage({ query, form: posted }: SimulatorRequest): Page {
  const token = query.get('token') ?? posted.get('token') ?? '';
  return {
    title: 'Reset password',
    body: form('reset', 'Reset password', [
      hidden('token', token),
      { name: 'password', label: 'New password', type: 'password' },
      { name: 'again', label: 'The same again', type: 'password' },
    ]),
  };
}

export const resetAction: Action = {
  page: 'reset',
  act: (request) => {
    const password = secretField(request, 'password');
    if (password !== secretField(request, 'again')) {
      throw new SignInRefusal('password-refused', 'The two passwords are not the same.');
    }
    setPasswordByLink(request.root, field(request, 'token'), password);
    return { to: 'sign-in' };
  },
};
