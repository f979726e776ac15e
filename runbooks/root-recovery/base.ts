import { assign, setup } from 'xstate';
import {
  activityActors,
  type Failure,
  known,
  type MilestoneMark,
  type RunbookOutcome,
} from '../../src/index.ts';
import { type Context, type Input, isCaused, used } from './context.ts';

/** Types, actions and guards that the states of all root recoveries are written with. */
export const base = setup({
  types: {} as { input: Input; context: Context; output: RunbookOutcome },
  actors: activityActors(used),
  actions: {
    milestone: (_, _mark: MilestoneMark) => undefined,
    noteFailure: assign({ failure: (_, params: { failure: Failure }) => params.failure }),
  },
  delays: {
    // AWS says that a new address takes up to four hours to show.
    emailShows: 5 * 60 * 60_000,
  },
  guards: {
    isCaused: ({ context }) => isCaused(context),
    isCentral: ({ context }) => known(context.account).isCentral,
  },
});

/** Every step that fails, is declined or is answered by nobody ends the runbook; the engine then cleans up. */
export const onError = {
  target: '#failed',
  actions: {
    type: 'noteFailure',
    params: ({ event }: { event: { error: unknown } }) => ({ failure: event.error as Failure }),
  },
} as const;
