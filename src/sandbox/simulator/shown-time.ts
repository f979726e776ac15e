import type { Instant } from '../../core/ports.ts';
import { type Html, html } from './html.ts';

/** An instant, to the second. */
export function shownTime(at: Instant): Html {
  return html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`;
}
