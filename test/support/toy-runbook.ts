import { assign, setup } from 'xstate';
import type { AnyActivity, Mutation, Probe } from '../../src/core/activity.ts';
import { activityActors } from '../../src/core/activity-actors.ts';
import type { Drill, Environment } from '../../src/core/drill.ts';
import { type Failure, KunrenError } from '../../src/core/failure.ts';
import type { Runbook, RunbookOutcome } from '../../src/core/runbook.ts';
import type { MilestoneMark } from '../../src/core/runbook-step.ts';

/** A cloud in memory: things by name, with the run that made each, and every effect that took place. */
export class ToyCloud {
  readonly things = new Map<string, string>();
  readonly effects: string[] = [];
  /** Called before each call, by its name; throws to make it fail. */
  before: (call: string) => void = () => undefined;
  /** Called after a call took effect and before its answer: throws to lose the answer. */
  after: (call: string) => void = () => undefined;

  make(name: string, run: string): void {
    this.#call(`make ${name}`, () => {
      if (this.things.has(name)) {
        throw new KunrenError({ code: 'EXISTS', message: `${name} is there already.` });
      }
      this.things.set(name, run);
    });
  }

  remove(name: string): void {
    this.#call(`remove ${name}`, () => this.things.delete(name));
  }

  owner(name: string): string | undefined {
    this.before(`look ${name}`);
    return this.things.get(name);
  }

  #call(call: string, effect: () => void): void {
    this.before(call);
    effect();
    this.effects.push(call);
    this.after(call);
  }
}

const shared = { waitsOn: 'aws', iam: ['toy:All'], pollEvery: { initialMs: 1000 } } as const;

/** Looks once whether the cloud answers. */
const ready: Probe<null, { looks: number }, ToyCloud> = {
  ...shared,
  name: 'toy.ready',
  kind: 'probe',
  readsExisting: true,
  plan: () => ({ calls: [], output: { looks: 1 } }),
  async poll({ services }) {
    services.owner('nothing');
    return { status: 'done', output: { looks: 1 } };
  },
};

type Made = { readonly name: string };

const make: Mutation<Made, { name: string }, Made, ToyCloud> = {
  ...shared,
  name: 'toy.make',
  kind: 'mutation',
  owns: ({ name }, { region }) => ({ type: 'toy:thing', id: name, region }),
  plan: (input) => ({
    calls: [{ service: 'Toy', operation: 'Make', parameters: input, mutating: true }],
    output: input,
  }),
  async start({ services, run }, { name }) {
    services.make(name, run);
    return { name };
  },
  async poll({ services, clock, signal }, { name }) {
    await clock.sleep(10, signal);
    if (services.owner(name) === undefined) {
      throw new KunrenError({ code: 'GONE', message: `${name} is gone.` });
    }
    return { status: 'done', output: { name } };
  },
  async adopt({ services, run }, { name }) {
    const owner = services.owner(name);
    if (owner === undefined) return undefined;
    if (owner === run) return { name };
    throw new KunrenError({
      code: 'NAME_TAKEN',
      message: `${name} belongs to ${owner}.`,
      class: 'safety',
    });
  },
  undo: {
    iam: ['toy:Remove'],
    plan: () => [],
    async start({ services, run }, { name }) {
      const owner = services.owner(name);
      if (owner === undefined) return;
      if (owner !== run) {
        throw new KunrenError({
          code: 'NOT_OURS',
          message: `${name} is not ours.`,
          class: 'safety',
        });
      }
      services.remove(name);
    },
    async poll({ services }, { name }) {
      return services.owner(name) === undefined
        ? { status: 'done', output: { call: 'toy:Look', observed: 'NotFound' } }
        : { status: 'pending', progress: { message: 'removing' } };
    },
  },
};

const activities = { 'toy.ready': ready, 'toy.make': make };

type Context = { readonly run: string; readonly failure: Failure | null };

