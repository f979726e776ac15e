import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is STS's. */
export interface StsState {
  readonly roles: RoleRecord[];
  sessions: SessionRecord[];
}

/** A role that makes a condition. Every other role of the account can be assumed as it is. */
export interface RoleRecord {
  readonly name: string;
  readonly externalId: string;
}

/** Credentials that AssumeRole gave out. */
export interface SessionRecord {
  readonly accessKey: string;
  readonly role: string;
  readonly session: string;
  readonly expiresAt: Instant;
}
