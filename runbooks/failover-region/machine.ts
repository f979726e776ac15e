import { aftermath } from './aftermath.ts';
import { base } from './base.ts';
import { NOTHING_FOUND } from './context.ts';
import { failback } from './failback.ts';
import { failover } from './failover.ts';
import { impact } from './impact.ts';
import { preflight } from './preflight.ts';
import { rehearsal } from './rehearsal.ts';
import { replenish } from './replenish.ts';
import { settling, telling } from './settling.ts';
import { rollback, trouble, troubleBack } from './trouble.ts';

/** Preflight, then a rehearsal beside production, or production itself: over, and back. */
export const machine = base.createMachine({
  id: 'failover-region',
  context: ({ input }) => ({ ...input, ...NOTHING_FOUND }),
  output: ({ context }) => (context.failure ? { failure: context.failure } : {}),
  initial: 'preflight',
  states: {
    preflight,
    rehearsal,
    production: {
      initial: 'impact',
      states: {
        impact,
        failover,
        aftermath,
        failback,
        replenish,
        settling,
        /** Where a step that failed is taken again. */
        again: { id: 'again', type: 'history', history: 'deep', target: 'impact' },
      },
    },
    telling,
    trouble,
    troubleBack,
    rollback,
    stopped: {
      id: 'stopped',
      always: 'failed',
      entry: {
        type: 'noteFailure',
        params: ({ context }) => ({
          failure: {
            code: 'FAILOVER_STOPPED',
            message: `The failover was stopped half-way; nothing more is changed.${context.failure ? ` It had failed with ${context.failure.code}: ${context.failure.message}` : ''}`,
            class: 'environment',
            retryable: false,
            ambiguous: false,
          },
        }),
      },
    },
    recovered: { id: 'recovered', type: 'final' },
    failed: { id: 'failed', type: 'final' },
  },
});
