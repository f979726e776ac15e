import { callsTo, keyInOnPhone } from '../root/alternative-factors.ts';
import type { RootUsers } from '../root/root-users.ts';
import { form, hidden } from './form.ts';
import { type Html, html } from './html.ts';
import { type Action, field, type Page, type SimulatorRequest } from './simulator-request.ts';

/** The phones whose numbers AWS has. */
export function phonePage({ root }: SimulatorRequest): Page {
  const numbers = new Set(
    root.organization.state.accounts.map(({ id }) => root.phoneOf(id)).filter(Boolean),
  );
  return { title: 'Phone', body: html`${[...numbers].map((number) => phoneView(root, number))}` };
}

function phoneView(root: RootUsers, number: string): Html {
  const accounts = root.organization.state.accounts
    .filter(({ id }) => root.phoneOf(id) === number)
    .map(({ name }) => name);
  return html`<article class="card"><h2>+${number}</h2><p class="quiet">In the contact information of ${accounts.join(', ')}.</p>
${callView(root, number)}</article>`;
}

function callView(root: RootUsers, number: string): Html {
  if (root.state.foreignPhones.includes(number)) {
    return html`<p>This is not your phone: somebody has put its number into the contact information. An administrator of the account
can correct it, with <code>account:PutContactInformation</code>.</p>`;
  }
  if (callsTo(root, number).length === 0) return html`<p>It does not ring.</p>`;
  return html`<p>It rings: Amazon Web Services calls.</p>${form('phone', 'Key in', [
    hidden('number', number),
    {
      name: 'code',
      label: 'The number on your screen',
      type: 'code',
      hint: 'Six digits on the sign-in page.',
    },
  ])}`;
}

export const phoneAction: Action = {
  page: 'phone',
  done: '✓ That is right. Go on signing in.',
  act: (request) => {
    keyInOnPhone(request.root, field(request, 'number'), field(request, 'code'));
    return { to: 'phone' };
  },
};
