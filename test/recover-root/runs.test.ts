import { expect, test } from 'vitest';
import { RootHarness } from '../support/root-harness.ts';
import { LOST_MFA, LOST_PASSWORD, MEMBER } from '../support/root-people.ts';

test.each([
  ['recover-root-lost-mfa', [], LOST_MFA],
  ['recover-root-lost-password', [], LOST_PASSWORD],
  ['recover-root-member-account', [], {}],
  ['recover-root-member-account', ['parameters.sign-in-by=people'], MEMBER],
  ['recover-root-lost-mfa', ['parameters.account="222222222222"'], MEMBER],
  [
    'recover-root-lost-password',
    ['parameters.account="111111111111"'],
    { ...MEMBER, ...LOST_PASSWORD },
  ],
  [
    'recover-root-lost-password',
    ['parameters.account="222222222222"'],
    { ...MEMBER, ...LOST_PASSWORD },
  ],
])(
  'a root user is recovered by its people, and the run is met: %s %s',
  async (drill, set, deeds) => {
    const harness = await RootHarness.open({ drill, set, deeds });
    const state = await harness.process();
    await harness.close();
    if (state === 'died') throw new Error('It died.');
    expect(state.failure).toBeUndefined();
    expect(state.verdict).toMatchObject({ verdict: 'met', reasons: [] });
  },
);

test('what people vouch for in the drill is attested, before the recovery and after it', async () => {
  const word = '{ finding: contact-security-list, by: Officer, at: "2026-11-01T09:00:00Z" }';
  const harness = await RootHarness.open({
    drill: 'recover-root-member-account',
    set: [`parameters.attested=[${word}]`],
    deeds: {},
  });
  const state = await harness.process();
  await harness.close();
  if (state === 'died') throw new Error('It died.');
  const outcomes = state.posture.flatMap(({ label, findings }) =>
    findings
      .filter(({ id }) => id === 'contact-security-list')
      .map(({ outcome, reason }) => [label, outcome, reason.includes('Officer')]),
  );
  expect(outcomes).toEqual([
    ['before', 'attested', true],
    ['after', 'attested', true],
  ]);
});
