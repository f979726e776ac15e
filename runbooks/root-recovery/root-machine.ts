import { base } from './base.ts';
import { begin } from './context.ts';
import { preflight } from './preflight.ts';
import { proof } from './proof.ts';

/** Names of the states that every one has are taken. */
type OwnStates = NonNullable<Parameters<typeof base.createStateConfig>[0]['states']> & {
  readonly [name in 'preflight' | 'proof' | 'recovered' | 'failed']?: never;
};

/**
 * The machine of a root recovery: preflight, what the runbook does, proof.
 * @param states of the runbook itself; `situation` is the first, and `#proof` where they lead
 */
export function rootMachine(id: string, states: OwnStates) {
  return base.createMachine({
    id,
    context: ({ input }) => begin(input),
    output: ({ context }) => (context.failure ? { failure: context.failure } : {}),
    initial: 'preflight',
    states: {
      preflight,
      ...states,
      proof,
      recovered: { id: 'recovered', type: 'final' },
      failed: { id: 'failed', type: 'final' },
    },
  });
}
