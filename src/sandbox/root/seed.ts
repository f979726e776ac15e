import type { Instant } from '../../core/ports.ts';
import { SANDBOX_MEMBER } from '../organizations/seed.ts';
import { newMfaDevice } from './mfa-device.ts';
import { hashPassword } from './password.ts';
import type { RootState, RootUser } from './root-state.ts';

/** The password of every root user that has one, on the first day and after a return to normal. It is no secret. */
export const FIRST_PASSWORD = 'Sandbox-root-1';

/** Root users on the first day. */
export function seedRoot(accounts: readonly string[], now: Instant): RootState {
  return {
    users: Object.fromEntries(accounts.map((account) => [account, normalRootUser(account, now)])),
    mailboxes: {},
    lostMailboxes: [],
    foreignPhones: [],
    signIns: [],
    resets: [],
    emailChanges: [],
  };
}

/** A password and an MFA device; only the member whose root credentials have been deleted has nothing. */
export function normalRootUser(account: string, now: Instant): RootUser {
  const credentials = { mfaDevices: [], accessKeys: [], signingCertificates: [] };
  const user = { account, createdAt: now, scenario: 'normal' } as const;
  if (account === SANDBOX_MEMBER) return { ...user, credentials };
  const login = { createdAt: now, passwordHash: hashPassword(FIRST_PASSWORD) };
  const device = newMfaDevice(account, 'root-account-mfa-device', 'operator', now);
  return { ...user, credentials: { ...credentials, login, mfaDevices: [device] } };
}
