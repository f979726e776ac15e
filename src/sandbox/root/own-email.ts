import { acceptEmailChange, startEmailChange } from './email-change.ts';
import type { RootUsers } from './root-users.ts';
import { signInAt } from './sign-in.ts';
import { SignInRefusal } from './sign-in-refusal.ts';

/**
 * Asks for another address of the root user, in the console; the only way for a management account.
 * @throws SignInRefusal `session-over`, `not-this-step`, `address-refused`.
 */
export function requestEmailChange(root: RootUsers, id: string, email: string): void {
  const { user } = signInAt(root, id, 'signed-in');
  const address = email.trim();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) || address.length > 64) {
    throw new SignInRefusal(
      'address-refused',
      'That is no e-mail address: it is written like name@domain.example, in at most 64 letters.',
    );
  }
  if (root.organization.findByEmail(address)) {
    const message = 'That address is in use by an AWS account. Choose another one.';
    throw new SignInRefusal('address-refused', message);
  }
  startEmailChange(root, user.account, address);
}

/** @throws SignInRefusal `session-over`, `not-this-step`, `code-wrong`. */
export function confirmEmailChange(root: RootUsers, id: string, email: string, otp: string): void {
  const { user } = signInAt(root, id, 'signed-in');
  if (acceptEmailChange(root, user.account, email, otp) === 'accepted') {
    const request = { primaryEmail: email };
    root.tell(user.account, { source: 'account.amazonaws.com', name: 'EmailUpdated', request });
    return;
  }
  const message =
    'That is not the code that was mailed to this address, or it has expired. Send another code.';
  throw new SignInRefusal('code-wrong', message);
}
