import { describe, expect, it } from 'vitest';
import { type Administrator, keptOut, lockedOut } from '../support/compromised-people.ts';
import { RootHarness } from '../support/root-harness.ts';
import { type Deeds, LOST_MFA, MEMBER } from '../support/root-people.ts';
import type { Death } from '../support/run-harness.ts';

interface Recovery {
  readonly drill: string;
  readonly set?: readonly string[];
  readonly member?: string;
  readonly deeds: (administrator: Administrator) => Deeds;
}

async function survive(recovery: Recovery, deaths: readonly Death[]): Promise<RootHarness> {
  const { member } = recovery;
  // Where the sandbox is, is known once it is up.
  const administrator = { url: '', ...(member !== undefined && { member }) };
  const harness = await RootHarness.open({ ...recovery, deeds: recovery.deeds(administrator) });
  administrator.url = harness.cloud.url;
  for (const death of deaths) {
    if ((await harness.process(death)) !== 'died') return harness;
  }
  await harness.process();
  return harness;
}

function expectSound({ run: { journal } }: RootHarness, where: string): void {
  const finished = journal.at(-1);
  if (finished?.type !== 'run.finished') throw new Error(`${where}: the run did not finish`);
  expect(finished.data, where).toMatchObject({
    status: 'completed',
    verdict: { verdict: 'met', reasons: [] },
  });
  const asked = journal.flatMap((each) =>
    each.type === 'task.opened' ? [each.data.activity] : [],
  );
  expect(asked, `${where}: nobody is asked the same thing twice`).toEqual([...new Set(asked)]);
  const accepted = journal.flatMap((each) =>
    each.type === 'operator.commanded' && each.data.accepted && 'task' in each.data.command
      ? [each.data.command.task]
      : [],
  );
  expect(accepted.sort(), `${where}: every answer counts once`).toEqual(asked.sort());
  const made = journal.filter(
    (each) =>
      each.type === 'call.completed' &&
      each.data.mutating &&
      !each.data.error &&
      each.data.operation === 'CreateLoginProfile',
  );
  expect(made.length, where).toBeLessThanOrEqual(1);
  journal.forEach((record, index) => {
    expect(record.seq).toBe(index + 1);
    if (index > 0) expect(record.prev).toBe(journal[index - 1]?.hash);
  });
}

const MEMBER_ID = '111111111111';

describe.each<[string, number, Recovery]>([
  ['with people all the way', 3, { drill: 'recover-root-lost-mfa', deeds: () => LOST_MFA }],
  [
    'of a member, with people and calls that change it',
    3,
    {
      drill: 'recover-root-member-account',
      set: ['parameters.sign-in-by=people'],
      deeds: () => MEMBER,
    },
  ],
  ['from a stranger, by people alone', 5, { drill: 'recover-root-compromised', deeds: lockedOut }],
  [
    'of a member from a stranger, from outside',
    5,
    {
      drill: 'recover-root-compromised',
      set: [
        'parameters.workload=shop-production',
        `parameters.account="${MEMBER_ID}"`,
        `parameters.role-arn=arn:aws:iam::${MEMBER_ID}:role/OrganizationAccountAccessRole`,
      ],
      member: MEMBER_ID,
      deeds: keptOut,
    },
  ],
])('a root recovery %s, its process dying', (_what, every, recovery) => {
  it(`after one record in ${every}, is resumed to the same verdict, and asks nobody twice`, async () => {
    const whole = await survive(recovery, []);
    expectSound(whole, 'without a death');
    const { length } = whole.run.journal;
    await whole.close();
    for (let records = 1 + (length % every); records < length; records += every) {
      const harness = await survive(recovery, [{ afterRecord: records }]);
      expectSound(harness, `after record ${records}`);
      await harness.close();
    }
  }, 300_000);
});

describe('a root recovery of a member by itself, its process dying', () => {
  const recovery: Recovery = { drill: 'recover-root-member-account', deeds: () => ({}) };

  it('before or after the effect of any call of AWS, is resumed, and leaves nothing', async () => {
    const whole = await survive(recovery, []);
    const { calls } = whole.run;
    await whole.close();
    for (let nth = 1; nth <= calls; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        const harness = await survive(recovery, [{ atCall: { nth, when } }]);
        expectSound(harness, `${when} the effect of call ${nth}`);
        const login = harness.cloud.root.find('222222222222')?.credentials.login;
        expect(login, `${when} the effect of call ${nth}`).toBeUndefined();
        await harness.close();
      }
    }
  }, 300_000);
});
