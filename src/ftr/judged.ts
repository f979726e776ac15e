import type { Attestation, BackupExclusion } from '../core/attestation.ts';
import type { Instant, Ms } from '../core/ports.ts';
import type { RunEvidence } from '../core/run-evidence.ts';
import type { LocalDate } from '../core/schedule.ts';
import type { FailureMode } from './edition.ts';

/**
 * - `proven`: by the record of a run in an AWS account, or by what is declared.
 * - `attested`: somebody vouches for it, and it is not expired.
 * - `not-met`: known not to be met, by evidence or by somebody's word.
 * - `not-applicable`: does not concern the product or its accounts, with a reason.
 * - `unknown`: everything else. Silence is never a pass.
 */
export type Status = 'proven' | 'attested' | 'not-met' | 'not-applicable' | 'unknown';

/**
 * What evidence alone says of a requirement.
 * - `supported`: it speaks for it, and a person has to finish.
 * - `attested`: a person vouched for a part of it in a run.
 */
export type Standing = 'proven' | 'supported' | 'attested' | 'failed' | 'not-applicable' | 'none';

/** A requirement as evidence leaves it. */
export interface Judged {
  readonly standing: Standing;
  readonly reasons: readonly Reason[];
  /** What was looked at, newest first, whether it counts or not. */
  readonly evidence: readonly ShownRun[];
  /** For the column Partner Response; empty where there is nothing to say. */
  readonly answers: readonly Answer[];
  readonly next?: Next;
}

export const NOTHING: Judged = { standing: 'none', reasons: [], evidence: [], answers: [] };

/** A run beside a requirement. */
export interface ShownRun {
  readonly run: string;
  readonly reportId: string;
  readonly drill: string;
  readonly environment: string;
  readonly at: Instant;
  readonly ageDays: number;
  readonly mode: RunEvidence['mode'];
  readonly result: RunEvidence['result'];
  /** Absent: it counts. */
  readonly why?: WhyNot;
}

/** Why a run does not count. */
export type WhyNot =
  | { readonly code: 'sandbox' | 'elsewhere' | 'tabletop' }
  | { readonly code: 'interrupted' | 'aborted' | 'unproven' | 'not-begun' | 'not-completed' }
  | { readonly code: 'in-future' | 'unread' | 'runbook-gone' }
  | { readonly code: 'stale'; readonly months?: number; readonly days?: number }
  | { readonly code: 'runbook-changed'; readonly from: string; readonly to: string }
  | { readonly code: 'superseded'; readonly by: string }
  | { readonly code: 'rejected'; readonly by: string }
  | {
      readonly code: 'objective-tightened';
      readonly what: 'rto' | 'rpo';
      readonly actualMs: Ms;
      readonly objectiveMs: Ms;
    };

/** One sentence on why a status is what it is. */
export type Reason =
  | { readonly code: 'objective-declared'; readonly what: 'rto' | 'rpo'; readonly drills: number }
  | { readonly code: 'objective-missing'; readonly what: 'rto' | 'rpo' }
  | { readonly code: 'rto-at-limit' | 'rto-over-limit'; readonly drill: string }
  | { readonly code: 'limit-none' | 'limit-not-established' }
  | { readonly code: 'limit-kept' | 'period-own' }
  | {
      readonly code: 'restore-passed' | 'test-missed';
      readonly run: string;
      readonly drill: string;
    }
  | { readonly code: 'restore-missing' }
  | { readonly code: 'drill-untested' | 'drill-unscheduled'; readonly drill: string }
  | {
      readonly code: 'mode-passed';
      readonly mode: FailureMode;
      readonly run: string;
      readonly live: boolean;
    }
  | { readonly code: 'mode-missing'; readonly mode: FailureMode }
  | { readonly code: 'one-mode-asked' }
  | { readonly code: 'root-rehearsed' | 'root-missed'; readonly run: string }
  | { readonly code: 'root-never-rehearsed' | 'root-misuse-never-rehearsed' | 'plan-is-a-document' }
  | {
      readonly code: 'finding-good' | 'finding-bad' | 'finding-open';
      readonly account: string;
      readonly title: string;
      readonly text: string;
      readonly at: Instant;
    }
  | { readonly code: 'finding-missing'; readonly account: string; readonly id: string }
  | { readonly code: 'account-unseen'; readonly account: string }
  | { readonly code: 'no-account' | 'person-finishes' | 'root-was-used' }
  | {
      readonly code: 'backup-on' | 'backup-behind';
      readonly instance: string;
      readonly retentionDays: number;
      readonly behindMs: Ms;
      readonly at: Instant;
    }
  | { readonly code: 'backup-off' | 'backup-open'; readonly instance: string; readonly at: Instant }
  | { readonly code: 'backup-unseen' | 'backup-scope' }
  | { readonly code: 'backup-excluded'; readonly exclusion: BackupExclusion }
  | {
      readonly code: 'exclusion-expired';
      readonly exclusion: BackupExclusion;
      readonly on: LocalDate;
    }
  | { readonly code: 'attested' | 'denied' | 'not-applicable'; readonly by: Attestation }
  | { readonly code: 'attestation-expired'; readonly by: Attestation; readonly on: LocalDate }
  | { readonly code: 'attestation-overruled'; readonly by: Attestation }
  | { readonly code: 'attestation-not-yet'; readonly by: Attestation }
  | { readonly code: 'nobody-said' | 'wording-not-established' };

/** A part of what goes into the column Partner Response. */
export type Answer =
  | {
      readonly code: 'objective';
      readonly what: 'rto' | 'rpo';
      readonly ms: Ms;
      readonly drills: readonly string[];
    }
  | {
      readonly code: 'test-date';
      readonly day: LocalDate;
      readonly result: 'passed' | 'failed';
    }
  | { readonly code: 'report'; readonly run: string; readonly reportId: string }
  | { readonly code: 'excluded'; readonly exclusion: BackupExclusion }
  | { readonly code: 'attested'; readonly by: Attestation };

/** What to do next. */
export type Next =
  | { readonly code: 'run'; readonly drill: string; readonly env?: string; readonly live: boolean }
  /** There is a drill, and no AWS account to run it in. */
  | { readonly code: 'declare-account'; readonly drill: string; readonly live: boolean }
  | { readonly code: 'write-drill'; readonly for: FailureMode | 'restore' | 'root-recovery' }
  | { readonly code: 'mend'; readonly run: string }
  | { readonly code: 'mend-account'; readonly account: string }
  | { readonly code: 'attest' | 'review' | 'mend-attested' }
  | { readonly code: 'shorten'; readonly drill: string };
