import { assign, setup } from 'xstate';
import {
  activityActors,
  type Failure,
  type MilestoneMark,
  type RunbookOutcome,
  resourceName,
} from '../../src/index.ts';
import {
  adminAccess,
  budget,
  type Context,
  DRILL_PASSWORD,
  declaredDetection,
  declaredImpact,
  type Input,
  injects,
  instantOf,
  known,
  overBudget,
  placement,
  type RecoveryPoint,
  recoveredUpTo,
  restoredAccess,
  SETTLE_MS,
  snapshotOf,
  sourceAccess,
  used,
  wanted,
} from './context.ts';

const base = setup({
  types: {} as { input: Input; context: Context; output: RunbookOutcome },
  actors: activityActors(used),
  actions: {
    milestone: (_, _mark: MilestoneMark) => undefined,
    noteFailure: assign({ failure: (_, params: { failure: Failure }) => params.failure }),
  },
  guards: {
    lossIsInjected: ({ context }) => injects(context),
    fromSnapshot: (_, params: { point: RecoveryPoint }) => params.point.kind === 'snapshot',
  },
  delays: {
    rtoBudget: ({ context }) => budget(context),
  },
});

/** Every step that fails ends the runbook; the engine then cleans up. */
const onError = {
  target: '#failed',
  actions: {
    type: 'noteFailure',
    params: ({ event }: { event: { error: unknown } }) => ({ failure: event.error as Failure }),
  },
} as const;

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
    preflight: {
      initial: 'identity',
      states: {
        identity: {
          meta: { title: 'Confirm account and Region' },
          invoke: {
            id: 'identity',
            src: 'account.confirm-identity',
            input: ({ context: { names } }) => ({
              accountId: names.accountId,
              region: names.region,
            }),
            onDone: 'source',
            onError,
          },
        },
        source: {
          meta: { title: 'Inspect the source instance' },
          invoke: {
            id: 'source',
            src: 'rds.inspect-source',
            input: ({ context }) => ({ source: context.parameters.source }),
            onDone: {
              target: 'target',
              actions: assign({ source: ({ event }) => event.output }),
            },
            onError,
          },
        },
        target: {
          meta: { title: 'Check name, network and isolation of the target' },
          invoke: {
            id: 'target',
            src: 'rds.inspect-target',
            input: ({ context }) => ({
              name: resourceName(context.names.run),
              subnetGroup: context.parameters.target.subnetGroup,
              securityGroups: context.parameters.target.securityGroups,
              parameterGroup: context.parameters.target.parameterGroup,
              source: known(context.source),
            }),
            onDone: '#baseline',
            onError,
          },
        },
      },
    },
    baseline: {
      id: 'baseline',
      meta: { title: 'Take the baseline of the source data' },
      invoke: {
        id: 'baseline',
        src: 'sql.take-baseline',
        input: ({ context }) => ({
          access: sourceAccess(context),
          checks: context.checks,
          settleMs: SETTLE_MS,
        }),
        onDone: { target: 'impact', actions: assign({ baseline: ({ event }) => event.output }) },
        // Without a baseline the checks against the source come out unproven; the restore can still be timed.
        onError: {
          target: 'impact',
          actions: assign({
            baseline: ({ event }) => ({ unavailable: (event.error as Failure).message }),
          }),
        },
      },
    },
    impact: {
      initial: 'asking',
      states: {
        asking: {
          always: [{ guard: 'lossIsInjected', target: 'injecting' }, { target: 'declaring' }],
        },
        injecting: {
          meta: { title: 'Lose data in the sandbox (T0)' },
          invoke: {
            id: 'inject',
            src: 'sql.inject-loss',
            input: ({ context }) => ({
              access: adminAccess(context),
              statement: context.scenario.inject ?? '',
            }),
            onDone: {
              target: 'detecting',
              actions: [
                assign({ impactAt: ({ event }) => event.output.impactAt }),
                {
                  type: 'milestone',
                  params: ({ event }) => ({ id: 'T0', at: event.output.impactAt, errorMs: 0 }),
                },
              ],
            },
            onError,
          },
        },
        detecting: {
          meta: { title: 'Detect the loss (T1)' },
          invoke: {
            id: 'detect',
            src: 'sql.await-loss',
            input: ({ context }) => ({
              access: sourceAccess(context),
              query: context.scenario.detect ?? 'SELECT 1',
            }),
            onDone: {
              target: '#recovery',
              actions: {
                type: 'milestone',
                params: ({ event }) => ({ id: 'T1', at: event.output.detectedAt }),
              },
            },
            onError,
          },
        },
        declaring: {
          entry: [
            assign({ impactAt: ({ context }) => declaredImpact(context) }),
            {
              type: 'milestone',
              params: ({ context }) => ({
                id: 'T0',
                at: declaredImpact(context),
                source: 'declared',
                note: context.scenario.impactAt
                  ? 'declared in the drill'
                  : 'no impact was declared: the opening of the run',
              }),
            },
          ],
          always: [
            {
              guard: ({ context }) => context.scenario.detectedAfterMs !== undefined,
              target: '#recovery',
              actions: {
                type: 'milestone',
                params: ({ context }) => ({
                  id: 'T1',
                  at: declaredDetection(context),
                  source: 'declared',
                }),
              },
            },
            { target: '#recovery' },
          ],
        },
      },
    },
    recovery: {
      id: 'recovery',
      entry: { type: 'milestone', params: { id: 'T2' } },
      after: {
        rtoBudget: {
          target: 'failed',
          actions: {
            type: 'noteFailure',
            params: ({ context }) => ({ failure: overBudget(context.rtoMs) }),
          },
        },
      },
      initial: 'choosing',
      states: {
        choosing: {
          meta: { title: 'Choose the recovery point' },
          invoke: {
            id: 'choose',
            src: 'rds.choose-recovery-point',
            input: ({ context }) => ({
              source: context.parameters.source,
              method: context.parameters.method,
              point: wanted(context),
            }),
            onDone: [
              {
                guard: {
                  type: 'fromSnapshot',
                  params: ({ event }) => ({ point: event.output }),
                },
                target: 'fromSnapshot',
                actions: assign({ recoveryPoint: ({ event }) => event.output }),
              },
              {
                target: 'toPointInTime',
                actions: assign({ recoveryPoint: ({ event }) => event.output }),
              },
            ],
            onError,
          },
        },
        fromSnapshot: {
          meta: { title: 'Restore from the snapshot' },
          entry: { type: 'milestone', params: { id: 'T3' } },
          invoke: {
            id: 'restore-snapshot',
            src: 'rds.restore-from-snapshot',
            input: ({ context }) => ({
              ...placement(context),
              snapshotId: snapshotOf(context.recoveryPoint),
            }),
            onDone: {
              target: 'isolation',
              actions: assign({ restored: ({ event }) => event.output }),
            },
            onError,
          },
        },
        toPointInTime: {
          meta: { title: 'Restore to the point in time' },
          entry: { type: 'milestone', params: { id: 'T3' } },
          invoke: {
            id: 'restore-point',
            src: 'rds.restore-to-point-in-time',
            input: ({ context }) => ({
              ...placement(context),
              restoreTime: instantOf(context.recoveryPoint),
            }),
            onDone: {
              target: 'isolation',
              actions: assign({ restored: ({ event }) => event.output }),
            },
            onError,
          },
        },
        isolation: {
          meta: { title: 'Confirm that the restored instance is isolated' },
          entry: { type: 'milestone', params: { id: 'T4' } },
          invoke: {
            id: 'isolation',
            src: 'rds.confirm-isolation',
            input: ({ context }) => ({
              id: known(context.restored).id,
              target: context.parameters.target,
            }),
            onDone: 'unlocking',
            onError,
          },
        },
        unlocking: {
          meta: { title: 'Set a password that only this drill knows' },
          invoke: {
            id: 'unlock',
            src: 'rds.reset-master-password',
            input: ({ context }) => ({
              id: known(context.restored).id,
              user: known(context.restored).masterUser,
              database: context.database.name,
              secret: DRILL_PASSWORD,
            }),
            onDone: 'verifying',
            onError,
          },
        },
        verifying: {
          meta: { title: 'Verify the data, write and read' },
          invoke: {
            id: 'verify',
            src: 'sql.verify',
            input: ({ context }) => ({
              access: restoredAccess(context),
              checks: context.checks,
              baseline: known(context.baseline),
              impactAt: known(context.impactAt),
              recoveryPoint: recoveredUpTo(context),
            }),
            onDone: [
              {
                guard: ({ event }) => event.output.verifiedAt !== undefined,
                target: '#recovered',
                actions: {
                  type: 'milestone',
                  params: ({ event }) => ({ id: 'T5', at: event.output.verifiedAt, errorMs: 0 }),
                },
              },
              { target: '#recovered' },
            ],
            onError,
          },
        },
      },
    },
    recovered: { id: 'recovered', type: 'final' },
    failed: { id: 'failed', type: 'final' },
  },
});
