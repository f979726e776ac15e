import { randomInt } from 'node:crypto';
import type { Ms } from '../../core/ports.ts';
import { sendMail } from './mailbox.ts';
import type { RootUsers } from './root-users.ts';

const OTP_MS: Ms = 15 * 60_000;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Begins the change of a root user's address: a one-time code goes to the new one. */
export function startEmailChange(root: RootUsers, account: string, email: string): void {
  const { state } = root;
  const otp = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const change = { account, email, otp, expiresAt: root.in(OTP_MS) };
  state.emailChanges = [...state.emailChanges.filter((each) => each.account !== account), change];
  sendMail(root, email, {
    from: 'verify',
    subject: 'Verify your new AWS root user email address',
    text: `The code to make this the address of the root user of account ${account} is ${otp}. It is good for ${OTP_MS / 60_000} minutes.`,
  });
}

/**
 * Ends it. Password and MFA devices stay as they are.
 * @returns `none` when no change to this address is under way, `wrong` when the code is not the one that was mailed
 */
export function acceptEmailChange(
  root: RootUsers,
  account: string,
  email: string,
  otp: string,
): 'accepted' | 'none' | 'wrong' {
  const { state } = root;
  const change = state.emailChanges.find(
    (each) => each.account === account && each.email.toLowerCase() === email.toLowerCase(),
  );
  const record = root.organization.find(account);
  if (!change || !record || root.isOver(change.expiresAt)) return 'none';
  if (change.otp !== otp.trim().toUpperCase()) return 'wrong';
  record.email = change.email;
  state.emailChanges = state.emailChanges.filter((each) => each !== change);
  return 'accepted';
}
