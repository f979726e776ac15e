import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is AWS Organizations'. Plain JSON. */
export interface OrganizationState {
  /** e.g. `o-kunrensandbox` */
  readonly id: string;
  readonly managementAccount: string;
  /** The management account first. */
  readonly accounts: AccountRecord[];
  /** Services that the management account has given trusted access. */
  serviceAccess: ServiceAccessRecord[];
  /** Of centralized root access. */
  rootFeatures: RootFeature[];
}

export const ROOT_FEATURES = ['RootCredentialsManagement', 'RootSessions'] as const;
export type RootFeature = (typeof ROOT_FEATURES)[number];

export interface AccountRecord {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  /** Of its root user. */
  email: string;
  readonly state: 'ACTIVE' | 'SUSPENDED';
  readonly joined: 'INVITED' | 'CREATED';
  readonly joinedAt: Instant;
}

export interface ServiceAccessRecord {
  /** e.g. `iam.amazonaws.com` */
  readonly principal: string;
  readonly enabledAt: Instant;
}
