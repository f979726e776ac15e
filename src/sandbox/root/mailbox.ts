import { randomUUID } from 'node:crypto';
import type { MailMessage } from './root-state.ts';
import type { RootUsers } from './root-users.ts';
import { SignInRefusal } from './sign-in-refusal.ts';

const KEPT = 50;
/** Where AWS writes from. */
const SENDERS = {
  verify: 'no-reply@verify.signin.aws',
  signin: 'no-reply@signin.aws',
} as const;

/** Mail to an address, newest last. What goes to an address that nobody reads is lost. */
export function sendMail(
  root: RootUsers,
  address: string,
  mail: { readonly from: keyof typeof SENDERS } & Pick<
    MailMessage,
    'subject' | 'text' | 'resetToken'
  >,
): void {
  const { state } = root;
  const box = boxOf(address);
  if (state.lostMailboxes.includes(box)) return;
  const { from, ...content } = mail;
  const message = { id: randomUUID(), at: root.now(), from: SENDERS[from], ...content };
  state.mailboxes[box] = [...(state.mailboxes[box] ?? []), message].slice(-KEPT);
}

/** What has arrived, newest first. @throws SignInRefusal `mailbox-lost`. */
export function readMailbox({ state }: RootUsers, address: string): readonly MailMessage[] {
  const box = boxOf(address);
  if (state.lostMailboxes.includes(box)) {
    const message = `Nobody can read the mail to ${address}.`;
    throw new SignInRefusal('mailbox-lost', message);
  }
  return [...(state.mailboxes[box] ?? [])].reverse();
}

/** Whoever runs the mail of the domain makes the mailbox anew; what was sent before stays lost. */
export function recreateMailbox({ state }: RootUsers, address: string): void {
  const box = boxOf(address);
  state.lostMailboxes = state.lostMailboxes.filter((lost) => lost !== box);
  state.mailboxes[box] = [];
}

/** From now on nobody can read this mail. */
export function loseMailbox({ state }: RootUsers, address: string): void {
  const box = boxOf(address);
  delete state.mailboxes[box];
  if (!state.lostMailboxes.includes(box)) state.lostMailboxes.push(box);
}

function boxOf(address: string): string {
  return address.trim().toLowerCase();
}
