import { describe, expect, it } from 'vitest';
import { EngineHarness } from '../support/engine-harness.ts';
import type { Death } from '../support/run-harness.ts';
import { toyRunbook } from '../support/toy-runbook.ts';

async function survive(deaths: readonly Death[]): Promise<EngineHarness> {
  const harness = new EngineHarness();
  for (const death of deaths) {
    if ((await harness.process(death)) !== 'died') return harness;
  }
  await harness.process();
  return harness;
}

function expectSound(harness: EngineHarness, where: string): void {
  const finished = harness.journal.at(-1);
  expect(finished?.type, where).toBe('run.finished');
  if (finished?.type !== 'run.finished') return;
  expect(finished.data.status, where).toBe('completed');
  expect(finished.data.verdict.verdict, where).toBe('unproven');
  expect(finished.data.verdict.rto.result, where).toBe('met');
  expect([...harness.cloud.effects].sort(), where).toEqual([
    'make toy-1-left',
    'make toy-1-right',
    'remove toy-1-left',
    'remove toy-1-right',
  ]);
  expect(harness.cloud.things.size, where).toBe(0);
  harness.journal.forEach((record, index) => {
    expect(record.seq).toBe(index + 1);
    if (index > 0) expect(record.prev).toBe(harness.journal[index - 1]?.hash);
  });
}

describe('a process that dies', () => {
  it('after any record is resumed to the same end, with each effect exactly once', async () => {
    const whole = await survive([]);
    for (let records = 1; records < whole.journal.length; records += 1) {
      const harness = await survive([{ afterRecord: records }]);
      if (records > 1) expect(harness.types()).toContain('run.resumed');
      expectSound(harness, `after record ${records}`);
    }
  });

  it('before or after the effect of any call is resumed to the same end', async () => {
    const whole = await survive([]);
    for (let nth = 1; nth <= whole.calls; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        expectSound(
          await survive([{ atCall: { nth, when } }]),
          `${when} the effect of call ${nth}`,
        );
      }
    }
  });

  it('again and again, a record further each time, still comes to the same end', async () => {
    const whole = await survive([]);
    const deaths = whole.journal.map((_, index) => ({ afterRecord: index + 2 }));
    expectSound(await survive(deaths), 'dying at every record in a row');
  });

  it('keeps the deadline of a timer across its death, however long it is gone', async () => {
    const harness = new EngineHarness();
    const armed = (await survive([])).types().indexOf('timer.armed') + 1;
    await harness.process({ afterRecord: armed });
    harness.clock.pass(3_600_000);
    const before = harness.clock.now();
    await harness.process();
    const fired = harness.journal.find(({ type }) => type === 'timer.fired');
    expect(Date.parse(fired?.at ?? '') - before).toBeLessThan(1000);
  });
});

describe('a resume', () => {
  it('is refused under a changed runbook, naming both versions', async () => {
    const harness = new EngineHarness();
    await harness.process({ afterRecord: 6 });
    harness.runbook = { ...toyRunbook, version: '1.1.0' };
    await expect(harness.process()).rejects.toThrow(/1\.0\.0.*1\.1\.0/s);
    expect(harness.journal).toHaveLength(6);
  });

  it('is refused when the same runbook no longer gives what the journal holds', async () => {
    const harness = new EngineHarness();
    await harness.process({ afterRecord: 6 });
    const index = harness.types().indexOf('activity.scheduled');
    const record = harness.journal[index];
    if (record?.type !== 'activity.scheduled') throw new Error('no activity.scheduled');
    harness.journal[index] = { ...record, data: { ...record.data, name: 'toy.renamed' } };
    await expect(harness.process()).rejects.toMatchObject({ code: 'REPLAY_DIVERGED' });
  });
});
