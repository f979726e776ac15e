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
  return { title: 'Phones', body: html`${[...numbers].map((number) => phoneView(root, number))}` };
}

function phoneView(root: RootUsers, number: string): Html {
  const heading = html`<h2>+${number}</h2>`;
  if (root.state.foreignPhones.includes(number)) {
    return html`${heading}<p>This is not your phone. Somebody has put its number into the contact information.</p>`;
  }
  if (callsTo(root, number).length === 0) return html`${heading}<p>It does not ring.</p>`;
  const fields = [
    hidden('number', number),
    { name: 'code', label: 'Amazon Web Services calls: key in the number on your screen' },
  ];
  return html`${heading}${form('phone', 'Key in', fields)}`;
}

export const phoneAction: Action = {
  page: 'phone',
  act: (request) => {
    keyInOnPhone(request.root, field(request, 'number'), field(request, 'code'));
    return { to: 'phone' };
  },
};
