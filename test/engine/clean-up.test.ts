import { describe, expect, it } from 'vitest';
import type { Mutation } from '../../src/core/activity.ts';
import { KunrenError } from '../../src/core/failure.ts';
import { EngineHarness } from '../support/engine-harness.ts';
import { loopingRunbook, toyRunbook, withMake } from '../support/toy-runbook.ts';

describe('what a run has made', () => {
  it('is not taken for gone while a call whose answer was lost may still take effect', async () => {
    const harness = new EngineHarness({
      runbook: withMake({ settlesWithinMs: 120_000 }),
    });
    let late = false;
    const state = await harness.process({}, (run) => {
      const { make } = harness.cloud;
      // The call takes effect a minute after its answer was lost, when the run is being cleaned up.
      harness.cloud.make = (name, owner) => {
        if (late || !name.endsWith('left')) return make.call(harness.cloud, name, owner);
        late = true;
        void harness.clock.sleep(60_000).then(() => make.call(harness.cloud, name, owner));
        void run.command({ type: 'abort' }, 'tester');
        throw new KunrenError({
          code: 'RESET',
          message: 'reset',
          retryable: true,
          ambiguous: true,
        });
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('aborted');
    expect(harness.cloud.effects).toContain('make toy-1-left');
    expect(harness.cloud.things.size).toBe(0);
  });

  it('is believed gone at once where it was seen before it went', async () => {
    const harness = new EngineHarness({ runbook: withMake({ settlesWithinMs: 120_000 }) });
    const { make, remove, owner } = harness.cloud;
    let looks = 0;
    let startedAt = 0;
    const state = await harness.process({}, (run) => {
      harness.cloud.make = (name, by) => {
        make.call(harness.cloud, name, by);
        if (!name.endsWith('left')) return;
        startedAt = harness.clock.monotonic();
        void run.command({ type: 'abort' }, 'tester');
        const reset = { retryable: true, ambiguous: true };
        throw new KunrenError({ code: 'RESET', message: 'reset', ...reset });
      };
      // Asked for, it goes only at the third look.
      harness.cloud.remove = (name) => {
        if (!name.endsWith('left')) remove.call(harness.cloud, name);
      };
      harness.cloud.owner = (name) => {
        if (harness.types().includes('cleanup.started') && name.endsWith('left')) {
          looks += 1;
          if (looks === 3) harness.cloud.things.delete(name);
        }
        return owner.call(harness.cloud, name);
      };
    });
    expect(state).toMatchObject({ status: 'aborted' });
    expect(looks).toBe(3);
    expect(harness.clock.monotonic() - startedAt).toBeLessThan(60_000);
  });

  it('is asked to go again when an answer that said gone was stale', async () => {
    const harness = new EngineHarness();
    let stale = 1;
    const { owner } = harness.cloud;
    harness.cloud.owner = (name) => {
      const removing = harness.types().includes('cleanup.started');
      if (removing && name === 'toy-1-right' && stale-- > 0) return undefined;
      return owner.call(harness.cloud, name);
    };
    const state = await harness.process();
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('completed');
    expect(harness.cloud.things.size).toBe(0);
  });

  it('is called a leak when it does not go in time', async () => {
    const harness = new EngineHarness();
    const { owner } = harness.cloud;
    harness.cloud.remove = () => undefined;
    harness.cloud.owner = (name) => owner.call(harness.cloud, name);
    const state = await harness.process();
    if (state === 'died') throw new Error('the run died');
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'CLEANUP_INCOMPLETE' } });
    expect(state.resources[0]?.failure?.code).toBe('REMOVAL_TIMED_OUT');
  });

  it('is removed though its step was taken several times, for another thing each time', async () => {
    const harness = new EngineHarness({ runbook: loopingRunbook(3) });
    const state = await harness.process();
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('completed');
    expect(state.resources.map(({ resource, status }) => `${resource.id} ${status}`)).toEqual([
      'toy-1-0 released',
      'toy-1-1 released',
      'toy-1-2 released',
    ]);
    expect(harness.cloud.things.size).toBe(0);
  });
});

describe('what a completed run leaves on purpose', () => {
  const production = () => {
    const { undo } = toyRunbook.activities['toy.make'] as Mutation<never, never, never>;
    if (!undo) throw new Error('The toy has no undo.');
    return withMake({ undo: { ...undo, when: 'unless-completed' } });
  };

  it('is handed over and not removed, also when the process dies on the way', async () => {
    const whole = new EngineHarness({ runbook: production() });
    const state = await whole.process();
    if (state === 'died') throw new Error('the run died');
    expect(state.resources.map(({ status }) => status)).toEqual(['handed-over', 'handed-over']);
    const cleaning = whole.types().indexOf('cleanup.started');
    for (let afterRecord = cleaning; afterRecord < whole.types().length; afterRecord += 1) {
      const harness = new EngineHarness({ runbook: production() });
      expect(await harness.process({ afterRecord })).toBe('died');
      expect(await harness.process()).toMatchObject({ status: 'completed' });
      expect(harness.cloud.things.size).toBe(2);
    }
  });

  it('is removed when the run is aborted before its end', async () => {
    const harness = new EngineHarness({ runbook: production() });
    const state = await harness.process({}, (run) => {
      void run.command({ type: 'abort' }, 'tester');
    });
    expect(state).toMatchObject({ status: 'aborted' });
    expect(harness.cloud.things.size).toBe(0);
  });
});

describe('an abort that comes when a run is cleaning up already', () => {
  const failing = () =>
    withMake({
      poll: async (_context, { name }) => {
        if (name.endsWith('left')) throw new KunrenError({ code: 'BROKEN', message: 'broken' });
        return { status: 'done', output: { name } };
      },
    });

  it('does not make a failed run look completed', async () => {
    const whole = new EngineHarness({ runbook: failing() });
    await whole.process();
    const afterRecord = whole.types().indexOf('cleanup.started') + 1;
    const harness = new EngineHarness({ runbook: failing() });
    expect(await harness.process({ afterRecord })).toBe('died');
    expect(await harness.abort()).toMatchObject({ status: 'failed', failure: { code: 'BROKEN' } });
  });

  it('says that the outcome is not known when the runbook has changed meanwhile', async () => {
    const whole = new EngineHarness();
    await whole.process();
    const afterRecord = whole.types().indexOf('cleanup.started') + 1;
    const harness = new EngineHarness();
    expect(await harness.process({ afterRecord })).toBe('died');
    harness.runbook = { ...toyRunbook, version: '2.0.0' };
    const state = await harness.abort();
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'OUTCOME_UNKNOWN' } });
    expect(harness.cloud.things.size).toBe(0);
  });
});

describe('a run whose runbook has changed', () => {
  it('cannot go on, but can be aborted and cleaned up', async () => {
    const harness = new EngineHarness();
    const whole = new EngineHarness();
    await whole.process();
    const afterRecord = whole.types().lastIndexOf('receipt.received') + 1;
    expect(await harness.process({ afterRecord })).toBe('died');
    harness.runbook = { ...toyRunbook, version: '2.0.0' };
    await expect(harness.process()).rejects.toMatchObject({ code: 'RUNBOOK_CHANGED' });
    const state = await harness.abort();
    expect(state).toMatchObject({ status: 'aborted' });
    expect(harness.cloud.effects.filter((effect) => effect.startsWith('make'))).toHaveLength(2);
    expect(harness.cloud.things.size).toBe(0);
  });
});
