import type { Identity } from '../sts/identity.ts';
import type { Organization } from './organization.ts';
import { accessDenied } from './organizations-error.ts';

/** @throws ServiceError `AccessDeniedException` for callers of other accounts: the sandbox has no delegated administrators. */
export function managementOnly({ managementAccount }: Organization, caller: Identity): void {
  if (caller.account !== managementAccount) throw accessDenied();
}
