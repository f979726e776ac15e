import { base } from './base.ts';
import { baseline, impact } from './impact.ts';
import { preflight } from './preflight.ts';
import { recovery } from './recovery.ts';
import { reporting } from './reporting.ts';

/** Preflight, impact, recovery within the RTO budget, proof, report to AWS Backup. The engine adds the clean-up. */
export const machine = base.createMachine({
  id: 'restore-backup',
  context: ({ input }) => ({
    ...input,
    source: null,
    testJob: null,
    baseline: null,
    impactAt: null,
    recoveryPoint: null,
    jobId: null,
    restored: null,
    outcome: null,
    failure: null,
  }),
  output: ({ context }) => (context.failure ? { failure: context.failure } : {}),
  initial: 'preflight',
  states: {
    preflight,
    baseline,
    impact,
    recovery,
    reporting,
    recovered: { id: 'recovered', type: 'final' },
    failed: { id: 'failed', type: 'final' },
  },
});
