import {
  callPhone,
  finishAlternative,
  giveMailCode,
  sendMailCode,
} from '../root/alternative-factors.ts';
import type { SignInRecord } from '../root/root-state.ts';
import type { RootUsers } from '../root/root-users.ts';
import { signInAt } from '../root/sign-in.ts';
import { form, link } from './form.ts';
import { type Html, html } from './html.ts';
import { type Action, field, type Page, type SimulatorRequest } from './simulator-request.ts';

const PAGE = 'alternative';

export function alternativePage({ root, signIn }: SimulatorRequest): Page {
  const { record } = signInAt(root, signIn, 'mfa');
  const isPhoneVerified = record.phoneCall?.status === 'verified';
  return {
    title: 'Sign in using alternative factors',
    body: html`<h2>1. E-mail</h2>${mailStep(record)}
<h2>2. Phone</h2>${record.isMailVerified ? phoneStep(root, record) : html`<p>After the e-mail.</p>`}
<h2>3. Sign in</h2>${isPhoneVerified ? form('alternative-finish', 'Sign in') : html`<p>After the phone.</p>`}`,
  };
}

function mailStep({ isMailVerified, mailCode }: SignInRecord): Html {
  if (isMailVerified) return html`<p>Verified.</p>`;
  const codeForm =
    mailCode &&
    form('alternative-mail-code', 'Verify', [{ name: 'code', label: 'Code from the mail' }]);
  return html`${form('alternative-mail', 'Send verification email')}${codeForm}`;
}

function phoneStep(root: RootUsers, { account, phoneCall }: SignInRecord): Html {
  if (phoneCall?.status === 'verified') return html`<p>Verified.</p>`;
  const hidesBut = root.phoneOf(account).slice(-4);
  const call = form('alternative-call', 'Call me now');
  const isRinging = phoneCall?.status === 'ringing' && !root.isOver(phoneCall.expiresAt);
  if (!phoneCall || !isRinging) return html`<p>The phone number ends in ${hidesBut}.</p>${call}`;
  return html`<p>We are calling the number that ends in ${hidesBut}. Key this in on the phone:</p>
<p class="code">${phoneCall.code}</p><p>${link(PAGE, 'I have keyed it in')}</p>${call}`;
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
