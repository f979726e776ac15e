import type { Fact } from './activity.ts';
import type { PostureFinding, PostureOutcome, PostureSnapshot } from './posture.ts';

/** How many findings have which outcome. */
export function countPosture(findings: readonly PostureFinding[]): {
  readonly [Outcome in PostureOutcome]: number;
} {
  const count = (word: PostureOutcome) => findings.filter(({ outcome }) => outcome === word).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    'not-applicable': count('not-applicable'),
    unknown: count('unknown'),
    attested: count('attested'),
  };
}

/** e.g. `21 pass, 2 fail, 1 unknown` */
export function tellPosture(findings: readonly PostureFinding[]): string {
  const counts = Object.entries(countPosture(findings)).filter(([, count]) => count > 0);
  return counts.map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

/** One line for the whole, and one for each finding that fails or is not known. */
export function postureFacts({ account, label, findings }: PostureSnapshot): readonly Fact[] {
  return [
    { label: `Posture ${label}`, value: `${account}: ${tellPosture(findings)}` },
    ...findings.filter(isOpen).map(({ title, outcome, reason }) => ({
      label: title,
      value: `${outcome}: ${reason}`,
    })),
  ];
}

/** It fails, or is not known. */
function isOpen({ outcome }: Pick<PostureFinding, 'outcome'>): boolean {
  return outcome === 'fail' || outcome === 'unknown';
}
