import type { LocalDate } from './schedule.ts';

/** What a team vouches for in a review, as its repository holds it. */
export interface Attestations {
  /** Of the checklist, by its id. @default the newest that was read */
  readonly edition?: string;
  /** The production accounts that the review is about. @default those of the AWS environments */
  readonly accounts?: readonly string[];
  readonly requirements: readonly Attestation[];
  readonly exclusions: readonly BackupExclusion[];
}

/** What somebody says of one requirement, and stands for. */
export interface Attestation {
  /** Its id in the edition of the file. */
  readonly requirement: string;
  readonly met: boolean | 'not-applicable';
  /** Who stands for it: a person or a role that can be asked. */
  readonly owner: string;
  /** When they said so. */
  readonly date: LocalDate;
  readonly reason: string;
  /** What a reviewer can look at: a link, or a file of the project. */
  readonly evidence?: string;
  /** For the column Partner Response, where the reason is not what should stand there. */
  readonly response?: string;
  /** The last day on which it counts. @default a period of the requirement after `date` */
  readonly reviewBy?: LocalDate;
}

/** The decision not to back something up. */
export interface BackupExclusion {
  /** Identifier of a DB instance, or anything else in words. */
  readonly what: string;
  readonly owner: string;
  readonly date: LocalDate;
  readonly reason: string;
  /** The last day on which it counts. @default 12 months after `date` */
  readonly reviewBy?: LocalDate;
}

export const NO_ATTESTATIONS: Attestations = { requirements: [], exclusions: [] };
