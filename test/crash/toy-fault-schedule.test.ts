import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KunrenError } from '../../src/core/failure.ts';
import { EngineHarness } from '../support/engine-harness.ts';

type Fault = 'none' | 'throttle' | 'reset-before' | 'reset-after';

const fault = fc.constantFrom<Fault>('none', 'none', 'throttle', 'reset-before', 'reset-after');

function failure(kind: Fault): KunrenError {
  return new KunrenError({
    code: kind === 'throttle' ? 'THROTTLED' : 'CONNECTION_RESET',
    message: kind,
    retryable: true,
    ambiguous: kind !== 'throttle',
  });
}

/** The calls of the run meet these faults in turn; then the cloud behaves. */
function misbehave({ cloud }: EngineHarness, faults: readonly Fault[]): void {
  const left = [...faults];
  let current: Fault = 'none';
  const { before, after } = cloud;
  cloud.before = (call) => {
    before(call);
    current = left.shift() ?? 'none';
    if (current === 'throttle' || current === 'reset-before') throw failure(current);
  };
  cloud.after = (call) => {
    after(call);
    if (current === 'reset-after') throw failure(current);
  };
}

describe('any schedule of faults and deaths', () => {
  it('ends with every effect exactly once and nothing left behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
        fc.option(fc.integer({ min: 3, max: 25 }), { nil: undefined }),
        async (faults, livesOf, abortAt) => {
          const harness = new EngineHarness();
          misbehave(harness, faults);
          let ended = false;
          for (const life of [...livesOf, undefined]) {
            const afterRecord = life === undefined ? undefined : harness.journal.length + life;
            const death = afterRecord === undefined ? {} : { afterRecord };
            const end = await harness.process(death, (run) => {
              if (abortAt === undefined) return;
              const stop = run.feed.subscribe(() => {
                if (harness.journal.length < abortAt) return;
                stop();
                queueMicrotask(() => void run.command({ type: 'abort' }, 'tester').catch(() => {}));
              });
            });
            if (end !== 'died') {
              ended = true;
              break;
            }
          }
          expect(ended).toBe(true);
          const finished = harness.journal.at(-1);
          if (finished?.type !== 'run.finished') throw new Error('the run did not finish');
          if (abortAt === undefined) expect(finished.data.status).toBe('completed');
          for (const name of ['toy-1-left', 'toy-1-right']) {
            const made = harness.cloud.effects.filter((effect) => effect === `make ${name}`);
            const removed = harness.cloud.effects.filter((effect) => effect === `remove ${name}`);
            expect(made.length).toBeLessThanOrEqual(1);
            expect(removed.length).toBe(made.length);
          }
          expect(harness.cloud.things.size).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
