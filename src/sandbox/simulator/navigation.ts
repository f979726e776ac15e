import { isRinging } from '../root/alternative-factors.ts';
import type { SignInRecord } from '../root/root-state.ts';
import { type Html, html } from './html.ts';
import { simulatorPath } from './simulator-path.ts';
import type { SimulatorRequest } from './simulator-request.ts';

/** Pages that are not part of the sign-in. */
const OTHERS = ['', 'mail', 'phone', 'authenticator'];

/** The way between sign-in page, mailbox, phone and authenticator. @param current name of the page that is open, if it has one */
export function navigation(request: SimulatorRequest, current?: string): Html {
  const { root } = request;
  const rings = root.state.signIns.some((record) => isRinging(root, record));
  const [signInPage, signInText] = signInEntry(request);
  const isSignIn = current !== undefined && !OTHERS.includes(current);
  const currentEntry = isSignIn ? signInPage : current;
  const entries = [
    ['', 'Start'],
    [signInPage, signInText],
    ['mail', 'Mailbox'],
    ['phone', rings ? 'Phone (it rings)' : 'Phone'],
    ['authenticator', 'Authenticator'],
  ] as const;
  const items = entries.map(([page, text]) => {
    const isCurrent = page === currentEntry;
    const mark = isCurrent ? html` aria-current="page"` : undefined;
    return html`<li><a href="${simulatorPath(page)}"${mark}>${text}</a></li>`;
  });
  return html`<nav aria-label="Simulator"><ul>${items}</ul></nav>`;
}

/** Whoever comes back from the mailbox goes on where they were. */
function signInEntry({ root, signIn }: SimulatorRequest): readonly [page: string, text: string] {
  const record = root.state.signIns.find(({ id }) => id === signIn);
  if (!record || root.isOver(record.expiresAt)) return ['sign-in', 'Sign in'];
  if (record.stage === 'signed-in') return ['credentials', 'Security credentials'];
  return [hasAlternative(record) ? 'alternative' : 'mfa', 'Go on signing in'];
}

function hasAlternative({ mailCode, isMailVerified }: SignInRecord): boolean {
  return mailCode !== undefined || isMailVerified === true;
}
