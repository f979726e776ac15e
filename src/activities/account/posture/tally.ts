import type { Fact } from '../../../core/activity.ts';
import type { PostureFinding, PostureOutcome, PostureSnapshot } from '../../../core/posture.ts';

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
  const failing = ids('fail');
  const unknown = ids('unknown');
  return {
    account,
    label,
    outcomes: {
      pass: ids('pass').length,
      fail: failing.length,
      'not-applicable': ids('not-applicable').length,
      unknown: unknown.length,
      attested: ids('attested').length,
    },
    failing,
    unknown,
  };
}

/** One line for the whole, and one for each finding that fails or is not known. */
export function postureFacts({ account, label, findings }: PostureSnapshot): readonly Fact[] {
  const { outcomes } = tallyPosture({ account, label, findings });
  const counts = Object.entries(outcomes).filter(([, count]) => count > 0);
  return [
    {
      label: `Posture ${label}`,
      value: `${account}: ${counts.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`,
    },
    ...findings.filter(isOpen).map(({ title, outcome, reason }) => ({
      label: title,
      value: `${outcome}: ${reason}`,
    })),
  ];
}

function isOpen({ outcome }: PostureFinding): boolean {
  return outcome === 'fail' || outcome === 'unknown';
}
