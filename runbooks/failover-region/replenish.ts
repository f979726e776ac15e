import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { base, onTroubleBack } from './base.ts';
import {
  asideName,
  newReplicaOf,
  ownerAccess,
  rebuiltOf,
  replicaOf,
  replicaToMake,
} from './instances.ts';
import { clientLogBack, writesSince } from './traffic.ts';

/** Production is at home again: what that cost, and what protects it from the next failure is made anew. */
export const replenish = base.createStateConfig({
  id: 'replenish',
  initial: 'measuring',
  states: {
    measuring: {
      always: [{ guard: 'hasClientLog', target: 'outage' }, { target: 'relieving' }],
    },
    outage: {
      meta: {
        title: 'Measure the outage of the failback',
        titles: { ja: 'フェイルバック時の停止時間の計測' },
      },
      invoke: {
        id: 'outage-back',
        src: 'traffic.measure-outage',
        input: ({ context }) => clientLogBack(context),
        onDone: 'counting',
        onError: onTroubleBack,
      },
    },
    counting: {
      always: [{ guard: 'countsWrites', target: 'losses' }, { target: 'relieving' }],
    },
    losses: {
      // The old primary may have taken writes when it came back, and what was set aside has them still.
      meta: {
        title: 'Count acknowledged writes since the failure that home lacks',
        titles: { ja: '障害以降の応答済み書き込みのうち本来のリージョンにないものの集計' },
      },
      invoke: {
        id: 'losses-back',
        src: 'traffic.count-lost-writes',
        input: ({ context }) => ({
          ...writesSince(context),
          access: ownerAccess(context, context.home),
        }),
        onDone: 'relieving',
        onError: onTroubleBack,
      },
    },
    relieving: {
      meta: {
        title: 'Set the relieved primary aside under another name',
        titles: { ja: '役目を終えたプライマリの改名による退避' },
      },
      invoke: {
        id: 'relieve',
        src: 'rds.rename-instance',
        input: ({ context }) => ({
          ...replicaOf(context),
          newId: asideName(replicaOf(context).id, context.names.run),
          superseded: true,
        }),
        onDone: {
          target: 'replicating',
          actions: assign({ relieved: ({ event }) => event.output }),
        },
        onError: onTroubleBack,
      },
    },
    replicating: {
      meta: {
        title: 'Make the replica in the other Region anew',
        titles: { ja: '別リージョンのレプリカの再作成' },
      },
      invoke: {
        id: 'replicate',
        src: 'rds.create-production-replica',
        input: ({ context }) => replicaToMake(context),
        onDone: {
          target: 'protected',
          actions: assign({ newReplica: ({ event }) => event.output }),
        },
        onError: onTroubleBack,
      },
    },
    protected: {
      meta: {
        title: 'Gate: the new replica is no further behind than the RPO',
        titles: { ja: '判定：新レプリカの遅延がRPO以内であること' },
      },
      invoke: {
        id: 'replica-lag',
        src: 'cloudwatch.confirm-replica-lag',
        input: ({ context }) => ({
          replica: newReplicaOf(context).id,
          region: newReplicaOf(context).region,
          limitMs: context.rpoMs,
          periodMs: context.parameters.lagPeriodSeconds * 1000,
          madeAt: known(context.newReplica).createdAt,
          waitMs: 600_000,
        }),
        onDone: [{ guard: 'hadStandby', target: 'standby' }, { target: 'handingOverHome' }],
        onError: onTroubleBack,
      },
    },
    standby: {
      meta: {
        title: 'Wait until home has a standby in another zone',
        titles: { ja: '本来のリージョンの別ゾーンへのスタンバイ構築の待機' },
      },
      invoke: {
        id: 'home-standby',
        src: 'rds.inspect-primary',
        input: ({ context }) => {
          const { region, id } = rebuiltOf(context);
          return { region, id, multiAz: true };
        },
        onDone: 'handingOverHome',
        onError: onTroubleBack,
      },
    },
    handingOverHome: {
      meta: {
        title: 'Hand the new primary over to production',
        titles: { ja: '新プライマリの本番への引き渡し' },
      },
      invoke: {
        id: 'hand-over-home',
        src: 'rds.hand-over',
        input: ({ context }) => ({
          ...rebuiltOf(context),
          like: known(context.primary).likeness,
        }),
        onDone: 'handingOverReplica',
        onError: onTroubleBack,
      },
    },
    handingOverReplica: {
      meta: {
        title: 'Hand the new replica over to production',
        titles: { ja: '新レプリカの本番への引き渡し' },
      },
      invoke: {
        id: 'hand-over-replica',
        src: 'rds.hand-over',
        input: ({ context }) => ({
          ...newReplicaOf(context),
          like: known(context.replica).likeness,
        }),
        onDone: 'retiring',
        onError: onTroubleBack,
      },
    },
    retiring: {
      meta: {
        title: 'Retire what was set aside (in the sandbox; elsewhere a person decides)',
        titles: { ja: '退避したものの廃止（サンドボックスのみ。それ以外は人が判断）' },
      },
      invoke: {
        id: 'retire',
        src: 'rds.retire-superseded',
        input: ({ context }) => {
          const { setAside, relieved } = context;
          const pick = ({ region, id, resourceId }: NonNullable<typeof setAside>) => ({
            region,
            id,
            resourceId,
          });
          return { instances: [pick(known(setAside)), pick(known(relieved))] };
        },
        onDone: '#settled',
        onError: onTroubleBack,
      },
    },
  },
});
