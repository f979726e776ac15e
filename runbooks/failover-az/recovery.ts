import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { base, onError } from './base.ts';
import { instance, overBudget, ownerAccess } from './context.ts';

/** From the impairment to users who are served again, within the RTO budget. */
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
  initial: 'moving',
  states: {
    moving: {
      meta: {
        title: 'Fail over to the standby in the other zone',
        titles: { ja: '別ゾーンのスタンバイへのフェイルオーバー' },
      },
      // The impairment is the failover itself: it is known, declared and answered in the same moment.
      entry: [
        { type: 'milestone', params: { id: 'T0', note: 'the failover was asked for' } },
        { type: 'milestone', params: { id: 'T3' } },
      ],
      invoke: {
        id: 'failover',
        src: 'rds.force-failover',
        input: ({ context }) => {
          const { availabilityZone, inspectedAt } = known(context.primary);
          return { ...instance(context), availabilityZone, inspectedAt };
        },
        onDone: {
          target: 'writing',
          actions: [
            assign({ failover: ({ event }) => event.output }),
            { type: 'milestone', params: { id: 'T4' } },
          ],
        },
        onError,
      },
    },
    writing: {
      meta: {
        title: 'Wait until the database takes writes',
        titles: { ja: 'データベースの書き込み再開の待機' },
      },
      invoke: {
        id: 'writable',
        src: 'sql.await-writable',
        input: ({ context }) => ({ access: ownerAccess(context) }),
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
          access: ownerAccess(context),
          checks: context.checks,
          baseline: known(context.baseline),
          impactAt: known(context.failover).startedAt,
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.verifiedAt !== undefined,
            target: 'serving',
            actions: [
              assign({ verification: ({ event }) => event.output }),
              {
                type: 'milestone',
                params: ({ event }) => ({ id: 'T5', at: event.output.verifiedAt, errorMs: 0 }),
              },
            ],
          },
          { target: 'serving', actions: assign({ verification: ({ event }) => event.output }) },
        ],
        onError,
      },
    },
    serving: {
      meta: {
        title: 'Confirm that users are served (T6)',
        titles: { ja: 'サービス提供の確認（T6）' },
      },
      invoke: {
        id: 'requests',
        src: 'traffic.confirm-requests',
        input: ({ context: { parameters } }) => parameters.service,
        onDone: {
          target: '#aftermath',
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
});
