import type { Instant } from '../../core/ports.ts';
import { operatorOf } from '../sts/identity.ts';
import type { IamState } from './iam-state.ts';

/** IAM on the first day: the one user of the management account. */
export function seedIam(account: string, now: Instant): IamState {
  const { name, userId } = operatorOf(account);
  const accessKeys = [{ id: 'AKIASANDBOXOPERATOR0', createdAt: now }];
  const credentials = { mfaDevices: [], accessKeys, signingCertificates: [] };
  return { users: [{ account, name, userId, createdAt: now, credentials }], reports: {} };
}
