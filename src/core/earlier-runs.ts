import type { FollowUp } from './follow-up.ts';
import type { UsualDuration } from './usual-duration.ts';

/**
 * What earlier runs of the same drill in the same environment tell a new one. It stands in the first record, so that
 * screen and report tell the same, whenever they are made.
 */
export interface EarlierRuns {
  /** By the step's id. */
  readonly usual: { readonly [step: string]: UsualDuration };
  /** From T0 to recovery. */
  readonly usualRecovery?: UsualDuration;
  /** What is still to be settled; a passing run settles it. */
  readonly followUps: readonly FollowUp[];
}
