import { describe, expect, it } from 'vitest';
import { KunrenError } from '../../src/core/failure.ts';
import { EngineHarness } from '../support/engine-harness.ts';
import { toyRunbook } from '../support/toy-runbook.ts';

describe('a run', () => {
  it('performs the runbook, cleans up newest first, and proves each removal', async () => {
    const harness = new EngineHarness();
    const state = await harness.process();
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('completed');
    expect(harness.cloud.effects).toEqual([
      'make toy-1-left',
      'make toy-1-right',
      'remove toy-1-right',
      'remove toy-1-left',
    ]);
    expect(state.resources.map(({ status, proof }) => [status, proof?.observed])).toEqual([
      ['released', 'NotFound'],
      ['released', 'NotFound'],
    ]);
    expect(state.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'check done',
      'left done',
      'right done',
      'settling done',
      'clean-up done',
    ]);
  });

  it('is unproven, never met, while a declared check has no result', async () => {
    const state = await new EngineHarness().process();
    if (state === 'died') throw new Error('the run died');
    expect(state.verdict).toMatchObject({
      verdict: 'unproven',
      rto: { result: 'met' },
      rpo: { result: 'unproven' },
    });
  });

  it('runs the activities of parallel states side by side', async () => {
    const harness = new EngineHarness();
    await harness.process();
    const types = harness.journal.map((record) =>
      record.type === 'attempt.started' || record.type === 'activity.succeeded'
        ? `${record.type} ${record.data.activity}`
        : record.type,
    );
    const started = types.indexOf('attempt.started right');
    expect(started).toBeGreaterThan(0);
    expect(started).toBeLessThan(types.indexOf('activity.succeeded left'));
  });

  it('makes no mutating call before its intent is durable', async () => {
    const harness = new EngineHarness();
    const seen: string[] = [];
    await harness.process({}, () => {
      harness.cloud.before = (call) => {
        if (!call.startsWith('make')) return;
        const intent = harness.journal.find(
          (record) =>
            record.type === 'attempt.started' && record.data.owns?.id === call.replace('make ', ''),
        );
        seen.push(`${call}: ${intent ? 'intended' : 'not intended'}`);
      };
    });
    expect(seen).toEqual(['make toy-1-left: intended', 'make toy-1-right: intended']);
  });

  it('tries a throttled call again after the time the service asked for', async () => {
    const harness = new EngineHarness();
    let refusals = 2;
    await harness.process({}, () => {
      harness.cloud.before = (call) => {
        if (call !== 'make toy-1-left' || refusals-- <= 0) return;
        throw new KunrenError({
          code: 'THROTTLED',
          message: 'Rate exceeded',
          retryable: true,
          retryAfterMs: 7000,
        });
      };
    });
    const failures = harness.journal.flatMap((record) =>
      record.type === 'attempt.failed' ? [record] : [],
    );
    expect(failures).toHaveLength(2);
    for (const { at, data } of failures) {
      expect(Date.parse(data.retryAt ?? '') - Date.parse(at)).toBe(7000);
    }
    expect(harness.cloud.effects.filter((effect) => effect === 'make toy-1-left')).toHaveLength(1);
  });

  it('adopts the effect of a call whose answer was lost, and does not repeat it', async () => {
    const harness = new EngineHarness();
    let lose = true;
    const state = await harness.process({}, () => {
      harness.cloud.after = (call) => {
        if (call !== 'make toy-1-left' || !lose) return;
        lose = false;
        throw new KunrenError({
          code: 'CONNECTION_RESET',
          message: 'reset',
          retryable: true,
          ambiguous: true,
        });
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('completed');
    expect(harness.cloud.effects.filter((effect) => effect === 'make toy-1-left')).toHaveLength(1);
    expect(state.steps.find(({ id }) => id === 'left')?.adopted).toBe(true);
  });

  it('neither adopts nor removes a thing of the same name that belongs to somebody else', async () => {
    const harness = new EngineHarness();
    harness.cloud.things.set('toy-1-left', 'another-run');
    const state = await harness.process({}, () => {
      harness.cloud.before = (call) => {
        if (call !== 'make toy-1-left') return;
        throw new KunrenError({
          code: 'CONNECTION_RESET',
          message: 'reset',
          retryable: true,
          ambiguous: true,
        });
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('failed');
    expect(harness.cloud.things.get('toy-1-left')).toBe('another-run');
    expect(harness.cloud.effects).not.toContain('remove toy-1-left');
  });

  it('pauses while credentials are expired and goes on by itself after their renewal', async () => {
    const harness = new EngineHarness();
    let expired = 3;
    const state = await harness.process({}, () => {
      harness.cloud.before = (call) => {
        if (call !== 'make toy-1-left' || expired-- <= 0) return;
        throw new KunrenError({
          code: 'CREDENTIALS_EXPIRED',
          message: 'The token has expired.',
          class: 'credentials',
          retryable: true,
        });
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('completed');
    expect(state.pauses).toEqual([]);
    expect(harness.types().filter((type) => type === 'run.paused')).toHaveLength(1);
    expect(state.waited.people).toBe(15_000);
  });

  it('fails, and still cleans up, when an activity fails for good', async () => {
    const harness = new EngineHarness();
    const state = await harness.process({}, () => {
      harness.cloud.before = (call) => {
        if (call === 'make toy-1-right') {
          throw new KunrenError({ code: 'QUOTA_EXCEEDED', message: 'No more toys.' });
        }
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'QUOTA_EXCEEDED' } });
    expect(harness.cloud.things.size).toBe(0);
  });

  it('says so when something could not be removed', async () => {
    const harness = new EngineHarness();
    const state = await harness.process({}, () => {
      harness.cloud.before = (call) => {
        if (call === 'remove toy-1-left') {
          throw new KunrenError({ code: 'ACCESS_DENIED', message: 'no' });
        }
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'CLEANUP_INCOMPLETE' } });
    expect(state.resources.find(({ activity }) => activity === 'left')?.status).toBe('leaked');
  });

  it('leaves what it made when told to keep it', async () => {
    const harness = new EngineHarness({ keep: true });
    const state = await harness.process();
    if (state === 'died') throw new Error('the run died');
    expect(state.resources.map(({ status }) => status)).toEqual(['kept', 'kept']);
    expect(harness.cloud.things.size).toBe(2);
  });

  it('gives up a call without an answer, and looks before it tries again', async () => {
    const harness = new EngineHarness();
    const { activities } = toyRunbook;
    const make = activities['toy.make'];
    if (make?.kind !== 'mutation') throw new Error('toy.make is a mutation');
    let hung = false;
    const hanging = {
      ...make,
      start: async (context: never, input: never) => {
        const receipt = await make.start(context, input);
        if (hung) return receipt;
        hung = true;
        return await new Promise<never>(() => undefined);
      },
    };
    const slow = new EngineHarness({
      runbook: { ...toyRunbook, activities: { ...activities, 'toy.make': hanging } },
    });
    const state = await slow.process();
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('completed');
    expect(
      slow.journal.some(
        (record) =>
          record.type === 'attempt.failed' && record.data.failure.code === 'ATTEMPT_TIMED_OUT',
      ),
    ).toBe(true);
    expect(slow.cloud.effects.filter((effect) => effect.startsWith('make'))).toHaveLength(2);
    expect(harness.cloud.effects).toEqual([]);
  });

  it('notes a jump of the wall clock and does not count on it', async () => {
    const harness = new EngineHarness();
    const state = await harness.process({}, () => {
      harness.cloud.before = (call) => {
        if (call === 'make toy-1-left') harness.clock.jump(86_400_000);
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(state.clockJumps.map(({ byMs }) => byMs)).toEqual([86_400_000]);
    expect(state.verdict?.rto).toMatchObject({ result: 'unproven' });
  });
});

describe('an operator', () => {
  it('aborts a run: nothing more is made, everything made is removed', async () => {
    const harness = new EngineHarness();
    const state = await harness.process({}, (run) => {
      harness.cloud.after = (call) => {
        if (call === 'make toy-1-right') void run.command({ type: 'abort' }, 'tester');
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(state.status).toBe('aborted');
    expect(harness.cloud.things.size).toBe(0);
  });

  it('is refused, with a reason, a command that the runbook does not take', async () => {
    const harness = new EngineHarness();
    const replies: unknown[] = [];
    const state = await harness.process({}, (run) => {
      harness.cloud.after = (call) => {
        if (call !== 'make toy-1-left') return;
        void run
          .command({ type: 'send', event: 'approve' }, 'tester')
          .then((reply) => replies.push(reply));
      };
    });
    if (state === 'died') throw new Error('the run died');
    expect(replies).toEqual([
      { accepted: false, reason: 'The runbook does not take "approve" at this point.' },
    ]);
    expect(state.commands).toHaveLength(1);
  });

  it('moves the runbook with a command that it takes', async () => {
    const harness = new EngineHarness();
    const state = await harness.process({}, (run) => {
      run.feed.subscribe(() => {
        const settling = run.feed.get().state.steps.find(({ id }) => id === 'settling');
        if (settling?.status === 'running' && run.feed.get().state.commands.length === 0) {
          queueMicrotask(() => void run.command({ type: 'send', event: 'approve' }, 'tester'));
        }
      });
    });
    if (state === 'died') throw new Error('the run died');
    expect(harness.types()).not.toContain('timer.fired');
    expect(state.status).toBe('completed');
  });
});

describe('a run that has done nothing yet', () => {
  it('fails rather than waits when credentials are refused', async () => {
    const harness = new EngineHarness();
    harness.cloud.before = () => {
      throw new KunrenError({
        code: 'CREDENTIALS_MISSING',
        message: 'There are none.',
        class: 'credentials',
        retryable: false,
      });
    };
    expect(await harness.process()).toMatchObject({
      status: 'failed',
      failure: { code: 'CREDENTIALS_MISSING' },
    });
  });
});

describe('a watcher that breaks', () => {
  it('does not touch the run', async () => {
    const harness = new EngineHarness();
    const state = await harness.process({}, (run) => {
      run.feed.subscribe(() => {
        throw new Error('a broken screen');
      });
    });
    expect(state).toMatchObject({ status: 'completed' });
  });
});
