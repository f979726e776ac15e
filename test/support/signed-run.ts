import type { SignOff } from '../../src/core/afterwards.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { type SampleKind, sampleRun } from './sample-run.ts';

const SIGN_OFF = {
  by: { name: 'lead', identity: 'os', host: 'host-2', via: 'command' },
  name: 'Lead',
  role: 'approver',
  decision: 'accepted',
} as const;

/** The records of a run that people have signed off, one after the other, a minute apart. */
export function signedRun(
  kind: SampleKind,
  given: readonly Partial<SignOff>[] = [{ comment: 'as declared' }],
): readonly JournalRecord[] {
  const run = sampleRun(kind);
  const last = run.at(-1);
  if (!last) throw new Error('a sample has records');
  const added = given.map(
    (one, index): JournalRecord => ({
      ...last,
      seq: last.seq + index + 1,
      at: new Date(Date.parse(last.at) + (index + 1) * 60_000).toISOString(),
      type: 'run.signed-off',
      data: { ...SIGN_OFF, head: last.hash, ...one },
    }),
  );
  return [...run, ...added];
}
