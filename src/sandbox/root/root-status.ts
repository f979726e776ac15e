import type { RootUsers } from './root-users.ts';
import type { Scenario } from './scenario.ts';

/** An account and its root user at a glance. No secrets. */
export interface AccountStatus {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: string;
  readonly scenario: Scenario;
  /** That AWS calls, with its plus. */
  readonly phone: string;
  readonly isMailboxLost: boolean;
  readonly hasPassword: boolean;
  readonly mfaDevices: readonly { readonly serial: string; readonly holder: string }[];
  readonly accessKeys: readonly string[];
  readonly signingCertificates: readonly string[];
  readonly passwordLastUsed?: string;
}

/** All accounts, the management account first. */
export function rootStatus(root: RootUsers): AccountStatus[] {
  return root.organization.state.accounts.map(({ id, name, email, state }) => {
    const user = root.find(id);
    const {
      login,
      mfaDevices = [],
      accessKeys = [],
      signingCertificates = [],
    } = user?.credentials ?? {};
    return {
      id,
      name,
      email,
      state,
      scenario: user?.scenario ?? 'normal',
      phone: `+${root.phoneOf(id)}`,
      isMailboxLost: root.state.lostMailboxes.includes(email.toLowerCase()),
      hasPassword: login?.passwordHash !== undefined,
      mfaDevices: mfaDevices.map(({ serial, holder }) => ({ serial, holder })),
      accessKeys: accessKeys.map((key) => key.id),
      signingCertificates: signingCertificates.map((certificate) => certificate.id),
      ...(user?.passwordLastUsed !== undefined && { passwordLastUsed: user.passwordLastUsed }),
    };
  });
}
