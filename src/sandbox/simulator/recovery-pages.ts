import { requestPasswordReset, setPasswordByLink } from '../root/password-recovery.ts';
import { SignInRefusal } from '../root/sign-in-refusal.ts';
import { action, form, hidden, link } from './form.ts';
import { html } from './html.ts';
import {
  type Action,
  field,
  PASSWORD_HINT,
  type Page,
  type SimulatorRequest,
  secretField,
  typed,
} from './simulator-request.ts';

export function forgotPage(request: SimulatorRequest): Page {
  return {
    title: 'Password recovery',
    body: html`<div class="card"><p>A link to set a new password goes to the root user's address. AWS asks for a CAPTCHA here; the
simulator does not.</p>${form('forgot', 'Send email', [
      {
        name: 'email',
        label: 'Root user email address',
        type: 'email',
        value: typed(request, 'email'),
      },
    ])}</div>`,
  };
}

export const forgotAction: Action = {
  page: 'forgot',
  act: (request) => {
    const email = field(request, 'email');
    requestPasswordReset(request.root, email);
    return { to: 'forgot-sent', query: { email } };
  },
};

export function forgotSentPage({ query }: SimulatorRequest): Page {
  const address = query.get('email') ?? '';
  return {
    title: 'Check your email',
    body: html`<div class="card"><p>A link to set a new password is on its way.</p><p>${action('mail', 'Open the mailbox', { address })}</p></div>`,
  };
}

export function resetPage({ query, form: posted }: SimulatorRequest): Page {
  const token = query.get('token') ?? posted.get('token') ?? '';
  return {
    title: 'Reset password',
    body: html`<div class="card">${form('reset', 'Reset password', [
      hidden('token', token),
      { name: 'password', label: 'New password', type: 'password', hint: PASSWORD_HINT },
      { name: 'again', label: 'The same again', type: 'password' },
    ])}</div><p>The link has expired? ${link('forgot', 'Ask for another one')}</p>`,
  };
}

export const resetAction: Action = {
  page: 'reset',
  done: 'The password is set. Sign in with it.',
  act: (request) => {
    const password = secretField(request, 'password');
    if (password !== secretField(request, 'again')) {
      const message = 'The two passwords are not the same. Type both again.';
      throw new SignInRefusal('password-refused', message);
    }
    setPasswordByLink(request.root, field(request, 'token'), password);
    return { to: 'sign-in' };
  },
};
