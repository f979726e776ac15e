import type { Ms } from '../../core/ports.ts';
import { tellLogin } from './console-login.ts';
import { isPassword } from './password.ts';
import type { RootUser, SignInRecord } from './root-state.ts';
import type { RootUsers } from './root-users.ts';
import { SignInRefusal } from './sign-in-refusal.ts';
import { resync, useCode } from './verify-code.ts';

/** Somebody who has begun to sign in has so long to finish. */
const SIGN_IN_MS: Ms = 15 * 60_000;
/** As long as the console lets a root user stay. */
const SESSION_MS: Ms = 12 * 3_600_000;

const WRONG = 'Your authentication information is incorrect. Please try again';

/**
 * The first step: address and password. Without an MFA device it is the only one.
 * @throws SignInRefusal `no-such-account`, `no-root-password`, `wrong-credentials`.
 */
export function signIn(root: RootUsers, email: string, password: string): SignInRecord {
  const { account, user } = root.byEmail(email);
  const { login, mfaDevices } = user.credentials;
  if (!login && root.organization.managesRootOf(account.id)) {
    const message =
      'The root user of this account has no password: the management account manages its root credentials. Once it has allowed recovery, choose “Forgot your password?”.';
    throw new SignInRefusal('no-root-password', message);
  }
  if (login?.passwordHash === undefined || !isPassword(login.passwordHash, password)) {
    tellLogin(root, account.id, { isFailure: true });
    throw new SignInRefusal('wrong-credentials', `${WRONG}, or choose “Forgot your password?”.`);
  }
  if (mfaDevices.length > 0) return open(root, account.id, 'mfa');
  return signedIn(root, user);
}

/**
 * The second step, with a code of any device that is registered.
 * @throws SignInRefusal `session-over`, `not-this-step`, `wrong-credentials`.
 */
export function giveMfaCode(root: RootUsers, id: string, code: string): SignInRecord {
  const { record, user } = signInAt(root, id, 'mfa');
  const { mfaDevices } = user.credentials;
  const device = mfaDevices.find((each) => useCode(each, code, root.nowMs()));
  if (!device) {
    tellLogin(root, user.account, { device: mfaDevices[0]?.serial ?? '', isFailure: true });
    const message = `${WRONG} with the next code: each one works once, and not for long.`;
    throw new SignInRefusal('wrong-credentials', message);
  }
  return signedIn(root, user, record, device.serial);
}

/**
 * "Re-sync with our servers", for a device whose clock is off: two codes in a row. The sign-in itself takes the next one.
 * @throws SignInRefusal `session-over`, `not-this-step`, `code-wrong`.
 */
export function resyncMfaDevice(root: RootUsers, id: string, first: string, second: string): void {
  const { user } = signInAt(root, id, 'mfa');
  const codes = [first.trim(), second.trim()] as const;
  const device = user.credentials.mfaDevices.find((each) => resync(each, ...codes, root.nowMs()));
  if (!device) {
    const message =
      'These are not two new codes in a row of a device of this root user. Wait for the next two codes and give both.';
    throw new SignInRefusal('code-wrong', message);
  }
  root.tell(user.account, {
    source: 'iam.amazonaws.com',
    name: 'ResyncMFADevice',
    request: { userName: 'root', serialNumber: device.serial },
    resources: [device.serial],
  });
}

/**
 * Somebody who signs in or has, at the step where they should be.
 * @throws SignInRefusal `session-over`, `not-this-step`.
 */
export function signInAt(
  root: RootUsers,
  id: string,
  stage: SignInRecord['stage'],
): { readonly record: SignInRecord; readonly user: RootUser } {
  const record = root.state.signIns.find((each) => each.id === id);
  const user = record && root.find(record.account);
  if (!record || !user || root.isOver(record.expiresAt)) {
    throw new SignInRefusal('session-over', 'You are not signed in, or no longer. Sign in again.');
  }
  if (record.stage === stage) return { record, user };
  const message =
    stage === 'mfa'
      ? 'You are signed in already. Go on with your security credentials.'
      : 'Give the code of your MFA device first.';
  throw new SignInRefusal('not-this-step', message);
}

/** Ends the sign-in that was, where there was one, and begins the session. */
export function signedIn(
  root: RootUsers,
  user: RootUser,
  before?: SignInRecord,
  device?: string,
): SignInRecord {
  user.passwordLastUsed = root.now();
  tellLogin(root, user.account, device === undefined ? {} : { device });
  if (before) signOut(root, before.id);
  return open(root, user.account, 'signed-in');
}

export function signOut({ state }: RootUsers, id: string): void {
  state.signIns = state.signIns.filter((each) => each.id !== id);
}

function open(root: RootUsers, account: string, stage: SignInRecord['stage']): SignInRecord {
  const { state } = root;
  const expiresAt = root.in(stage === 'mfa' ? SIGN_IN_MS : SESSION_MS);
  const record: SignInRecord = { id: root.newSecret(), account, stage, expiresAt };
  state.signIns = [...state.signIns.filter((each) => !root.isOver(each.expiresAt)), record];
  return record;
}
