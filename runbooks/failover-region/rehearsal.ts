import { assign } from 'xstate';
import { known, rtoExceeded } from '../../src/index.ts';
import { base, onError } from './base.ts';
import { DRILL_PASSWORD, standAccess, standOf, standToMake } from './instances.ts';
import { rehearsalAnswer, rehearsalRecord, requests } from './traffic.ts';

/** The same steps on a replica and a record of the run's own; production goes on and is not touched. */
export const rehearsal = base.createStateConfig({
  id: 'rehearsal',
  initial: 'making',
  states: {
    making: {
      meta: {
        title: 'Make a replica for the rehearsal',
        titles: { ja: 'リハーサル用レプリカの作成' },
      },
      invoke: {
        id: 'make',
        src: 'rds.create-rehearsal-replica',
        input: ({ context }) => standToMake(context),
        onDone: { target: 'following', actions: assign({ stand: ({ event }) => event.output }) },
        onError,
      },
    },
    following: {
      meta: {
        title: 'Gate: it is no further behind than the RPO',
        titles: { ja: '判定：遅延がRPO以内であること' },
      },
      invoke: {
        id: 'stand-lag',
        src: 'cloudwatch.confirm-replica-lag',
        input: ({ context }) => ({
          replica: standOf(context).id,
          region: context.parameters.standby.region,
          limitMs: context.rpoMs,
          periodMs: context.parameters.lagPeriodSeconds * 1000,
          madeAt: known(context.stand).createdAt,
          waitMs: 600_000,
        }),
        onDone: {
          target: 'recovering',
          actions: [
            // The cut: from here on nothing that production commits counts.
            assign({ impactAt: ({ event }) => event.output.at }),
            {
              type: 'milestone',
              params: ({ event }) => ({
                id: 'T0',
                at: event.output.at,
                note: 'the cut: the last figure of the lag before the promotion',
              }),
            },
            { type: 'milestone', params: { id: 'T2' } },
            { type: 'milestone', params: { id: 'T3' } },
          ],
        },
        onError,
      },
    },
    recovering: {
      after: {
        rtoBudget: {
          target: '#failed',
          actions: {
            type: 'noteFailure',
            params: ({ context }) => ({
              failure: rtoExceeded(context.rtoMs, 'traffic was served'),
            }),
          },
        },
      },
      initial: 'promoting',
      states: {
        promoting: {
          meta: {
            title: 'Promote the rehearsal’s replica',
            titles: { ja: 'リハーサル用レプリカの昇格' },
          },
          invoke: {
            id: 'promote-stand',
            src: 'rds.promote-read-replica',
            input: ({ context }) => ({ ...standOf(context), backupRetentionDays: 1 }),
            onDone: {
              target: 'unlocking',
              actions: [
                assign({ promoted: ({ event }) => event.output }),
                { type: 'milestone', params: { id: 'T4' } },
              ],
            },
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
              region: context.parameters.standby.region,
              id: standOf(context).id,
              user: known(context.promoted).masterUser,
              database: context.database.name,
              secret: DRILL_PASSWORD,
            }),
            onDone: 'verifying',
            onError,
          },
        },
        verifying: {
          meta: {
            title: 'Verify its data, write and read',
            titles: { ja: 'そのデータの検証（書き込みと読み取り）' },
          },
          invoke: {
            id: 'verify-stand',
            src: 'sql.verify',
            input: ({ context }) => ({
              access: standAccess(context),
              checks: context.checks,
              baseline: known(context.baseline),
              impactAt: known(context.impactAt),
            }),
            onDone: [
              {
                guard: ({ event }) => event.output.verifiedAt !== undefined,
                target: 'naming',
                actions: [
                  assign({ verification: ({ event }) => event.output }),
                  {
                    type: 'milestone',
                    params: ({ event }) => ({ id: 'T5', at: event.output.verifiedAt, errorMs: 0 }),
                  },
                ],
              },
              { target: 'naming', actions: assign({ verification: ({ event }) => event.output }) },
            ],
            onError,
          },
        },
        naming: {
          meta: {
            title: 'Make a record for the rehearsal',
            titles: { ja: 'リハーサル用レコードの作成' },
          },
          invoke: {
            id: 'record',
            src: 'route53.create-rehearsal-record',
            input: ({ context }) => rehearsalRecord(context),
            onDone: {
              target: 'answering',
              actions: assign({ pointedAt: ({ event }) => event.output.at }),
            },
            onError,
          },
        },
        answering: {
          meta: {
            title: 'Confirm its answer: the zone’s servers, and a resolver',
            titles: { ja: '応答の確認：権威サーバーとリゾルバー' },
          },
          invoke: {
            id: 'record-answer',
            src: 'dns.confirm-answer',
            input: ({ context }) => rehearsalAnswer(context),
            onDone: 'serving',
            onError,
          },
        },
        serving: {
          meta: {
            title: 'Confirm that the other Region answers requests (T6)',
            titles: { ja: '別リージョンがリクエストに応答することの確認（T6）' },
          },
          invoke: {
            id: 'record-requests',
            src: 'traffic.confirm-requests',
            input: ({ context }) => ({
              ...requests(context, context.parameters.standby.region),
              host: rehearsalRecord(context).name,
              path: context.parameters.service.rehearsalPath,
            }),
            onDone: {
              target: '#telling',
              actions: [
                assign({ servedAt: ({ event }) => event.output.firstAt }),
                {
                  type: 'milestone',
                  params: ({ event }) => ({ id: 'T6', at: event.output.firstAt }),
                },
              ],
            },
            onError,
          },
        },
      },
    },
  },
});
