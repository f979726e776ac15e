import { assign } from 'xstate';
import { base } from './base.ts';
import { namedPrimary, ownerAccess, primaryReached, replicaOf } from './instances.ts';
import { pointTo } from './traffic.ts';

/**
 * While traffic moves, an old primary that nobody could fence is watched: as soon as it is back its health check leads
 * users to it, and what they write there will be lost.
 */
export const watch = base.createStateConfig({
  initial: 'choosing',
  states: {
    choosing: {
      always: [{ guard: 'mayReturn', target: 'watching' }, { target: 'idle' }],
    },
    watching: {
      meta: {
        title: 'Meanwhile watch whether the old primary comes back and takes writes',
        titles: { ja: '旧プライマリの復帰と書き込み受け付けの並行監視' },
      },
      invoke: {
        id: 'watch-old',
        src: 'sql.await-writable',
        input: ({ context }) => ({ access: ownerAccess(context, primaryReached(context)) }),
        onDone: 'fencing',
        onError: 'leadingAway',
      },
    },
    fencing: {
      meta: {
        title: 'Stop writes to the old primary, which has come back',
        titles: { ja: '復帰した旧プライマリへの書き込み停止' },
      },
      invoke: {
        id: 'fence-returned',
        src: 'sql.fence-writes',
        input: ({ context }) => ({
          primary: namedPrimary(context),
          replica: replicaOf(context),
          access: ownerAccess(context, primaryReached(context)),
          promoted: replicaOf(context),
        }),
        onDone: { target: 'idle', actions: assign({ fence: ({ event }) => event.output }) },
        onError: 'leadingAway',
      },
    },
    leadingAway: {
      meta: {
        title: 'It cannot be watched or stopped: lead users away from it (control plane)',
        titles: { ja: '監視も停止もできないため利用者を迂回（コントロールプレーン）' },
      },
      invoke: {
        id: 'lead-away',
        src: 'route53.point-record',
        input: ({ context }) => pointTo(context, 'secondary'),
        onDone: {
          target: 'idle',
          actions: assign({ pointedAt: ({ event }) => event.output.at }),
        },
        // It is tried again when users are served.
        onError: 'idle',
      },
    },
    idle: {},
  },
});
