import { assign } from 'xstate';
import { type Failure, known, type Ms, resourceName } from '../../src/index.ts';
import { base, onError } from './base.ts';
import { exercised, impactOf, SETTLE_MS } from './context.ts';
import { doubt, isForReal, isPassedBy, orDoubt } from './doubt.ts';
import { lagOfReplica, ownerAccess, readerAccess } from './instances.ts';
import { requests } from './traffic.ts';

/** Users who are not served at home within this time are not served there. */
const SERVED_WITHIN_MS: Ms = 30_000;

/** Everything that can be known to be wrong before anything is touched, and what there is to compare with. */
export const preflight = base.createStateConfig({
  initial: 'identity',
  states: {
    identity: {
      meta: { title: 'Confirm account and Region', titles: { ja: 'アカウントとリージョンの確認' } },
      invoke: {
        id: 'identity',
        src: 'account.confirm-identity',
        input: ({ context: { names, parameters } }) => ({
          accountId: names.accountId,
          region: names.region,
          askIn: parameters.standby.region,
        }),
        onDone: 'primary',
        onError,
      },
    },
    primary: {
      meta: { title: 'Inspect the primary', titles: { ja: 'プライマリの確認' } },
      invoke: {
        id: 'primary',
        src: 'rds.inspect-primary',
        input: ({ context: { names, parameters } }) => ({
          region: names.region,
          id: parameters.primary,
          replica: { region: parameters.standby.region, id: parameters.standby.replica },
        }),
        onDone: { target: 'replica', actions: assign({ primary: ({ event }) => event.output }) },
        onError: [{ guard: isPassedBy, target: 'replica' }, ...orDoubt('primaryInDoubt')],
      },
    },
    primaryInDoubt: doubt({
      title: 'The primary is not as it should be. Is that the failure? Fail over all the same?',
      titles: {
        ja: 'プライマリが想定どおりの状態ではない。これが障害か。それでもフェイルオーバーするか',
      },
      goOn: 'Go on without it: it is taken for lost',
      goOns: { ja: 'プライマリなしで続行（失われたものとみなす）' },
      again: 'primary',
      next: 'replica',
    }),
    replica: {
      meta: {
        title: 'Inspect the replica in the other Region',
        titles: { ja: '別リージョンのレプリカの確認' },
      },
      invoke: {
        id: 'replica',
        src: 'rds.inspect-replica',
        input: ({ context }) => {
          const { region, replica } = context.parameters.standby;
          const { engineVersion } = context.primary ?? {};
          return {
            region,
            id: replica,
            primary: {
              region: context.names.region,
              id: context.parameters.primary,
              ...(engineVersion !== undefined && { engineVersion }),
            },
            // Replication from a Region that is lost has stopped.
            ...(isForReal(context) && { mayBeBroken: true }),
          };
        },
        onDone: [
          {
            guard: 'homeIsLost',
            target: 'dns',
            actions: assign({ replica: ({ event }) => event.output }),
          },
          { target: 'lag', actions: assign({ replica: ({ event }) => event.output }) },
        ],
        onError,
      },
    },
    lag: {
      meta: {
        title: 'Gate: the replica is no further behind than the RPO',
        titles: { ja: '判定：レプリカの遅延がRPO以内であること' },
      },
      invoke: {
        id: 'lag',
        src: 'cloudwatch.confirm-replica-lag',
        input: ({ context }) => ({
          ...lagOfReplica(context),
          since: context.names.openedAt,
          // Figures of after a failure that was declared say nothing of what is lost.
          ...(isForReal(context) &&
            context.scenario.impactAt !== undefined && { before: impactOf(context) }),
        }),
        onDone: 'dns',
        onError: orDoubt('lagInDoubt'),
      },
    },
    lagInDoubt: doubt({
      title: 'The replica is further behind than the RPO, or nobody knows. Fail over all the same?',
      titles: { ja: 'レプリカの遅延がRPOを超えているか不明。それでもフェイルオーバーするか' },
      goOn: 'Go on: writes stop first, and if they cannot be waited for it is asked again',
      goOns: { ja: '続行（先に書き込みを止め、待ちきれなければ再度判断）' },
      again: 'lag',
      next: 'dns',
    }),
    dns: {
      meta: {
        title: 'Inspect the failover records and their health checks',
        titles: { ja: 'フェイルオーバーレコードとヘルスチェックの確認' },
      },
      invoke: {
        id: 'dns',
        src: 'route53.inspect-failover',
        input: ({ context: { parameters, rtoMs } }) => ({
          ...parameters.dns,
          type: 'A',
          detectionBudgetMs: rtoMs,
        }),
        onDone: { target: 'alarms', actions: assign({ dns: ({ event }) => event.output }) },
        onError,
      },
    },
    alarms: {
      meta: {
        title: 'Make sure that no alarm is red',
        titles: { ja: 'アラームが発生していないことの確認' },
      },
      invoke: {
        id: 'alarms',
        src: 'cloudwatch.confirm-alarms',
        input: ({ context: { parameters } }) => ({
          alarms: parameters.alarms,
          region: parameters.standby.region,
        }),
        onDone: [{ guard: 'homeIsLost', target: 'login' }, { target: 'architecture' }],
        onError,
      },
    },
    architecture: {
      meta: { title: 'Record the architecture', titles: { ja: 'アーキテクチャの記録' } },
      invoke: {
        id: 'architecture',
        src: 'architecture.look',
        input: ({ context }) => ({ subjects: exercised(context) }),
        onDone: [{ guard: 'changesProduction', target: 'login' }, { target: 'target' }],
        // It is for the record; without it a later change of the set-up goes unnoticed.
        onError: [{ guard: 'changesProduction', target: 'login' }, { target: 'target' }],
      },
    },
    login: {
      // At the replica: a primary that is lost cannot be asked.
      meta: {
        title: 'Log in as the owner, by whom writes are stopped',
        titles: { ja: '書き込みを停止する所有者でのログイン' },
      },
      invoke: {
        id: 'owner-login',
        src: 'sql.confirm-owner-login',
        input: ({ context }) => ({ access: ownerAccess(context, context.replica) }),
        onDone: [
          {
            guard: 'homeIsLost',
            target: 'choosing',
            actions: assign({ baseline: { unavailable: 'The primary was out of reach.' } }),
          },
          { target: 'service' },
        ],
        onError,
      },
    },
    service: {
      meta: {
        title: 'Make sure that users are served now, at home',
        titles: { ja: '本来のリージョンでサービス提供中であることの確認' },
      },
      invoke: {
        id: 'service-before',
        src: 'traffic.confirm-requests',
        input: ({ context }) => ({
          ...requests(context, context.names.region),
          withinMs: SERVED_WITHIN_MS,
          since: context.names.openedAt,
        }),
        onDone: 'baseline',
        onError: orDoubt('serviceInDoubt'),
      },
    },
    serviceInDoubt: doubt({
      title: 'Users are not served at home. Is that the failure? Fail over all the same?',
      titles: {
        ja: '本来のリージョンでサービスが提供されていない。これが障害か。それでもフェイルオーバーするか',
      },
      goOn: 'Go on: that is what the failover is for',
      goOns: { ja: '続行（そのためのフェイルオーバーである）' },
      again: 'service',
      next: 'baseline',
    }),
    target: {
      meta: {
        title: 'Check name, network and isolation of the rehearsal’s replica',
        titles: { ja: 'リハーサル用レプリカの名前・ネットワーク・隔離の確認' },
      },
      invoke: {
        id: 'target',
        src: 'rds.inspect-target',
        input: ({ context: { names, parameters, primary } }) => ({
          region: parameters.standby.region,
          name: resourceName(names.run),
          subnetGroup: parameters.standby.subnetGroup,
          securityGroups: parameters.standby.securityGroups,
          parameterGroup: parameters.standby.parameterGroup,
          source: known(primary),
        }),
        onDone: 'baseline',
        onError,
      },
    },
    baseline: {
      meta: { title: 'Take the baseline of the data', titles: { ja: 'データの基準値の取得' } },
      invoke: {
        id: 'baseline',
        src: 'sql.take-baseline',
        input: ({ context }) => ({
          access: readerAccess(context),
          checks: context.checks,
          settleMs: SETTLE_MS,
        }),
        onDone: {
          target: 'choosing',
          actions: assign({ baseline: ({ event }) => event.output }),
        },
        onError: {
          // Without a baseline the checks that compare come out unproven; the failover can still be timed.
          target: 'choosing',
          actions: assign({
            baseline: ({ event }) => ({ unavailable: (event.error as Failure).message }),
          }),
        },
      },
    },
    choosing: {
      always: [{ guard: 'changesProduction', target: '#impact' }, { target: '#rehearsal' }],
    },
  },
});
