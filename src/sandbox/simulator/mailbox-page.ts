import { readMailbox, recreateMailbox } from '../root/mailbox.ts';
import type { MailMessage } from '../root/root-state.ts';
import type { RootUsers } from '../root/root-users.ts';
import { form, hidden, link } from './form.ts';
import { type Html, html } from './html.ts';
import { type Action, field, type Page, type SimulatorRequest } from './simulator-request.ts';

/** All mailboxes; with `?address=`, one of them. */
export function mailboxPage({ root, query }: SimulatorRequest): Page {
  const address = query.get('address') ?? '';
  if (address === '') return listPage(root);
  if (root.state.lostMailboxes.includes(address.trim().toLowerCase())) return lostPage(address);
  const mails = readMailbox(root, address).map(mailView);
  return {
    title: `Mail to ${address}`,
    body: mails.length === 0 ? html`<p>There is none.</p>` : html`${mails}`,
  };
}

function listPage(root: RootUsers): Page {
  const own = root.organization.state.accounts.map(({ email }) => email.toLowerCase());
  const addresses = [...new Set([...own, ...Object.keys(root.state.mailboxes)])];
  const items = addresses.map((address) => html`<li>${link('mail', address, { address })}</li>`);
  return { title: 'Mailboxes', body: html`<ul>${items}</ul>` };
}

function lostPage(address: string): Page {
  return {
    title: `Mail to ${address}`,
    body: html`<p>Nobody can read this mailbox.</p>
<p>Whoever runs the mail of the domain can make it anew; what was sent before stays lost.</p>
${form('mail-recreate', 'Make the mailbox anew', [hidden('address', address)])}`,
  };
}

function mailView({ at, from, subject, text, resetToken }: MailMessage): Html {
  const reset =
    resetToken === undefined
      ? undefined
      : html`<p>${link('reset', 'Reset your password', { token: resetToken })}</p>`;
  return html`<article class="mail"><h2>${subject}</h2><p>${at}, from ${from}</p><p>${text}</p>${reset}</article>`;
}

export const recreateAction: Action = {
  page: 'mail',
  act: (request) => {
    recreateMailbox(request.root, field(request, 'address'));
    return { to: 'mail' };
  },
};
