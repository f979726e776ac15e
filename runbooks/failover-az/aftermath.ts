import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { base, onError } from './base.ts';
import { clientLog, instance, ownerAccess, results } from './context.ts';

/** What users saw of it, and whether the next failure would find a standby again. */
export const aftermath = base.createStateConfig({
  id: 'aftermath',
  initial: 'measuring',
  states: {
    measuring: {
      always: [{ guard: 'hasClientLog', target: 'outage' }, { target: 'standby' }],
    },
    outage: {
      meta: {
        title: 'Measure the outage that users saw',
        titles: { ja: '利用者から見た停止時間の計測' },
      },
      invoke: {
        id: 'outage',
        src: 'traffic.measure-outage',
        input: ({ context }) => clientLog(context),
        onDone: {
          target: 'counting',
          actions: assign({ outage: ({ event }) => event.output }),
        },
        onError,
      },
    },
    counting: {
      always: [{ guard: 'countsWrites', target: 'losses' }, { target: 'standby' }],
    },
    losses: {
      meta: {
        title: 'Count acknowledged writes that are lost',
        titles: { ja: '応答済み書き込みの消失件数の集計' },
      },
      invoke: {
        id: 'losses',
        src: 'traffic.count-lost-writes',
        // A synchronous standby loses nothing that was acknowledged, before the failover or during it.
        input: ({ context }) => ({
          ...clientLog(context),
          ...(context.parameters.clientWrites ?? { table: '', column: '' }),
          access: ownerAccess(context),
          afterImpact: true,
        }),
        onDone: 'standby',
        onError,
      },
    },
    standby: {
      meta: {
        title: 'Wait until there is a standby again',
        titles: { ja: 'スタンバイの再構築の待機' },
      },
      invoke: {
        id: 'standby',
        src: 'rds.await-standby',
        input: ({ context }) => ({
          ...instance(context),
          primaryZone: known(context.failover).zoneAfter,
        }),
        onDone: 'telling',
        onError,
      },
    },
    telling: {
      always: [{ guard: 'publishes', target: 'publishing' }, { target: '#recovered' }],
    },
    publishing: {
      meta: {
        title: 'Publish RTO, RPO and outage as metrics',
        titles: { ja: 'RTO・RPO・停止時間のメトリクス送信' },
      },
      invoke: {
        id: 'publish',
        src: 'cloudwatch.publish-results',
        input: ({ context }) => results(context),
        onDone: '#recovered',
        onError,
      },
    },
  },
});
