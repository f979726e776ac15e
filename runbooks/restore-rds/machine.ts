import { base } from './base.ts';
import { baseline, impact } from './impact.ts';
import { preflight } from './preflight.ts';
import { recovery } from './recovery.ts';

/** Preflight, impact, recovery within the RTO budget, proof. The engine adds the clean-up. */
export const machine = base.createMachine({
  id: 'restore-rds',
  context: ({ input }) => ({
    ...input,
    source: null,
    baseline: null,
    impactAt: null,
    recoveryPoint: null,
    restored: null,
    failure: null,
  }),
  output: ({ context }) => (context.failure ? { failure: context.failure } : {}),
  initial: 'preflight',
  states: {
    preflight,
    baseline,
    impact,
    recovery,
    recovered: { id: 'recovered', type: 'final' },
    failed: { id: 'failed', type: 'final' },
  },
});
