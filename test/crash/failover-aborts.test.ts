import { describe, expect, it } from 'vitest';
import { expectSafe } from '../support/expect-home.ts';
import { FailoverHarness } from '../support/failover-harness.ts';

const DRILL = 'failover-region';
let number = 1000;

async function open(declared: boolean): Promise<FailoverHarness> {
  number += 1;
  return FailoverHarness.open({
    name: `${DRILL}-20261124-010000-${number}`,
    drill: DRILL,
    declared,
  });
}

/** Resources that are still there, and why, by the end of the journal. */
function leftBy({ run: { journal } }: FailoverHarness): string[] {
  return journal.flatMap((each) =>
    each.type === 'resource.leaked' ? [`${each.data.resource.id} ${each.data.failure.code}`] : [],
  );
}

/** What a clean-up may leave: a fence, once something was promoted in its place; and what production works with. */
const MAY_STAY = /^(\S+\/orders FENCE_STAYS|orders-prod(-replica)? REPLICA_HOLDS_DATA)$/;

async function expectSafeEnd(harness: FailoverHarness, where: string): Promise<void> {
  await expectSafe(harness, where);
  const left = leftBy(harness).filter((each) => !MAY_STAY.test(each));
  expect(left, where).toEqual([]);
  await harness.close();
}

describe.each([
  ['whose old primary is out of reach', false],
  ['whose old primary is fenced', true],
])('a failover of production %s, aborted', (_whose, declared) => {
  it('at any 14th record, leaves a primary with every order, and nothing that is not production’s', async () => {
    const whole = await open(declared);
    await whole.run.process();
    const { length } = whole.run.journal;
    await whole.close();
    for (let records = 7; records < length; records += 14) {
      const harness = await open(declared);
      await harness.abortAt(records);
      await expectSafeEnd(harness, `aborted at record ${records}`);
    }
  }, 300_000);

  it('after its process died at any 40th record, does so too', async () => {
    for (let records = 30; records < 300; records += 40) {
      const harness = await open(declared);
      const where = `died after record ${records}, aborted`;
      expect(await harness.run.process({ afterRecord: records }), where).toBe('died');
      await harness.run.abort();
      await expectSafeEnd(harness, where);
    }
  }, 300_000);
});
