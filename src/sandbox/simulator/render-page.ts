import { createHash } from 'node:crypto';
import type { WireResponse } from '../wire/wire-protocol.ts';
import { link } from './form.ts';
import { Html, html } from './html.ts';
import type { Page } from './simulator-request.ts';

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 0 1rem 3rem; }
header { background: #fff3c4; border: 2px solid #b7791f; margin: 1rem 0; padding: .5rem 1rem; }
nav a { margin-right: 1rem; }
form, .mail { border: 1px solid #bbb; margin: 1rem 0; padding: .75rem 1rem; }
label { display: block; margin-bottom: .5rem; }
.refused { background: #fde8e8; border: 2px solid #c53030; padding: .5rem 1rem; }
code, .code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.code { font-size: 1.5rem; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  // Not no-referrer: browsers would then leave the origin out of forms, by which others' are told apart.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** @param refused why what was asked for is not done @default nothing was refused */
export function renderPage({ title, body }: Page, status: number, refused?: string): WireResponse {
  const notice =
    refused === undefined ? undefined : html`<p class="refused" role="alert">${refused}</p>`;
  const document = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Sandbox sign-in simulator</title><style>${new Html(STYLE)}</style></head>
<body>
<header role="note"><strong>Sandbox sign-in simulator: not AWS.</strong> Nothing here reaches a real account. Never type a real password.</header>
<nav>${link('', 'Start')} ${link('sign-in', 'Sign in')} ${link('mail', 'Mailboxes')} ${link('phone', 'Phones')} ${link('authenticator', 'Authenticator')}</nav>
<main>
<h1>${title}</h1>
${notice}
${body}
</main>
</body>
</html>
`;
  return { status, headers: HEADERS, body: document.text };
}
