import { describe, expect, it } from 'vitest';
import { RootHarness } from '../support/root-harness.ts';
import { type Deeds, LOST_MFA, MEMBER } from '../support/root-people.ts';
import type { Death } from '../support/run-harness.ts';

interface Recovery {
  readonly drill: string;
  readonly set?: readonly string[];
  readonly deeds: Deeds;
}

async function survive(recovery: Recovery, deaths: readonly Death[]): Promise<RootHarness> {
  const harness = await RootHarness.open(recovery);
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

describe.each<[string, Recovery]>([
  ['with people all the way', { drill: 'recover-root-lost-mfa', deeds: LOST_MFA }],
  [
    'of a member, with people and calls that change it',
    {
      drill: 'recover-root-member-account',
      set: ['parameters.sign-in-by=people'],
      deeds: MEMBER,
    },
  ],
])('a root recovery %s, its process dying', (_what, recovery) => {
  it('after any 3rd record, is resumed to the same verdict, and asks nobody twice', async () => {
    const whole = await survive(recovery, []);
    expectSound(whole, 'without a death');
    const { length } = whole.run.journal;
    await whole.close();
    for (let records = 1 + (length % 3); records < length; records += 3) {
      const harness = await survive(recovery, [{ afterRecord: records }]);
      expectSound(harness, `after record ${records}`);
      await harness.close();
    }
  }, 300_000);
});

describe('a root recovery of a member by itself, its process dying', () => {
  const recovery: Recovery = { drill: 'recover-root-member-account', deeds: {} };

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
