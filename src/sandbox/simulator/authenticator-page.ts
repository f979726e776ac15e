import { fromBase32 } from '../root/base32.ts';
import type { RootUsers } from '../root/root-users.ts';
import { STEP_MS, stepAt, totp } from '../root/totp.ts';
import { type Html, html } from './html.ts';
import type { Page, SimulatorRequest } from './simulator-request.ts';

/** Codes of the devices that the operator has, those that wait for registration included. */
export function authenticatorPage({ root }: SimulatorRequest): Page {
  const users = Object.values(root.state.users);
  const held = users.flatMap(({ credentials }) =>
    credentials.mfaDevices
      .filter(({ holder }) => holder === 'operator')
      .map(({ serial, secret }) => deviceView(root, serial, secret)),
  );
  const waiting = root.state.signIns
    .filter(({ expiresAt }) => !root.isOver(expiresAt))
    .flatMap(({ account, newDevice }) =>
      newDevice
        ? [deviceView(root, `${newDevice.name} (${account}), not registered yet`, newDevice.secret)]
        : [],
    );
  const all = [...held, ...waiting];
  const left = Math.ceil((STEP_MS - (root.nowMs() % STEP_MS)) / 1000);
  return {
    title: 'Authenticator',
    body: html`<p>The code before is shown too, so that a registration, which takes two in a row, need not wait. New codes in
${left} seconds; load this page again then. Devices that are lost or somebody else's are not here.</p>
${all.length === 0 ? html`<p>There is no device.</p>` : all}`,
  };
}

function deviceView(root: RootUsers, name: string, secret: string): Html {
  const key = fromBase32(secret);
  const step = stepAt(root.nowMs());
  return html`<h2>${name}</h2><p>Before: <span class="code">${totp(key, step - 1)}</span> Now: <span class="code">${totp(key, step)}</span></p>`;
}
