import { expect, it } from 'vitest';
import { reportFailure } from '../../../src/cli/program/report-failure.ts';
import { KunrenError } from '../../../src/core/failure.ts';
import { fakeIo } from '../../support/fake-io.ts';

it('a failure is told without what a name from elsewhere could do to a terminal', async () => {
  const { io, err } = fakeIo('.');
  const run = 'x\u001b[2J\u202e';
  const error = new KunrenError({
    code: 'EVIDENCE_UNVERIFIED',
    message: `The folder of ${run} does not verify.\nNothing was exported.`,
    class: 'safety',
    details: { run },
  });
  expect(await reportFailure(io, error)).toBe(3);
  expect(err).toEqual([
    'drill: The folder of x⟨U+001B⟩[2J⟨U+202E⟩ does not verify.\nNothing was exported.',
    expect.stringContaining('next: drill verify x⟨U+001B⟩[2J⟨U+202E⟩'),
    '  code: EVIDENCE_UNVERIFIED',
  ]);
});
