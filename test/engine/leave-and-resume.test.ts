import { describe, expect, it } from 'vitest';
import type { ActivityContext, Mutation } from '../../src/core/activity.ts';
import { type Failure, KunrenError } from '../../src/core/failure.ts';
import { EngineHarness } from '../support/engine-harness.ts';
import { type ToyCloud, toyRunbook, withMake } from '../support/toy-runbook.ts';

type Make = Mutation<{ name: string }, { name: string }, unknown, ToyCloud>;

/** What it makes has to be made known to every new process, as a password has to be set anew. */
const make = toyRunbook.activities['toy.make'] as Make;
const volatileRunbook = withMake({
  volatile: true,
  adopt: async () => undefined,
  start: async (context, input) =>
    context.services.owner(input.name) === context.run ? input : make.start(context, input),
});

/** A run whose process died while the runbook waited, with nothing left to do but to wait. */
async function deadWhileSettling(): Promise<EngineHarness> {
  const whole = new EngineHarness({ runbook: volatileRunbook });
  await whole.process();
  const harness = new EngineHarness({ runbook: volatileRunbook });
  await harness.process({ afterRecord: whole.types().indexOf('timer.armed') });
  return harness;
}

const throttled = { code: 'THROTTLED', message: 'Rate exceeded', retryable: true };

/** Makes every look for the left one fail, until it is told to stop. */
function refuseLooks(harness: EngineHarness, failure: Pick<Failure, 'code' | 'message'>) {
  let refusing = true;
  harness.cloud.before = (call) => {
    if (refusing && call === 'look toy-1-left') throw new KunrenError(failure);
  };
  return () => {
    refusing = false;
  };
}

describe('a run that is resumed, while what lived in the dead process is made anew', () => {
  it('fails, and cleans up, when that cannot be done', async () => {
    const harness = await deadWhileSettling();
    const state = await harness.process({}, (run) => {
      const stop = refuseLooks(harness, { code: 'GONE', message: 'It is gone.' });
      run.feed.subscribe(() => {
        if (harness.types().includes('cleanup.started')) stop();
      });
    });
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'GONE' } });
    expect(harness.cloud.things.size).toBe(0);
  });

  it('comes to the same end when it dies during the clean-up after that', async () => {
    const harness = await deadWhileSettling();
    const cleanUp = (await failedTwin()).types().indexOf('cleanup.started') + 1;
    const died = await harness.process({ afterRecord: cleanUp }, () => {
      refuseLooks(harness, { code: 'GONE', message: 'It is gone.' });
    });
    expect(died).toBe('died');
    harness.cloud.before = () => undefined;
    expect(await harness.process()).toMatchObject({ status: 'failed', failure: { code: 'GONE' } });
    expect(harness.cloud.things.size).toBe(0);
  });

  it('is aborted like any other', async () => {
    const harness = await deadWhileSettling();
    const state = await harness.process({}, (run) => {
      const stop = refuseLooks(harness, throttled);
      run.feed.subscribe(() => {
        if (harness.journal.at(-1)?.type !== 'attempt.failed') return;
        queueMicrotask(() => {
          stop();
          void run.command({ type: 'abort' }, 'tester');
        });
      });
    });
    expect(state).toMatchObject({ status: 'aborted' });
    expect(harness.cloud.things.size).toBe(0);
  });

  it('does not wait past a deadline of the runbook', async () => {
    const harness = await deadWhileSettling();
    const state = await harness.process({}, (run) => {
      const stop = refuseLooks(harness, throttled);
      run.feed.subscribe(() => {
        if (harness.types().includes('timer.fired')) stop();
      });
    });
    expect(state).toMatchObject({ status: 'completed' });
    expect(harness.cloud.things.size).toBe(0);
  });

  async function failedTwin(): Promise<EngineHarness> {
    const twin = await deadWhileSettling();
    await twin.process({}, () => {
      refuseLooks(twin, { code: 'GONE', message: 'It is gone.' });
    });
    return twin;
  }
});

describe('a process that has to leave its run', () => {
  const hanging = (onStart: () => void) =>
    withMake({
      start: ({ signal }: ActivityContext<ToyCloud>) => {
        onStart();
        return new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      },
    });

  it('drops a call that does not return, after the time it may take', async () => {
    let toldAt = 0;
    let left: Promise<void> | undefined;
    let leave: () => Promise<void> = async () => undefined;
    const runbook = hanging(() => {
      toldAt = harness.clock.monotonic();
      left ??= leave();
    });
    const harness = new EngineHarness({ runbook });
    const end = harness.process({}, (run) => {
      leave = () => run.interrupt(5000);
    });
    await expect(end).rejects.toMatchObject({ code: 'RUN_INTERRUPTED' });
    await left;
    expect(harness.clock.monotonic() - toldAt).toBe(5000);
    const failed = harness.journal.filter(
      (record) => record.type === 'attempt.failed' && record.data.activity === 'left',
    );
    expect(failed).toEqual([]);
  });
});

describe('a command that waits for a resumed run', () => {
  it('is taken once the run stands where it stood, and starts nothing twice', async () => {
    const whole = new EngineHarness();
    await whole.process();
    const harness = new EngineHarness();
    await harness.process({ afterRecord: whole.types().indexOf('timer.armed') });
    const replies: unknown[] = [];
    const state = await harness.process({}, (run) => {
      void run
        .command({ type: 'send', event: 'approve' }, 'tester')
        .then((reply) => replies.push(reply));
    });
    expect(state).toMatchObject({ status: 'completed' });
    expect(replies).toEqual([{ accepted: true }]);
    expect(harness.types()).not.toContain('timer.fired');
  });
});
