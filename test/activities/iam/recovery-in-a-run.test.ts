import { expect, test } from 'vitest';
import { NEW_PHONE, OLD_PHONE, RootRecoveryHarness } from '../../support/root-recovery-harness.ts';
import type { Death } from '../../support/run-harness.ts';

async function survive(death: Death, then: 'goes on' | 'is aborted'): Promise<RootRecoveryHarness> {
  const harness = new RootRecoveryHarness();
  if ((await harness.process(death)) === 'died') {
    await (then === 'goes on' ? harness.process() : harness.abort());
  }
  return harness;
}

/** Every place at which a process can die, in a run that takes `whole.calls` calls. */
function deaths(whole: RootRecoveryHarness): readonly Death[] {
  const calls = Array.from({ length: whole.calls }, (_, index) => index + 1);
  return [
    ...whole.journal.slice(1).map((_, index) => ({ afterRecord: index + 1 })),
    ...calls.flatMap((nth) => [
      { atCall: { nth, when: 'before' as const } },
      { atCall: { nth, when: 'after' as const } },
    ]),
  ];
}

test('wherever its process dies, a run allows recovery once, takes it back, and leaves the right phone', async () => {
  const whole = await survive({}, 'goes on');
  expect(whole.journal.at(-1)).toMatchObject({ type: 'run.finished' });
  for (const death of deaths(whole)) {
    const { effects, profile, phone, journal } = await survive(death, 'goes on');
    const where = JSON.stringify(death);
    expect(journal.at(-1)?.type, where).toBe('run.finished');
    expect(effects, where).toEqual([
      'create login profile',
      `phone ${NEW_PHONE}`,
      'delete login profile',
    ]);
    expect({ profile, phone }, where).toEqual({ profile: undefined, phone: NEW_PHONE });
  }
});

test('wherever its process dies, a run that is aborted then leaves nothing behind', async () => {
  const whole = await survive({}, 'goes on');
  for (const death of deaths(whole)) {
    const { profile, phone, journal } = await survive(death, 'is aborted');
    const finished = journal.at(-1);
    const where = JSON.stringify(death);
    const completed = finished?.type === 'run.finished' && finished.data.status === 'completed';
    expect({ profile, phone }, where).toEqual({
      profile: undefined,
      // What a completed run was for stays.
      phone: completed ? NEW_PHONE : OLD_PHONE,
    });
    expect(
      journal.map(({ type }) => type),
      where,
    ).not.toContain('resource.leaked');
  }
});
