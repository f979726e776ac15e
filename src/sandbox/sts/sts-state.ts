import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is STS's. */
export interface StsState {
  readonly roles: RoleRecord[];
  sessions: SessionRecord[];
  rootSessions: RootSessionRecord[];
}

/** A role that makes a condition, in whichever account. Every other role can be assumed as it is. */
export interface RoleRecord {
  readonly name: string;
  readonly externalId: string;
}

/** Credentials that AssumeRole gave out. */
export interface SessionRecord {
  readonly accessKey: string;
  /** Of the role. @default the management account */
  readonly account?: string;
  readonly role: string;
  readonly session: string;
  readonly since?: Instant;
  readonly expiresAt: Instant;
}

/** Credentials that AssumeRoot gave out. */
export interface RootSessionRecord {
  readonly accessKey: string;
  readonly account: string;
  /** Name of its task policy. */
  readonly task: string;
  readonly since: Instant;
  readonly expiresAt: Instant;
}
