import { createHash } from 'node:crypto';
import type { WireResponse } from '../wire/wire-protocol.ts';
import { Html, html } from './html.ts';
import { navigation } from './navigation.ts';
import type { Page, SimulatorRequest } from './simulator-request.ts';
import { STYLE } from './style.ts';

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

/** How a page is shown. */
export interface Showing {
  readonly request: SimulatorRequest;
  /** The name of the page. @default it has none */
  readonly name?: string;
  readonly status: number;
  /** Why what was asked for is not done. @default nothing was refused */
  readonly refused?: string | undefined;
  /** What has been done. @default nothing that the page does not show */
  readonly done?: string | undefined;
}

export function renderPage({ title, body, freshFor }: Page, showing: Showing): WireResponse {
  const { request, name, status, refused } = showing;
  const document = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${refused === undefined ? '' : 'Refused: '}${title} · Kunren sandbox, not AWS</title><style>${new Html(STYLE)}</style></head>
<body>
<header>
<div class="sandbox" role="note"><strong>Kunren sandbox sign-in simulator: not AWS.</strong> Nothing here reaches a real account. Never type a real password.</div>
${navigation(request, name)}
</header>
<main>
<h1>${title}</h1>
${noticeOf(showing)}
${body}
</main>
</body>
</html>
`;
  const headers = freshFor === undefined ? HEADERS : { ...HEADERS, refresh: String(freshFor) };
  return { status, headers, body: document.text };
}

function noticeOf({ refused, done }: Showing): Html | undefined {
  // With the focus on it, it is read out first, and the next Tab leads to the form.
  if (refused !== undefined)
    return html`<p class="notice refused" role="alert" tabindex="-1" autofocus>${refused}</p>`;
  return done === undefined ? undefined : html`<p class="notice" role="status">${done}</p>`;
}
