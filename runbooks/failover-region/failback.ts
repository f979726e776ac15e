import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { base, onTroubleBack } from './base.ts';
import { keepFirst } from './context.ts';
import {
  asideName,
  backupRetention,
  everybody,
  homeToMake,
  namedPrimary,
  oldPrimary,
  ownerAccess,
  rebuiltOf,
  replicaOf,
} from './instances.ts';
import { answer, pointTo, requests, zoneAnswer } from './traffic.ts';

/** Replication rebuilt the other way, and production back at home: a phase of its own, with its own outage. */
export const failback = base.createStateConfig({
  id: 'failback',
  initial: 'asking',
  states: {
    asking: {
      always: [
        { guard: 'staysThere', target: '#settled' },
        { guard: 'failsBackAtOnce', target: 'returning' },
        { target: 'deciding' },
      ],
    },
    deciding: {
      meta: {
        title: 'Production is in the other Region. Fail back now?',
        titles: { ja: '本番は別リージョンにある。今フェイルバックするか' },
        choices: [
          {
            event: 'fail-back',
            label: 'Fail back: the old Region is sound again',
            labels: { ja: 'フェイルバック（元のリージョンは復旧済み）' },
          },
          {
            event: 'stay',
            label: 'Stay: the other Region is primary from now on',
            labels: { ja: '留まる（今後は別リージョンがプライマリ）' },
          },
        ],
      },
      on: { 'fail-back': 'returning', stay: '#settled' },
      after: { decideWithin: '#settled' },
    },
    returning: {
      always: [{ guard: 'causesOutage', target: 'mending' }, { target: 'awaiting' }],
    },
    mending: {
      meta: {
        title: 'Bring the Region back, in the sandbox',
        titles: { ja: 'サンドボックスでのリージョンの復帰' },
      },
      invoke: {
        id: 'mend',
        src: 'sandbox.end-outage',
        input: ({ context: { scenario } }) => ({
          outage: scenario.outage ?? { kind: 'region', name: '' },
        }),
        onDone: 'awaiting',
        onError: onTroubleBack,
      },
    },
    awaiting: {
      meta: {
        title: 'Wait until the old primary is there again',
        titles: { ja: '旧プライマリの復帰の待機' },
      },
      invoke: {
        id: 'old-primary',
        src: 'rds.inspect-primary',
        input: ({ context }) => {
          const { region, id } = namedPrimary(context);
          return { region, id };
        },
        onDone: { target: 'surveying', actions: assign({ primary: keepFirst }) },
        onError: onTroubleBack,
      },
    },
    surveying: {
      meta: {
        title: 'Look who takes writes: one, or both?',
        titles: { ja: '書き込み先の確認：一方か両方か' },
      },
      invoke: {
        id: 'survey-return',
        src: 'rds.survey-failover',
        input: ({ context }) => ({ instances: everybody(context) }),
        onDone: 'fencingOld',
        onError: onTroubleBack,
      },
    },
    fencingOld: {
      meta: {
        title: 'Stop writes to the old primary, which has come back',
        titles: { ja: '復帰した旧プライマリへの書き込み停止' },
      },
      invoke: {
        id: 'fence-old',
        src: 'sql.fence-writes',
        input: ({ context }) => ({
          primary: oldPrimary(context),
          replica: replicaOf(context),
          access: ownerAccess(context, context.primary),
        }),
        onDone: 'settingAside',
        onError: onTroubleBack,
      },
    },
    settingAside: {
      meta: {
        title: 'Set the old primary aside under another name',
        titles: { ja: '旧プライマリの改名による退避' },
      },
      invoke: {
        id: 'set-aside',
        src: 'rds.rename-instance',
        input: ({ context }) => ({
          ...oldPrimary(context),
          newId: asideName(oldPrimary(context).id, context.names.run),
          superseded: true,
        }),
        onDone: {
          target: 'rebuilding',
          actions: assign({ setAside: ({ event }) => event.output }),
        },
        onError: onTroubleBack,
      },
    },
    rebuilding: {
      meta: {
        title: 'Rebuild at home, as a replica of the new primary',
        titles: { ja: '本来のリージョンでの再構築（新プライマリのレプリカとして）' },
      },
      invoke: {
        id: 'rebuild',
        src: 'rds.create-production-replica',
        input: ({ context }) => homeToMake(context),
        onDone: {
          target: 'following',
          actions: assign({ rebuilt: ({ event }) => event.output }),
        },
        onError: onTroubleBack,
      },
    },
    following: {
      meta: {
        title: 'Gate: it is no further behind than the RPO',
        titles: { ja: '判定：遅延がRPO以内であること' },
      },
      invoke: {
        id: 'home-lag',
        src: 'cloudwatch.confirm-replica-lag',
        input: ({ context }) => ({
          replica: rebuiltOf(context).id,
          region: rebuiltOf(context).region,
          limitMs: context.rpoMs,
          periodMs: context.parameters.lagPeriodSeconds * 1000,
          madeAt: known(context.rebuilt).createdAt,
          waitMs: 600_000,
        }),
        onDone: 'fencing',
        onError: onTroubleBack,
      },
    },
    fencing: {
      meta: {
        title: 'Stop writes in the other Region',
        titles: { ja: '別リージョンでの書き込み停止' },
      },
      invoke: {
        id: 'fence-back',
        src: 'sql.fence-writes',
        input: ({ context }) => ({
          primary: replicaOf(context),
          replica: rebuiltOf(context),
          access: ownerAccess(context, context.promoted),
        }),
        onDone: {
          target: 'draining',
          actions: assign({ returningAt: ({ event }) => event.output.since ?? null }),
        },
        onError: onTroubleBack,
      },
    },
    draining: {
      meta: {
        title: 'Wait until home has every committed write',
        titles: { ja: '本来のリージョンにコミット済み書き込みが揃うまでの待機' },
      },
      invoke: {
        id: 'drain-back',
        src: 'sql.await-replayed',
        input: ({ context }) => ({
          source: ownerAccess(context, context.promoted),
          replica: ownerAccess(context, context.rebuilt),
        }),
        onDone: 'promoting',
        onError: onTroubleBack,
      },
    },
    promoting: {
      meta: {
        title: 'Promote the instance at home',
        titles: { ja: '本来のリージョンのインスタンスの昇格' },
      },
      invoke: {
        id: 'promote-home',
        src: 'rds.promote-read-replica',
        input: ({ context }) => ({
          ...rebuiltOf(context),
          backupRetentionDays: backupRetention(context),
        }),
        onDone: { target: 'lifting', actions: assign({ home: ({ event }) => event.output }) },
        onError: onTroubleBack,
      },
    },
    lifting: {
      meta: { title: 'Open it for writes', titles: { ja: '書き込みの開放' } },
      invoke: {
        id: 'lift-home',
        src: 'sql.lift-fence',
        input: ({ context }) => ({ access: ownerAccess(context, context.home) }),
        onDone: {
          target: 'traffic',
          actions: assign({ homeAt: ({ event }) => event.output.writableAt }),
        },
        onError: onTroubleBack,
      },
    },
    traffic: {
      always: [{ guard: 'isPointed', target: 'pointingBack' }, { target: 'switching' }],
    },
    pointingBack: {
      meta: {
        title: 'Take the edit of the record back (control plane)',
        titles: { ja: 'レコード変更の取り消し（コントロールプレーン）' },
      },
      invoke: {
        id: 'point-back',
        src: 'route53.point-record',
        input: ({ context }) => pointTo(context, 'primary'),
        onDone: { target: 'switching', actions: assign({ pointedAt: null }) },
        onError: onTroubleBack,
      },
    },
    switching: {
      meta: {
        title: 'Traffic moves back: the zone’s servers answer home',
        titles: { ja: 'トラフィックの切り戻し：権威サーバーの応答が本来のリージョン' },
      },
      invoke: {
        id: 'zone-answer-home',
        src: 'dns.confirm-answer',
        input: ({ context }) => zoneAnswer(context, 'primary', known(context.homeAt)),
        onDone: {
          target: 'caching',
          actions: assign({ switchedAt: ({ event }) => event.output.at }),
        },
        onError: onTroubleBack,
      },
    },
    caching: {
      meta: {
        title: 'Resolvers that cache answer home',
        titles: { ja: 'キャッシュリゾルバーの応答が本来のリージョン' },
      },
      invoke: {
        id: 'cached-answer-home',
        src: 'dns.confirm-answer',
        input: ({ context }) => answer(context, 'primary', known(context.switchedAt)),
        onDone: 'serving',
        onError: onTroubleBack,
      },
    },
    serving: {
      meta: {
        title: 'Confirm that users are served at home again (T7)',
        titles: { ja: '本来のリージョンでのサービス再開の確認（T7）' },
      },
      invoke: {
        id: 'requests-home',
        src: 'traffic.confirm-requests',
        input: ({ context }) => requests(context, context.names.region),
        onDone: {
          target: '#replenish',
          actions: {
            type: 'milestone',
            params: ({ event }) => ({ id: 'T7', at: event.output.firstAt }),
          },
        },
        onError: onTroubleBack,
      },
    },
  },
});
