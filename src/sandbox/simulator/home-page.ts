import { rootStatus } from '../root/root-status.ts';
import { FIRST_PASSWORD } from '../root/seed.ts';
import { html } from './html.ts';
import type { Page, SimulatorRequest } from './simulator-request.ts';

export function homePage({ root }: SimulatorRequest): Page {
  const rows = rootStatus(root).map(
    ({ id, name, email, phone, scenario }) =>
      html`<tr><td>${name}</td><td>${id}</td><td>${email}</td><td>${phone}</td><td>${scenario}</td></tr>`,
  );
  return {
    title: 'Root users of the sandbox',
    body: html`<p>This plays what a person does to win back a root user: the sign-in page of AWS, the mailbox, the phone and the
authenticator app. In the scenario <em>normal</em> the password of a root user that has one is <code>${FIRST_PASSWORD}</code>.</p>
<table><thead><tr><th>Account</th><th>Number</th><th>Address</th><th>Phone</th><th>Scenario</th></tr></thead><tbody>${rows}</tbody></table>`,
  };
}
