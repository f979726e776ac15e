import { assign, setup } from 'xstate';
import type { Mutation } from '../../src/core/activity.ts';
import { activityActors } from '../../src/core/activity-actors.ts';
import type { Runbook } from '../../src/core/runbook.ts';

/** Takes effect in no time, so that only the engine's own cost is left. */
const count: Mutation<{ n: number }, { n: number }, { n: number }> = {
  name: 'count.up',
  kind: 'mutation',
  waitsOn: 'tool',
  iam: [],
  plan: (input) => ({ calls: [], output: input }),
  start: async (_, { n }) => ({ n }),
  poll: async (_, { n }) => ({ status: 'done', output: { n } }),
  adopt: async () => undefined,
};

const activities = { 'count.up': count };

/** One mutating activity after the other, `steps` times. */
export function countingRunbook(steps: number): Runbook {
  const machine = setup({
    types: {} as { context: { n: number } },
    actors: activityActors(activities),
  }).createMachine({
    id: 'counting',
    context: { n: 0 },
    initial: 'counting',
    states: {
      counting: {
        meta: { title: 'Count' },
        invoke: {
          id: 'count',
          src: 'count.up',
          input: ({ context }) => ({ n: context.n }),
          onDone: [
            {
              guard: ({ context }) => context.n + 1 >= steps,
              target: 'ended',
            },
            {
              target: 'counting',
              reenter: true,
              actions: assign({ n: ({ context }) => context.n + 1 }),
            },
          ],
          onError: 'ended',
        },
      },
      ended: { type: 'final' },
    },
  });
  return {
    id: 'counting',
    version: '1.0.0',
    title: 'Counting',
    machine,
    activities,
    recoveredAt: 'T5',
    input: () => ({}),
    parametersSchema: {},
  };
}
