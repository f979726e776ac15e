import {
  callPhone,
  finishAlternative,
  giveMailCode,
  sendMailCode,
} from '../root/alternative-factors.ts';
import type { SignInRecord } from '../root/root-state.ts';
import type { RootUsers } from '../root/root-users.ts';
import { signInAt } from '../root/sign-in.ts';
import { action, form, link } from './form.ts';
import { type Html, html } from './html.ts';
import { type Action, field, type Page, type SimulatorRequest } from './simulator-request.ts';

const PAGE = 'alternative';

/** Three steps, of which one at a time has something to do. */
export function alternativePage({ root, signIn }: SimulatorRequest): Page {
  const { record } = signInAt(root, signIn, 'mfa');
  const isPhoneVerified = record.phoneCall?.status === 'verified';
  return {
    title: 'Sign in using alternative factors',
    body: html`<ol class="plain">
<li class="card"><h2>1. Email</h2>${mailStep(root, record)}</li>
<li class="card"><h2>2. Phone</h2>${record.isMailVerified ? phoneStep(root, record) : html`<p class="quiet">Comes after the email.</p>`}</li>
<li class="card"><h2>3. Sign in</h2>${isPhoneVerified ? form('alternative-finish', 'Sign in') : html`<p class="quiet">Comes after the phone.</p>`}</li>
</ol><p>${link('mfa', 'Back to the MFA code')}</p>`,
  };
}

function mailStep(root: RootUsers, { account, isMailVerified, mailCode }: SignInRecord): Html {
  if (isMailVerified) return html`<p>✓ Verified.</p>`;
  const send = 'Send verification email';
  if (!mailCode) {
    return html`<p>A code goes to the root user's address.</p>${form('alternative-mail', send)}`;
  }
  const address = root.organization.find(account)?.email ?? '';
  return html`<p>A code is on its way: ${link('mail', 'Open the mailbox', { address })}</p>${form(
    'alternative-mail-code',
    'Verify',
    [{ name: 'code', label: 'Code from the mail', type: 'code' }],
  )}${form('alternative-mail', send, [], { isSecond: true, about: 'again' })}`;
}

function phoneStep(root: RootUsers, { account, phoneCall }: SignInRecord): Html {
  if (phoneCall?.status === 'verified') return html`<p>✓ Verified.</p>`;
  const number = html`the number that ends in ${root.phoneOf(account).slice(-4)}`;
  const call = 'Call me now';
  const isRinging = phoneCall?.status === 'ringing' && !root.isOver(phoneCall.expiresAt);
  if (!phoneCall || !isRinging) {
    return html`<p>We call ${number}, which is in the account's contact information.</p>${form('alternative-call', call)}`;
  }
  return html`<p>We are calling ${number}. ${link('phone', 'Answer the phone')} and key this in:</p>
<p class="code">${phoneCall.code}</p><p>${action(PAGE, 'I have keyed it in')}</p>${form('alternative-call', call, [], { isSecond: true, about: 'again' })}`;
}

export const mailAction: Action = {
  page: PAGE,
  act: ({ root, signIn }) => {
    sendMailCode(root, signIn);
    return { to: PAGE };
  },
};

export const mailCodeAction: Action = {
  page: PAGE,
  act: (request) => {
    giveMailCode(request.root, request.signIn, field(request, 'code'));
    return { to: PAGE };
  },
};

export const callAction: Action = {
  page: PAGE,
  act: ({ root, signIn }) => {
    callPhone(root, signIn);
    return { to: PAGE };
  },
};

export const finishAction: Action = {
  page: PAGE,
  act: ({ root, signIn }) => ({ to: 'credentials', signIn: finishAlternative(root, signIn).id }),
};
