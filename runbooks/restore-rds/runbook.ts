import { assign, setup } from 'xstate';
import { z } from 'zod';
import {
  activities,
  activityActors,
  type DataCheck,
  type Drill,
  type Failure,
  type InputOf,
  type Instant,
  type MilestoneMark,
  type Ms,
  type OutputOf,
  type Runbook,
  type RunbookOutcome,
  type RunNames,
  resourceName,
  type Scenario,
} from '../../src/index.ts';
import { type Parameters, parametersSchema, readParameters } from './parameters.ts';

const used = {
  'account.confirm-identity': activities['account.confirm-identity'],
  'rds.inspect-source': activities['rds.inspect-source'],
  'rds.inspect-target': activities['rds.inspect-target'],
  'sql.take-baseline': activities['sql.take-baseline'],
  'sql.inject-loss': activities['sql.inject-loss'],
  'sql.await-loss': activities['sql.await-loss'],
  'rds.choose-recovery-point': activities['rds.choose-recovery-point'],
  'rds.restore-from-snapshot': activities['rds.restore-from-snapshot'],
  'rds.restore-to-point-in-time': activities['rds.restore-to-point-in-time'],
  'rds.confirm-isolation': activities['rds.confirm-isolation'],
  'rds.reset-master-password': activities['rds.reset-master-password'],
  'sql.verify': activities['sql.verify'],
};

type Used = typeof used;
type Point = InputOf<Used['rds.choose-recovery-point']>['point'];
type Source = OutputOf<Used['rds.inspect-source']>;
type Restored = OutputOf<Used['rds.restore-from-snapshot']>;
type Baseline = OutputOf<Used['sql.take-baseline']>;
type RecoveryPoint = OutputOf<Used['rds.choose-recovery-point']>;

interface Input {
  readonly names: RunNames;
  readonly parameters: Parameters;
  readonly scenario: Scenario;
  readonly database: Drill['database'];
  readonly checks: readonly DataCheck[];
  readonly rtoMs: Ms;
}

interface Context extends Input {
  readonly source: Source | null;
  readonly baseline: Baseline | null;
  readonly impactAt: Instant | null;
  readonly recoveryPoint: RecoveryPoint | null;
  readonly restored: Restored | null;
  readonly failure: Failure | null;
}

/** Rows committed within this time before the baseline may still be on their way; they are left out of comparisons. */
const SETTLE_MS: Ms = 2000;

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

const machine = base.createMachine({
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

/** Names in the vault; the values never leave the memory of the process. */
const SOURCE_PASSWORD = 'source-password';
const ADMIN_PASSWORD = 'sandbox-admin-password';
const DRILL_PASSWORD = 'drill-password';

/** Restores an RDS instance into isolation and proves what is in it. */
export const runbook: Runbook = {
  id: 'restore-rds',
  version: '1.0.0',
  title: 'Restore an RDS instance into isolation and prove its data',
  machine,
  activities: used,
  recoveredAt: 'T5',
  input: (drill, names): Input => ({
    names,
    parameters: readParameters(drill),
    scenario: drill.scenario,
    database: drill.database,
    checks: drill.checks,
    rtoMs: drill.objectives.rtoMs,
  }),
  parametersSchema: z.toJSONSchema(parametersSchema, { io: 'input' }),
};

/** Loss is injected into the sandbox only; against a real account the scenario is declared. */
function injects({ names, scenario }: Context): boolean {
  return names.environment === 'sandbox' && scenario.inject !== undefined;
}

function declaredImpact({ names, scenario }: Context): Instant {
  return scenario.impactAt ?? names.openedAt;
}

function declaredDetection(context: Context): Instant {
  const after = context.scenario.detectedAfterMs ?? 0;
  return new Date(Date.parse(declaredImpact(context)) + after).toISOString();
}

/** What is left of the RTO when recovery begins: time before the run was opened counts. */
function budget({ rtoMs, names, impactAt }: Context): Ms {
  const before = impactAt ? Date.parse(names.openedAt) - Date.parse(impactAt) : 0;
  return Math.max(0, rtoMs - Math.max(0, before));
}

function overBudget(rtoMs: Ms): Failure {
  return {
    code: 'RTO_EXCEEDED',
    message: `The RTO budget of ${rtoMs / 60_000} minutes ran out before the service was verified.`,
    class: 'environment',
    retryable: false,
    ambiguous: false,
  };
}

function wanted({ parameters, impactAt }: Context): Point {
  const { method, recoverTo } = parameters;
  if (recoverTo === 'latest') return { kind: 'latest' };
  if (recoverTo === 'before-impact') return { kind: 'before', instant: known(impactAt) };
  return method === 'snapshot'
    ? { kind: 'snapshot', id: recoverTo }
    : { kind: 'at', instant: recoverTo };
}

function placement(context: Context) {
  return {
    name: resourceName(context.names.run),
    source: known(context.source),
    target: context.parameters.target,
  };
}

function snapshotOf(point: RecoveryPoint | null): string {
  return point?.kind === 'snapshot' ? point.snapshotId : '';
}

function instantOf(point: RecoveryPoint | null): Instant {
  return point?.kind === 'point-in-time' ? point.restoreTime : '';
}

function sourceAccess({ source, database }: Context) {
  const endpoint = known(source).endpoint ?? { host: '', port: 0 };
  const { name, user } = database;
  return { ...endpoint, database: name, user, secret: SOURCE_PASSWORD };
}

function adminAccess(context: Context) {
  const user = known(context.source).masterUser;
  return { ...sourceAccess(context), user, secret: ADMIN_PASSWORD };
}

function restoredAccess({ restored, database }: Context) {
  const { endpoint, masterUser } = known(restored);
  return { ...endpoint, database: database.name, user: masterUser, secret: DRILL_PASSWORD };
}

/** The machine's order guarantees it; the types do not. */
function known<T>(value: T | null): T {
  if (value === null) throw new TypeError('A step was reached before what it needs was known.');
  return value;
}
