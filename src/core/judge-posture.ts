import { comparePosture, type PostureChange } from './compare-posture.ts';
import type { PostureFinding, PostureSnapshot } from './posture.ts';
import type { RunState } from './run-state.ts';

/** A finding that the recovery has to leave good, and whether it did. */
export interface RequiredFinding {
  readonly id: string;
  /** `failed`: known to be bad. `unproven`: not known, or nobody looked after the recovery. */
  readonly outcome: 'passed' | 'failed' | 'unproven';
}

/** What was required by any snapshot, by the last look after the recovery. */
export function requiredFindings({ posture }: Pick<RunState, 'posture'>): RequiredFinding[] {
  return byAccount(posture).flatMap((own) => {
    const after = postureAt(own, 'after');
    const required = [...new Set(own.flatMap(({ required = [] }) => required))];
    return required.map((id) => ({
      id,
      outcome: outcomeOf(after?.findings.find((finding) => finding.id === id)),
    }));
  });
}

/** What is worse than before the recovery, and was not meant to be. */
export function worsened({ posture }: Pick<RunState, 'posture'>): readonly PostureChange[] {
  const intended = new Set(posture.flatMap((snapshot) => snapshot.intended ?? []));
  return changesOf({ posture }).filter(({ kind, id }) => kind === 'worse' && !intended.has(id));
}

/** What is not as it was before the recovery; nothing where nobody looked both before and after. */
export function changesOf({ posture }: Pick<RunState, 'posture'>): readonly PostureChange[] {
  return byAccount(posture).flatMap((own) => {
    const before = postureAt(own, 'before');
    const after = postureAt(own, 'after');
    return before && after ? comparePosture(before, after) : [];
  });
}

/** The snapshots of each account, in the order in which they were taken. */
export function byAccount(
  snapshots: readonly PostureSnapshot[],
): readonly (readonly PostureSnapshot[])[] {
  return [...Map.groupBy(snapshots, ({ account }) => account).values()];
}

/** All looks of one time at one account as one; a later look at the same thing counts. */
export function postureAt(
  ofAccount: readonly PostureSnapshot[],
  label: PostureSnapshot['label'],
): PostureSnapshot | undefined {
  const own = ofAccount.filter((snapshot) => snapshot.label === label);
  const [first] = own;
  if (!first) return undefined;
  const findings = own.flatMap((snapshot) => snapshot.findings);
  const newest = new Map(findings.map((finding) => [finding.id, finding]));
  return { label, account: first.account, findings: [...newest.values()] };
}

function outcomeOf(finding: PostureFinding | undefined): RequiredFinding['outcome'] {
  switch (finding?.outcome) {
    case 'pass':
    case 'attested':
    case 'not-applicable':
      return 'passed';
    case 'fail':
      return 'failed';
    default:
      return 'unproven';
  }
}
