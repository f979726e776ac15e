import type { PostureOutcome, PostureSnapshot } from '../../../core/posture.ts';
import { countPosture } from '../../../core/tell-posture.ts';

/** What a runbook may decide by; the findings themselves are evidence. */
export interface PostureTally {
  /** Twelve digits. */
  readonly account: string;
  readonly label: PostureSnapshot['label'];
  readonly outcomes: { readonly [Outcome in PostureOutcome]: number };
  /** Ids of the findings that fail. */
  readonly failing: readonly string[];
  /** Ids of those that are not known. */
  readonly unknown: readonly string[];
}

export function tallyPosture({ account, label, findings }: PostureSnapshot): PostureTally {
  const ids = (outcome: PostureOutcome) =>
    findings.filter((finding) => finding.outcome === outcome).map(({ id }) => id);
  return {
    account,
    label,
    outcomes: countPosture(findings),
    failing: ids('fail'),
    unknown: ids('unknown'),
  };
}
