import { KunrenError } from './failure.ts';
import type { PostureFinding, PostureOutcome, PostureSnapshot } from './posture.ts';

/**
 * - `better`, `worse`: it fails no more, or fails now.
 * - `learned`, `lost`: it was not known before, or is not known any more.
 * - `changed`: neither, but not as it was.
 */
export type PostureChangeKind = 'better' | 'worse' | 'learned' | 'lost' | 'changed';

/** What is not as it was. */
export interface PostureChange {
  readonly id: string;
  readonly kind: PostureChangeKind;
  /** One line, e.g. `Root user has MFA: fail → pass (AccountMFAEnabled 0 → AccountMFAEnabled 1)`. */
  readonly text: string;
}

/**
 * What changed between two snapshots of one account, in the order of the later one; what only the earlier one has comes
 * last. Nothing changed where this is empty, which says nothing of what is unknown in both.
 * @throws KunrenError `POSTURE_INCOMPARABLE` when they are of different accounts.
 */
export function comparePosture(
  before: PostureSnapshot,
  after: PostureSnapshot,
): readonly PostureChange[] {
  if (before.account !== after.account) {
    throw new KunrenError({
      code: 'POSTURE_INCOMPARABLE',
      message: `A snapshot of ${before.account} cannot be compared with one of ${after.account}.`,
      class: 'input',
    });
  }
  const earlier = byId(before);
  const later = byId(after);
  return [...later.keys(), ...[...earlier.keys()].filter((id) => !later.has(id))].flatMap(
    (id) => changeOf(id, earlier.get(id), later.get(id)) ?? [],
  );
}

function byId({ findings }: PostureSnapshot): ReadonlyMap<string, PostureFinding> {
  return new Map(findings.map((finding) => [finding.id, finding]));
}

function changeOf(
  id: string,
  before: PostureFinding | undefined,
  after: PostureFinding | undefined,
): PostureChange | undefined {
  const title = after?.title ?? before?.title ?? id;
  // What nobody looked at is not known.
  const was = before?.outcome ?? 'unknown';
  const is = after?.outcome ?? 'unknown';
  const outcomes = `${told(before)} → ${told(after)}`;
  if (before?.observed === after?.observed) {
    return was === is ? undefined : { id, kind: kindOf(was, is), text: `${title}: ${outcomes}` };
  }
  const seen = `${before?.observed ?? 'nothing'} → ${after?.observed ?? 'nothing'}`;
  if (was !== is) return { id, kind: kindOf(was, is), text: `${title}: ${outcomes} (${seen})` };
  return { id, kind: 'changed', text: `${title}: ${is} as before, but ${seen}` };
}

function told(finding: PostureFinding | undefined): string {
  return finding?.outcome ?? 'not looked at';
}

function kindOf(was: PostureOutcome, is: PostureOutcome): PostureChangeKind {
  if (is === 'unknown') return 'lost';
  if (is === 'fail') return 'worse';
  if (was === 'unknown') return 'learned';
  return was === 'fail' ? 'better' : 'changed';
}
