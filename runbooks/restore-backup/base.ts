import { assign, setup } from 'xstate';
import {
  activityActors,
  type Failure,
  type MilestoneMark,
  type RunbookOutcome,
} from '../../src/index.ts';
import { budget, type Context, type Input, imports, injects, used } from './context.ts';

/** Types, actions, guards and delays that the states of this runbook are written with. */
export const base = setup({
  types: {} as { input: Input; context: Context; output: RunbookOutcome },
  actors: activityActors(used),
  actions: {
    milestone: (_, _mark: MilestoneMark) => undefined,
    noteFailure: assign({ failure: (_, params: { failure: Failure }) => params.failure }),
  },
  guards: {
    testIsImported: ({ context }) => imports(context),
    lossIsInjected: ({ context }) => injects(context),
  },
  delays: {
    rtoBudget: ({ context }) => budget(context),
  },
});

/** Every step that fails ends the runbook; the engine then cleans up. */
export const onError = {
  target: '#failed',
  actions: {
    type: 'noteFailure',
    params: ({ event }: { event: { error: unknown } }) => ({ failure: event.error as Failure }),
  },
} as const;
