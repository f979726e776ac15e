import { readMailbox, recreateMailbox } from '../root/mailbox.ts';
import type { MailMessage } from '../root/root-state.ts';
import type { RootUsers } from '../root/root-users.ts';
import { action, form, hidden, link } from './form.ts';
import { type Html, html } from './html.ts';
import { shownTime } from './shown-time.ts';
import { type Action, field, type Page, type SimulatorRequest } from './simulator-request.ts';

/** All mailboxes; with `?address=`, one of them. */
export function mailboxPage({ root, query }: SimulatorRequest): Page {
  const address = query.get('address') ?? '';
  if (address === '') return listPage(root);
  if (isLost(root, address)) return lostPage(address);
  const mails = readMailbox(root, address).map(mailView);
  return {
    title: `Mail to ${address}`,
    body: html`<p>${link('mail', 'Look for new mail', { address })}. ${link('mail', 'All mailboxes')}.</p>
${mails.length === 0 ? html`<p class="card">There is no mail.</p>` : mails}`,
  };
}

function listPage(root: RootUsers): Page {
  const { accounts } = root.organization.state;
  const own = accounts.map(({ email }) => email.toLowerCase());
  const addresses = [...new Set([...own, ...Object.keys(root.state.mailboxes)])];
  const items = addresses.map((address) => {
    const owner = accounts.find(({ email }) => email.toLowerCase() === address);
    const about = owner ? `Root user of ${owner.name}` : 'No root user';
    const content = isLost(root, address) ? 'lost' : countOf(readMailbox(root, address).length);
    return html`<li>${link('mail', address, { address })}<br><span class="quiet">${about}: ${content}</span></li>`;
  });
  return { title: 'Mailboxes', body: html`<ul class="plain card">${items}</ul>` };
}

function countOf(mails: number): string {
  return mails === 1 ? '1 mail' : `${mails} mails`;
}

function isLost({ state }: RootUsers, address: string): boolean {
  return state.lostMailboxes.includes(address.trim().toLowerCase());
}

function lostPage(address: string): Page {
  return {
    title: `Mail to ${address}`,
    body: html`<div class="card"><p>Nobody can read this mailbox.</p>
<p>Whoever runs the mail of the domain can make it anew; what was sent before stays lost. Or the root user gets another address.</p>
${form('mail-recreate', 'Make the mailbox anew', [hidden('address', address)])}</div><p>${link('mail', 'All mailboxes')}</p>`,
  };
}

function mailView({ at, from, subject, text, resetToken }: MailMessage): Html {
  const reset =
    resetToken === undefined
      ? undefined
      : html`<p>${action('reset', 'Reset your password', { token: resetToken })}</p>`;
  return html`<article class="card"><h2>${subject}</h2><p class="quiet">From ${from}, ${shownTime(at)}</p><p>${text}</p>${reset}</article>`;
}

export const recreateAction: Action = {
  page: 'mail',
  done: 'The mailbox is there again. Mail that is sent from now on arrives.',
  act: (request) => {
    const address = field(request, 'address');
    recreateMailbox(request.root, address);
    return { to: 'mail', query: { address } };
  },
};
