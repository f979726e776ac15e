import { assign } from 'xstate';
import { base, onError } from './base.ts';
import {
  DRILL_PASSWORD,
  instantOf,
  known,
  overBudget,
  placement,
  recoveredUpTo,
  restoredAccess,
  snapshotOf,
  wanted,
} from './context.ts';

/** From the declaration to the verified service, within the RTO budget. */
export const recovery = base.createStateConfig({
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
      meta: { title: 'Choose the recovery point', titles: { ja: '復旧ポイントの選択' } },
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
      meta: { title: 'Restore from the snapshot', titles: { ja: 'スナップショットからの復元' } },
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
      meta: { title: 'Restore to the point in time', titles: { ja: 'ポイントインタイムリカバリ' } },
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
      meta: {
        title: 'Confirm that the restored instance is isolated',
        titles: { ja: '復元したインスタンスの隔離の確認' },
      },
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
      meta: {
        title: 'Set a password that only this drill knows',
        titles: { ja: '本演習専用パスワードの設定' },
      },
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
      meta: {
        title: 'Verify the data, write and read',
        titles: { ja: 'データの検証（書き込みと読み取り）' },
      },
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
});
