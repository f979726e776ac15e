import { Html } from './html.ts';
import type { Tone } from './parts.ts';

const PATHS: { readonly [tone in Tone]: string } = {
  good: 'M7 12.5l3.4 3.4L17.2 9',
  bad: 'M8 8l8 8M16 8l-8 8',
  open: 'M9 9.6a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1-1.4 2M12 17.2v.1',
  plain: 'M8 12h8',
};

/** A mark in a circle that says the tone without colour. */
export function icon(tone: Tone): Html {
  return new Html(
    `<svg class="icon ${tone}" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/><path d="${PATHS[tone]}"/></svg>`,
  );
}
