import { aftermath } from './aftermath.ts';
import { base } from './base.ts';
import { preflight } from './preflight.ts';
import { recovery } from './recovery.ts';

/** Preflight, the failover within the RTO budget, and what it cost. Nothing is made, so there is nothing to undo. */
export const machine = base.createMachine({
  id: 'failover-az',
  context: ({ input }) => ({
    ...input,
    primary: null,
    baseline: null,
    failover: null,
    verification: null,
    servedAt: null,
    outage: null,
    failure: null,
  }),
  output: ({ context }) => (context.failure ? { failure: context.failure } : {}),
  initial: 'preflight',
  states: {
    preflight,
    recovery,
    aftermath,
    recovered: { id: 'recovered', type: 'final' },
    failed: { id: 'failed', type: 'final' },
  },
});
