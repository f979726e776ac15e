import type { Ms } from '../../core/ports.ts';
import { sendMail } from './mailbox.ts';
import { hashPassword, passwordProblem } from './password.ts';
import type { ResetRecord } from './root-state.ts';
import type { RootUsers } from './root-users.ts';
import { SignInRefusal } from './sign-in-refusal.ts';

const LINK_MS: Ms = 15 * 60_000;

/**
 * "Forgot your password?": mails a link to the root user's address.
 * @throws SignInRefusal `no-such-account`; `no-root-password` for a member whose root credentials are managed by the
 * management account and which has none.
 */
export function requestPasswordReset(root: RootUsers, email: string): void {
  const { account, user } = root.byEmail(email);
  if (!user.credentials.login && root.organization.managesRootOf(account.id)) {
    const message =
      'The root user of this account has no password, and its recovery is not allowed. The management account can allow it.';
    throw new SignInRefusal('no-root-password', message);
  }
  const { state } = root;
  const token = root.newSecret();
  const reset: ResetRecord = { token, account: account.id, expiresAt: root.in(LINK_MS) };
  state.resets = [...state.resets.filter(({ expiresAt }) => !root.isOver(expiresAt)), reset];
  sendMail(root, account.email, {
    from: 'verify',
    subject: 'Amazon Web Services Password Assistance',
    text: `We received a request to reset the password of the root user of ${account.name} (${account.id}). The link is good for ${LINK_MS / 60_000} minutes.`,
    resetToken: token,
  });
  root.tell(account.id, {
    source: 'signin.amazonaws.com',
    name: 'PasswordRecoveryRequested',
    type: 'AwsConsoleSignIn',
    response: { PasswordRecoveryRequested: 'Success' },
  });
}

/** @throws SignInRefusal `link-invalid`, `password-refused`; the link can then be used again. */
export function setPasswordByLink(root: RootUsers, token: string, password: string): void {
  const { state } = root;
  const reset = state.resets.find((each) => each.token === token);
  const user = reset && root.find(reset.account);
  const account = reset && root.organization.find(reset.account);
  if (!reset || !user || !account || root.isOver(reset.expiresAt)) {
    const message = 'This link is not valid, has been used, or has expired. Ask for another one.';
    throw new SignInRefusal('link-invalid', message);
  }
  const problem = passwordProblem(password, account);
  if (problem !== undefined) throw new SignInRefusal('password-refused', problem);
  const { login } = user.credentials;
  const createdAt = login?.createdAt ?? root.now();
  user.credentials.login = { createdAt, passwordHash: hashPassword(password) };
  // The others of this account were mailed before the password changed.
  state.resets = state.resets.filter((each) => each.account !== reset.account);
  root.tell(reset.account, {
    source: 'signin.amazonaws.com',
    name: 'PasswordRecoveryCompleted',
    type: 'AwsConsoleSignIn',
    response: { PasswordRecoveryCompleted: 'Success' },
  });
}
