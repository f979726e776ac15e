import { describe, expect, it } from 'vitest';
import { RestoreHarness } from '../support/restore-harness.ts';
import type { Death } from '../support/run-harness.ts';
import { scaledClock } from '../support/scaled-clock.ts';

const clock = scaledClock(400);
let number = 0;

async function survive(deaths: readonly Death[]): Promise<RestoreHarness> {
  number += 1;
  const harness = await RestoreHarness.open(clock, { name: `restore-rds-${number}` });
  for (const death of deaths) {
    if ((await harness.run.process(death)) !== 'died') return harness;
  }
  await harness.run.process();
  return harness;
}

async function expectSound(harness: RestoreHarness, where: string): Promise<void> {
  const { journal } = harness.run;
  const finished = journal.at(-1);
  if (finished?.type !== 'run.finished') throw new Error(`${where}: the run did not finish`);
  expect(finished.data.status, where).toBe('completed');
  expect(finished.data.verdict.verdict, where).toBe('met');
  const name = `kunren-restore-rds-${number}`;
  const effects = (await harness.effects()).filter((effect) => effect.includes(name));
  const counted = (operation: string) =>
    effects.filter((effect) => effect.includes(operation)).length;
  expect(counted('RestoreDBInstanceToPointInTime'), where).toBe(1);
  expect(counted('DeleteDBInstance'), where).toBe(1);
  // The password lives in the memory of a process, so a new process sets a new one: once each, never more.
  const processes = 1 + journal.filter(({ type }) => type === 'run.resumed').length;
  expect(counted('ModifyDBInstance'), where).toBeLessThanOrEqual(processes);
  expect(harness.injected.length, where).toBe(1);
  expect(await harness.instances(), where).toEqual(['orders-prod']);
  journal.forEach((record, index) => {
    expect(record.seq).toBe(index + 1);
    if (index > 0) expect(record.prev).toBe(journal[index - 1]?.hash);
  });
}

describe('restore-rds, its process dying', () => {
  it('after any record, is resumed to the same verdict with nothing left behind', async () => {
    const whole = await survive([]);
    await expectSound(whole, 'without a death');
    const length = whole.run.journal.length;
    await whole.close();
    for (let records = 1; records < length; records += 1) {
      const harness = await survive([{ afterRecord: records }]);
      await expectSound(harness, `after record ${records}`);
      await harness.close();
    }
  }, 240_000);

  it('before or after the effect of any AWS call, is resumed to the same verdict', async () => {
    const whole = await survive([]);
    const { calls } = whole.run;
    await whole.close();
    for (let nth = 1; nth <= calls; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        const harness = await survive([{ atCall: { nth, when } }]);
        await expectSound(harness, `${when} the effect of call ${nth}`);
        await harness.close();
      }
    }
  }, 240_000);
});
