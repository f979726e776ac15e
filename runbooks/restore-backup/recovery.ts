import { assign } from 'xstate';
import { base, onError } from './base.ts';
import {
  DRILL_PASSWORD,
  known,
  overBudget,
  recoveredUpTo,
  restoredAccess,
  restoreInput,
  wanted,
} from './context.ts';

/** From the declaration to the verified service, within the RTO budget. */
export const recovery = base.createStateConfig({
  id: 'recovery',
  after: {
    rtoBudget: {
      target: 'failed',
      actions: {
        type: 'noteFailure',
        params: ({ context }) => ({ failure: overBudget(context.rtoMs) }),
      },
    },
  },
  initial: 'asking',
  states: {
    asking: {
      always: [
        {
          guard: 'testIsImported',
          target: 'borrowing',
          actions: [
            {
              type: 'milestone',
              params: ({ context }) => ({
                id: 'T3',
                at: known(context.testJob).startedAt,
                source: 'declared',
              }),
            },
            {
              type: 'milestone',
              params: ({ context }) => ({
                id: 'T4',
                at: known(context.testJob).completedAt,
                source: 'declared',
              }),
            },
          ],
        },
        { target: 'choosing', actions: { type: 'milestone', params: { id: 'T2' } } },
      ],
    },
    choosing: {
      meta: { title: 'Choose the recovery point', titles: { ja: '復旧ポイントの選択' } },
      invoke: {
        id: 'choose',
        src: 'backup.choose-recovery-point',
        input: ({ context }) => ({
          vault: context.parameters.vault,
          resourceArn: known(context.source).arn,
          point: wanted(context),
        }),
        onDone: {
          target: 'restoring',
          actions: assign({ recoveryPoint: ({ event }) => event.output }),
        },
        onError,
      },
    },
    restoring: {
      meta: {
        title: 'Restore the recovery point through AWS Backup',
        titles: { ja: 'AWS Backupによる復旧ポイントの復元' },
      },
      entry: { type: 'milestone', params: { id: 'T3' } },
      invoke: {
        id: 'restore',
        src: 'backup.start-restore',
        input: ({ context }) => restoreInput(context),
        onDone: {
          target: 'claiming',
          actions: assign({ jobId: ({ event }) => event.output.jobId }),
        },
        onError,
      },
    },
    claiming: {
      meta: {
        title: 'Tag the restored instance as this run’s',
        titles: { ja: '復元したインスタンスへの本実行のタグ付け' },
      },
      entry: { type: 'milestone', params: { id: 'T4' } },
      invoke: {
        id: 'claim',
        src: 'backup.claim-instance',
        input: ({ context }) => ({
          name: restoreInput(context).name,
          jobId: known(context.jobId),
        }),
        onDone: {
          target: 'isolation',
          actions: assign({ restored: ({ event }) => event.output }),
        },
        onError,
      },
    },
    borrowing: {
      meta: {
        title: 'Borrow the instance of the restore test',
        titles: { ja: '復元テストのインスタンスの借用' },
      },
      invoke: {
        id: 'borrow',
        src: 'backup.borrow-instance',
        input: ({ context }) => ({
          name: known(context.testJob).name,
          jobId: known(context.jobId),
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
            target: '#reporting',
            actions: [
              assign({ outcome: ({ event }) => event.output.outcome }),
              {
                type: 'milestone',
                params: ({ event }) => ({ id: 'T5', at: event.output.verifiedAt, errorMs: 0 }),
              },
            ],
          },
          {
            target: '#reporting',
            actions: assign({ outcome: ({ event }) => event.output.outcome }),
          },
        ],
        onError,
      },
    },
  },
});
