import { assign } from 'xstate';
import { known, type Ms } from '../../src/index.ts';
import { base, onBehind, onTrouble } from './base.ts';
import {
  backupRetention,
  lagOfReplica,
  namedPrimary,
  ownerAccess,
  primaryReached,
  replicaOf,
} from './instances.ts';
import { moving } from './moving.ts';

/** Meanwhile nobody can write; a replica that needs longer than this has lost its source. */
const DRAIN_WITHIN_MS: Ms = 300_000;

/** Marked on the way to the promotion: one that is tried again has not started anew. */
export const promote = {
  target: '#promoting',
  actions: { type: 'milestone', params: { id: 'T3' } },
} as const;

/** From the declaration to users who are served by the other Region. Nothing here ends with the RTO: it must go on. */
export const failover = base.createStateConfig({
  id: 'failover',
  initial: 'fencing',
  states: {
    fencing: {
      meta: {
        title: 'Stop writes to the old primary',
        titles: { ja: '旧プライマリへの書き込み停止' },
      },
      invoke: {
        id: 'fence',
        src: 'sql.fence-writes',
        input: ({ context }) => ({
          primary: namedPrimary(context),
          replica: replicaOf(context),
          access: ownerAccess(context, primaryReached(context)),
          mayBeUnreachable: true,
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.fenced === 'yes',
            target: 'draining',
            actions: assign({ fence: ({ event }) => event.output }),
          },
          {
            guard: 'asksWhenUnfenced',
            target: 'unfenced',
            actions: assign({ fence: ({ event }) => event.output }),
          },
          { target: 'gate', actions: assign({ fence: ({ event }) => event.output }) },
        ],
        onError: onTrouble,
      },
    },
    unfenced: {
      meta: {
        title: 'The old primary cannot be reached, so it cannot be fenced. Fail over all the same?',
        titles: { ja: '旧プライマリに到達できず隔離できない。それでもフェイルオーバーするか' },
        choices: [
          {
            event: 'go-on',
            label: 'Go on: it may take writes when it comes back',
            labels: { ja: '続行（復帰時に書き込みを受け付ける可能性あり）' },
          },
          {
            event: 'stop',
            label: 'Stop: nothing is promoted',
            labels: { ja: '中止（昇格はしない）' },
          },
        ],
      },
      on: { 'go-on': 'gate', stop: '#stopped' },
      after: { decideWithin: '#stopped' },
    },
    draining: {
      meta: {
        title: 'Wait until the replica has every committed write',
        titles: { ja: 'レプリカにコミット済み書き込みが揃うまでの待機' },
      },
      invoke: {
        id: 'drain',
        src: 'sql.await-replayed',
        input: ({ context }) => ({
          source: ownerAccess(context, primaryReached(context)),
          replica: ownerAccess(context, context.replica),
          withinMs: DRAIN_WITHIN_MS,
          since: known(context.fence?.since ?? null),
        }),
        onDone: promote,
        onError: onBehind,
      },
    },
    gate: {
      meta: {
        title: 'Gate: at the failure the replica was no further behind than the RPO',
        titles: { ja: '判定：障害時点のレプリカの遅延がRPO以内であること' },
      },
      invoke: {
        id: 'lag-at-impact',
        src: 'cloudwatch.confirm-replica-lag',
        input: ({ context }) => ({
          ...lagOfReplica(context),
          before: known(context.impactAt),
          since: known(context.impactAt),
        }),
        onDone: promote,
        onError: onBehind,
      },
    },
    promoting: {
      id: 'promoting',
      meta: { title: 'Promote the replica', titles: { ja: 'レプリカの昇格' } },
      invoke: {
        id: 'promote',
        src: 'rds.promote-read-replica',
        input: ({ context }) => ({
          ...replicaOf(context),
          backupRetentionDays: backupRetention(context),
        }),
        onDone: {
          target: 'lifting',
          actions: [
            assign({ promoted: ({ event }) => event.output }),
            { type: 'milestone', params: { id: 'T4' } },
          ],
        },
        onError: onTrouble,
      },
    },
    lifting: {
      // The fence of the old primary has come with the data.
      meta: {
        title: 'Open the new primary for writes',
        titles: { ja: '新プライマリの書き込み開放' },
      },
      invoke: {
        id: 'lift',
        src: 'sql.lift-fence',
        input: ({ context }) => ({ access: ownerAccess(context, context.promoted) }),
        onDone: 'verifying',
        onError: onTrouble,
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
          access: ownerAccess(context, context.promoted),
          checks: context.checks,
          baseline: known(context.baseline),
          impactAt: known(context.impactAt),
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.verifiedAt !== undefined,
            target: 'moving',
            actions: [
              assign({ verification: ({ event }) => event.output }),
              {
                type: 'milestone',
                params: ({ event }) => ({ id: 'T5', at: event.output.verifiedAt, errorMs: 0 }),
              },
            ],
          },
          { target: 'moving', actions: assign({ verification: ({ event }) => event.output }) },
        ],
        onError: onTrouble,
      },
    },
    moving,
  },
});
