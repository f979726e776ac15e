import type { Instant } from '../../core/ports.ts';
import type { OrganizationState } from './organization-state.ts';

/** The members of the sandbox's organization. No accounts have these numbers. */
const PRODUCTION_MEMBER = '111111111111';
export const SANDBOX_MEMBER = '222222222222';

/** The organization on the first day: centralized root access is on, as it should be long before the bad day. */
export function seedOrganization(managementAccount: string, now: Instant): OrganizationState {
  const enabledAt = now;
  return {
    id: 'o-kunrensandbox',
    managementAccount,
    accounts: [
      {
        id: managementAccount,
        name: 'shop-management',
        email: 'aws-management@shop.example',
        state: 'ACTIVE',
        joined: 'INVITED',
        joinedAt: now,
      },
      {
        id: PRODUCTION_MEMBER,
        name: 'shop-production',
        email: 'aws-production@shop.example',
        state: 'ACTIVE',
        joined: 'CREATED',
        joinedAt: now,
      },
      {
        id: SANDBOX_MEMBER,
        name: 'shop-sandbox',
        email: 'aws-sandbox@shop.example',
        state: 'ACTIVE',
        joined: 'CREATED',
        joinedAt: now,
      },
    ],
    serviceAccess: [
      { principal: 'account.amazonaws.com', enabledAt },
      { principal: 'cloudtrail.amazonaws.com', enabledAt },
      { principal: 'iam.amazonaws.com', enabledAt },
    ],
    rootFeatures: ['RootCredentialsManagement', 'RootSessions'],
  };
}
