import type { SignOff } from '../../core/afterwards.ts';
import type { Instant } from '../../core/ports.ts';
import type { JournalRecord } from '../../core/record.ts';
import { checkSignOffSignature } from '../../evidence/sign-off-signature.ts';
import { type KeyCheck, type KnownKeys, recognizeKey } from './check-signature.ts';

/** Who has signed a run off, and what shows that. */
export interface SignOffCheck extends Pick<SignOff, 'name' | 'role' | 'decision'> {
  readonly at: Instant;
  readonly by:
    | KeyCheck
    /** By no key: the journal says so, and whoever has signed the manifest stands for that. */
    | { readonly state: 'none' }
    | { readonly state: 'invalid'; readonly why: string };
}

/** Checks what people have said of a run: that it is said of this very record, and by whose key. */
export function checkSignOffs(
  records: readonly JournalRecord[],
  known: KnownKeys,
): readonly SignOffCheck[] {
  return records.flatMap((record) => {
    if (record.type !== 'run.signed-off') return [];
    const { at, prev, data } = record;
    const { name, role, decision } = data;
    return { name, role, decision, at, by: shownBy(data, { at, prev }, known) };
  });
}

function shownBy(
  signOff: SignOff,
  { at, prev }: Pick<JournalRecord, 'at' | 'prev'>,
  known: KnownKeys,
): SignOffCheck['by'] {
  if (signOff.head !== prev) return { state: 'invalid', why: 'it was given of another record' };
  const checked = checkSignOffSignature(signOff);
  if (!checked) return { state: 'none' };
  return checked.state === 'invalid' ? checked : recognizeKey(checked.key.keyId, at, known);
}

export function isGoodSignOff({ by }: SignOffCheck): boolean {
  return by.state === 'none' || by.state === 'known' || by.state === 'unknown';
}
