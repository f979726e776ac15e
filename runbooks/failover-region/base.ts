import { assign, setup } from 'xstate';
import {
  activityActors,
  type Failure,
  type MilestoneMark,
  type RunbookOutcome,
} from '../../src/index.ts';
import { type Context, causesOutage, changesProduction, type Input, used } from './context.ts';

/** What an operator can send at a gate. */
export type Decision = {
  type: 'accept-loss' | 'fail-back' | 'go-on' | 'look-again' | 'roll-back' | 'stay' | 'stop';
};

/** Types, actions, guards and delays that the states of this runbook are written with. */
export const base = setup({
  types: {} as { input: Input; context: Context; events: Decision; output: RunbookOutcome },
  actors: activityActors(used),
  actions: {
    milestone: (_, _mark: MilestoneMark) => undefined,
    noteFailure: assign({ failure: (_, params: { failure: Failure }) => params.failure }),
    noteBehind: assign({ behind: true }),
    forgetFailure: assign({ failure: null, behind: null }),
    beginRollback: assign({ rollingBack: true }),
  },
  guards: {
    changesProduction: ({ context }) => changesProduction(context),
    causesOutage: ({ context }) => causesOutage(context),
    homeIsLost: ({ context }) => context.primary === null,
    isBehind: ({ context }) => context.behind === true && context.rollingBack === null,
    isPromoted: ({ context }) => context.promoted !== null,
    mayReturn: ({ context }) =>
      context.fence?.fenced === 'unreachable' && context.pointedAt === null,
    isRollingBack: ({ context }) => context.rollingBack === true,
    isPointed: ({ context }) => context.pointedAt !== null,
    asksWhenUnfenced: ({ context }) => context.parameters.unreachablePrimary === 'ask',
    hasClientLog: ({ context }) => context.parameters.clientLog !== undefined,
    countsWrites: ({ context: { parameters } }) =>
      parameters.clientLog !== undefined && parameters.clientWrites !== undefined,
    hasStateMachine: ({ context }) => context.parameters.stateMachine !== undefined,
    publishes: ({ context }) => context.parameters.publishMetrics,
    failsBackAtOnce: ({ context }) => context.parameters.failback === 'at-once',
    staysThere: ({ context }) => context.parameters.failback === 'never',
    hadStandby: ({ context }) => context.primary?.secondaryAvailabilityZone !== undefined,
  },
  delays: {
    rtoBudget: ({ context }) => context.rtoMs,
    decideWithin: ({ context }) => context.parameters.decideWithinMinutes * 60_000,
  },
});

export const noted = {
  type: 'noteFailure',
  params: ({ event }: { event: { error: unknown } }) => ({ failure: event.error as Failure }),
} as const;

/** Nothing of production has been changed yet: the run ends, and the engine cleans up. */
export const onError = { target: '#failed', actions: noted } as const;

/** Production is half-way: what is true now is found out, and a person decides. */
export const onTrouble = { target: '#trouble', actions: noted } as const;

/** The same where the replica lacks writes, or may: trying again alone would not make them come. */
export const onBehind = { target: '#trouble', actions: [noted, 'noteBehind'] } as const;

/** The same on the way home, where writes must not return to an old primary that has been left behind. */
export const onTroubleBack = { target: '#troubleBack', actions: noted } as const;