const base = setup({
  types: {} as {
    context: Context;
    input: { run: string };
    output: RunbookOutcome;
    events: { type: 'approve' };
  },
  actors: activityActors(activities),
  actions: {
    milestone: (_, _mark: MilestoneMark) => undefined,
    noteFailure: assign({ failure: (_, params: { failure: Failure }) => params.failure }),
  },
  delays: { settle: 60_000 },
});

const onError = {
  target: '#failed',
  actions: {
    type: 'noteFailure',
    params: ({ event }: { event: { error: unknown } }) => ({ failure: event.error as Failure }),
  },
} as const;

const machine = base.createMachine({
  id: 'toy',
  context: ({ input }) => ({ ...input, failure: null }),
  output: ({ context }) => (context.failure ? { failure: context.failure } : {}),
  initial: 'checking',
  states: {
    checking: {
      meta: { title: 'Check' },
      invoke: { id: 'check', src: 'toy.ready', input: null, onDone: 'making', onError },
    },
    making: {
      entry: { type: 'milestone', params: { id: 'T0' } },
      type: 'parallel',
      states: {
        left: {
          initial: 'busy',
          states: {
            busy: {
              meta: { title: 'Make the left one' },
              invoke: {
                id: 'left',
                src: 'toy.make',
                input: ({ context }) => ({ name: `${context.run}-left` }),
                onDone: 'made',
                onError,
              },
            },
            made: { type: 'final' },
          },
        },
        right: {
          initial: 'busy',
          states: {
            busy: {
              meta: { title: 'Make the right one' },
              invoke: {
                id: 'right',
                src: 'toy.make',
                input: ({ context }) => ({ name: `${context.run}-right` }),
                onDone: 'made',
                onError,
              },
            },
            made: { type: 'final' },
          },
        },
      },
      onDone: 'settling',
    },
    settling: {
      meta: { title: 'Let it settle' },
      entry: { type: 'milestone', params: { id: 'T4' } },
      after: { settle: 'ended' },
      on: { approve: 'ended' },
    },
    ended: { type: 'final', entry: { type: 'milestone', params: { id: 'T5' } } },
    failed: { id: 'failed', type: 'final' },
  },
});

/** Checks, makes two things side by side, waits a minute, ends. */
export const toyRunbook: Runbook = {
  id: 'toy',
  version: '1.0.0',
  title: 'Toy',
  machine,
  activities: activities as { readonly [name: string]: AnyActivity },
  recoveredAt: 'T5',
  input: (_drill, { run }) => ({ run }),
  parametersSchema: {},
};

export const toyDrill: Drill = {
  name: 'toy',
  title: 'Toy drill',
  runbook: 'toy',
  scenario: { kind: 'instance-failure', description: 'A toy breaks.' },
  objectives: { rtoMs: 3_600_000, rpoMs: 60_000 },
  parameters: {},
  database: { engine: 'postgres', name: 'toy', user: 'toy' },
  checks: [{ kind: 'write-probe', id: 'write' }],
};

export const toyEnvironment: Environment = {
  name: 'sandbox',
  kind: 'sandbox',
  region: 'ap-northeast-1',
  accountId: '000000000000',
};

/** The toy runbook with another way of making. */
export function withMake(change: Partial<typeof make>): Runbook {
  const changed = { ...toyRunbook.activities, 'toy.make': { ...make, ...change } };
  return { ...toyRunbook, activities: changed };
}

/** Takes one step several times, for another thing each time. */
export function loopingRunbook(times: number): Runbook {
  const looping = setup({
    types: {} as { context: { run: string; n: number }; input: { run: string } },
    actors: activityActors(activities),
  }).createMachine({
    id: 'looping',
    context: ({ input }) => ({ ...input, n: 0 }),
    initial: 'making',
    states: {
      making: {
        meta: { title: 'Make the next one' },
        invoke: {
          id: 'make',
          src: 'toy.make',
          input: ({ context }) => ({ name: `${context.run}-${context.n}` }),
          onDone: [
            { guard: ({ context }) => context.n + 1 >= times, target: 'ended' },
            {
              target: 'making',
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
  return { ...toyRunbook, id: 'looping', machine: looping };
}
