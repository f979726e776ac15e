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
  const after = postureAt(posture, 'after');
  const required = [...new Set(posture.flatMap(({ required = [] }) => required))];
  return required.map((id) => ({
    id,
    outcome: outcomeOf(after?.findings.find((finding) => finding.id === id)),
  }));
}

/** What is worse than before the recovery. */
export function worsened({ posture }: Pick<RunState, 'posture'>): readonly PostureChange[] {
  return changesOf({ posture }).filter(({ kind }) => kind === 'worse');
}

/** What is not as it was before the recovery; nothing where nobody looked both before and after. */
export function changesOf({ posture }: Pick<RunState, 'posture'>): readonly PostureChange[] {
  const before = postureAt(posture, 'before');
  const after = postureAt(posture, 'after');
  return before && after ? comparePosture(before, after) : [];
}

/** All looks of one time as one; a later look at the same thing counts. */
export function postureAt(
  snapshots: readonly PostureSnapshot[],
  label: PostureSnapshot['label'],
): PostureSnapshot | undefined {
  const own = snapshots.filter((snapshot) => snapshot.label === label);
  const [first] = own;
  if (!first) return undefined;
  const findings = new Map(
    own
      .filter(({ account }) => account === first.account)
      .flatMap((snapshot) => snapshot.findings)
      .map((finding) => [finding.id, finding]),
  );
  return { label, account: first.account, findings: [...findings.values()] };
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
