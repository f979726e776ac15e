import { expect, onTestFinished, test } from 'vitest';
import { changesOf } from '../../src/core/judge-posture.ts';
import type { RunState } from '../../src/core/run-state.ts';
import {
  type Administrator,
  keptOut,
  letInAgain,
  lockedOut,
} from '../support/compromised-people.ts';
import { RootHarness } from '../support/root-harness.ts';
import type { Deeds } from '../support/root-people.ts';

// Whole runs against the sandbox's API, with people who walk the pages of the sign-in simulator.

const MEMBER = '111111111111';
const OF_MEMBER = [
  'parameters.workload=shop-production',
  `parameters.account="${MEMBER}"`,
  `parameters.role-arn=arn:aws:iam::${MEMBER}:role/OrganizationAccountAccessRole`,
];

async function run(set: readonly string[], people: (administrator: Administrator) => Deeds) {
  // Where the sandbox is, is known once it is up.
  const administrator = { url: '', ...(set.length > 0 && { member: MEMBER }) };
  const harness = await RootHarness.open({
    drill: 'recover-root-compromised',
    set,
    deeds: people(administrator),
  });
  administrator.url = harness.cloud.url;
  onTestFinished(() => harness.close());
  const state = await harness.process();
  if (state === 'died') throw new Error('It died.');
  return { state, root: harness.cloud.root };
}

const better = (state: RunState) =>
  changesOf(state)
    .filter(({ kind }) => kind === 'better')
    .map(({ id }) => id);
const facts = ({ facts }: RunState) => facts.map(({ label, value }) => `${label}: ${value}`);

test('a management account that people are locked out of is theirs alone again', async () => {
  const { state, root } = await run([], lockedOut);
  expect(state.failure).toBeUndefined();
  expect(state.verdict).toMatchObject({ verdict: 'met', reasons: [] });
  expect(better(state)).toEqual(
    expect.arrayContaining(['root-access-keys', 'root-certificates', 'contact-security']),
  );
  expect(facts(state)).toEqual(
    expect.arrayContaining([expect.stringContaining('CreateAccessKey from 198.51.100.23')]),
  );
  expect(root.find('000000000000')?.credentials).toMatchObject({
    accessKeys: [],
    signingCertificates: [],
    mfaDevices: [
      { serial: expect.stringContaining('root-account-mfa-device') },
      { serial: expect.stringContaining('root-key-office-safe') },
    ],
  });
  // Nothing of it is put back.
  expect(root.contacts.accounts['000000000000']?.information.PhoneNumber).toBe('+12025550100');
});

test('a member is cleaned from outside, and nobody has to sign in', async () => {
  const { state, root } = await run(OF_MEMBER, keptOut);
  expect(state.failure).toBeUndefined();
  expect(state.verdict).toMatchObject({ verdict: 'met', reasons: [] });
  const asked = state.tasks.map(({ activity }) => activity);
  expect(asked).not.toContain('sign-in-with-mfa');
  const agreed = state.tasks.find(({ activity }) => activity === 'agree');
  expect(agreed?.prompt.action).toMatch(/the password, access key AKIA\w+, signing certificate/);
  expect(root.find(MEMBER)?.credentials.login).toBeUndefined();
  expect(root.find(MEMBER)?.credentials.mfaDevices).toEqual([]);
});

test('a member may get a password with MFA again', async () => {
  const { state, root } = await run(OF_MEMBER, letInAgain);
  expect(state.failure).toBeUndefined();
  expect(state.verdict).toMatchObject({ verdict: 'met', reasons: [] });
  expect(root.find(MEMBER)?.credentials.mfaDevices).toHaveLength(1);
});
