import { fromBase32 } from '../root/base32.ts';
import type { RootUsers } from '../root/root-users.ts';
import { STEP_MS, stepAt, totp } from '../root/totp.ts';
import { type Html, html } from './html.ts';
import type { Page, SimulatorRequest } from './simulator-request.ts';

interface ShownDevice {
  readonly account: string;
  readonly name: string;
  /** Base32. */
  readonly secret: string;
  readonly isWaiting: boolean;
  /** Time steps that its clock is behind. */
  readonly stepsBehind: number;
}

/** Codes of the devices that the operator has, those that wait for registration included. */
export function authenticatorPage({ root }: SimulatorRequest): Page {
  const devices = [...waiting(root), ...held(root)];
  const freshFor = Math.ceil((STEP_MS - (root.nowMs() % STEP_MS)) / 1000);
  const views = devices.map((device) => deviceView(root, device));
  return {
    title: 'Authenticator',
    freshFor,
    body: html`<p>New codes in ${freshFor} seconds; the page then shows them by itself. Each code works once.</p>
${views.length === 0 ? html`<p class="card">There is no device.</p>` : views}
<p class="quiet">Devices that are lost or somebody else's are not here.</p>`,
  };
}

function held({ state }: RootUsers): ShownDevice[] {
  return Object.values(state.users).flatMap(({ account, credentials }) =>
    credentials.mfaDevices
      .filter(({ holder }) => holder === 'operator')
      .map(({ serial, secret, stepsBehind = 0 }) => {
        const name = serial.slice(serial.indexOf('/') + 1);
        return { account, name, secret, stepsBehind, isWaiting: false };
      }),
  );
}

function waiting(root: RootUsers): ShownDevice[] {
  return root.state.signIns
    .filter(({ expiresAt }) => !root.isOver(expiresAt))
    .flatMap(({ account, newDevice }) =>
      newDevice ? [{ account, ...newDevice, stepsBehind: 0, isWaiting: true }] : [],
    );
}

function deviceView(root: RootUsers, device: ShownDevice): Html {
  const { account, name, secret, isWaiting, stepsBehind } = device;
  const key = fromBase32(secret);
  const clock = root.nowMs() - stepsBehind * STEP_MS;
  const step = stepAt(clock);
  const owner = root.organization.find(account)?.name;
  const time = new Date(clock).toISOString().slice(11, 16);
  return html`<article class="card"><h2>${name}</h2>
<p class="quiet">${owner} (${account})${isWaiting ? ', not registered yet' : ''}</p>
<dl><dt>Code before</dt><dd class="code">${totp(key, step - 1)}</dd><dt>Code now</dt><dd class="code">${totp(key, step)}</dd>
<dt>Its clock</dt><dd>${time} UTC</dd></dl></article>`;
}
