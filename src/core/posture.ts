import type { Instant } from './ports.ts';

/**
 * - `not-applicable`: read, and the requirement does not concern this account.
 * - `unknown`: it could not be read, or the answer was not one that is understood. Never taken for a pass.
 * - `attested`: AWS tells it by no call; a person vouches for it.
 */
export type PostureOutcome = 'pass' | 'fail' | 'not-applicable' | 'unknown' | 'attested';

/** One thing that an account's root user, its contacts or its trail should be, and how it was found. */
export interface PostureFinding {
  /** Stable, e.g. `root-mfa`; the same in every snapshot, so that two of them can be compared. */
  readonly id: string;
  /** For people, e.g. `Root user has MFA`. */
  readonly title: string;
  /** The account: twelve digits. */
  readonly subject: string;
  readonly outcome: PostureOutcome;
  /** One sentence: why the outcome is what it is. */
  readonly reason: string;
  /** What was read, in AWS's own words and numbers. Absent where nothing was. */
  readonly observed?: string;
  /** Id of the FTR requirement that it belongs to, e.g. `ARC-003`. */
  readonly requirement?: string;
  readonly source: PostureSource;
  /** When AWS answered, by the clock of this machine. */
  readonly at: Instant;
}

/** Where a finding was read. */
export interface PostureSource {
  /** e.g. `iam:GetAccountSummary`. */
  readonly call: string;
  /** e.g. `SummaryMap.AccountMFAEnabled`. */
  readonly field: string;
}

/** What was found of an account at one time; a recovery has one before it and one after it. */
export interface PostureSnapshot {
  readonly label: 'before' | 'during' | 'after';
  /** Twelve digits. */
  readonly account: string;
  /**
   * Ids of findings that have to be good after the recovery; the verdict is judged by them.
   * @default none
   */
  readonly required?: readonly string[];
  /**
   * Ids of findings that the recovery makes worse on purpose, e.g. that a member has no root password; told, and not
   * held against it.
   * @default none
   */
  readonly intended?: readonly string[];
  readonly findings: readonly PostureFinding[];
}
