import type { Instant } from '../../core/ports.ts';
import type { Credentials } from '../root/root-state.ts';

/** The part of the saved state that is IAM's, without root users. Plain JSON. */
export interface IamState {
  readonly users: UserRecord[];
  /** Credential reports by account. */
  readonly reports: { [account: string]: ReportRecord };
}

export interface UserRecord {
  readonly account: string;
  readonly name: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly credentials: Credentials;
}

export interface ReportRecord {
  readonly generatedAt: Instant;
  /** CSV. */
  readonly content: string;
}
