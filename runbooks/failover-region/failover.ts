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
import { answer, pointTo, requests, zoneAnswer } from './traffic.ts';

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
      meta: { title: 'Stop writes to the old primary' },
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
        choices: [
          { event: 'go-on', label: 'Go on: it may take writes when it comes back' },
          { event: 'stop', label: 'Stop: nothing is promoted' },
        ],
      },
      on: { 'go-on': 'gate', stop: '#stopped' },
      after: { decideWithin: '#stopped' },
    },
    draining: {
      meta: { title: 'Wait until the replica has every committed write' },
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
      meta: { title: 'Gate: at the failure the replica was no further behind than the RPO' },
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
      meta: { title: 'Promote the replica' },
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
      meta: { title: 'Open the new primary for writes' },
      invoke: {
        id: 'lift',
        src: 'sql.lift-fence',
        input: ({ context }) => ({ access: ownerAccess(context, context.promoted) }),
        onDone: 'verifying',
        onError: onTrouble,
      },
    },
    verifying: {
      meta: { title: 'Verify the data, write and read' },
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
            target: 'guarding',
            actions: [
              assign({ verification: ({ event }) => event.output }),
              {
                type: 'milestone',
                params: ({ event }) => ({ id: 'T5', at: event.output.verifiedAt, errorMs: 0 }),
              },
            ],
          },
          { target: 'guarding', actions: assign({ verification: ({ event }) => event.output }) },
        ],
        onError: onTrouble,
      },
    },
    guarding: {
      always: [{ guard: 'mayReturn', target: 'fencingReturned' }, { target: 'switching' }],
    },
    fencingReturned: {
      // As long as its health check passes, users are led to it, and what they write there will be lost.
      meta: { title: 'Stop writes to the old primary, should it have come back' },
      invoke: {
        id: 'fence-returned',
        src: 'sql.fence-writes',
        input: ({ context }) => ({
          primary: namedPrimary(context),
          replica: replicaOf(context),
          access: ownerAccess(context, primaryReached(context)),
          promoted: replicaOf(context),
          mayBeUnreachable: true,
          unreachableForMs: 0,
        }),
        onDone: { target: 'switching', actions: assign({ fence: ({ event }) => event.output }) },
        // It is there, and cannot be stopped: then users must be led away from it.
        onError: 'pointing',
      },
    },
    switching: {
      meta: { title: 'Traffic moves by health check: the zone’s servers answer the other Region' },
      invoke: {
        id: 'zone-answer',
        src: 'dns.confirm-answer',
        input: ({ context }) =>
          zoneAnswer(context, 'secondary', context.pointedAt ?? known(context.promoted).promotedAt),
        onDone: {
          target: 'caching',
          actions: assign({ switchedAt: ({ event }) => event.output.at }),
        },
        onError: [
          {
            // An edit that changes nothing is not made again and again.
            guard: ({ event, context }) =>
              context.pointedAt === null &&
              (event.error as { code?: string }).code === 'ANSWER_NOT_SWITCHED',
            target: 'pointing',
          },
          onTrouble,
        ],
      },
    },
    pointing: {
      meta: { title: 'Edit the record, since health checks did not move it (control plane)' },
      invoke: {
        id: 'point',
        src: 'route53.point-record',
        input: ({ context }) => pointTo(context, 'secondary'),
        onDone: {
          target: 'switching',
          actions: assign({ pointedAt: ({ event }) => event.output.at }),
        },
        onError: onTrouble,
      },
    },
    caching: {
      meta: { title: 'Resolvers that cache answer the other Region' },
      invoke: {
        id: 'cached-answer',
        src: 'dns.confirm-answer',
        input: ({ context }) => answer(context, 'secondary', known(context.switchedAt)),
        onDone: 'serving',
        onError: onTrouble,
      },
    },
    serving: {
      meta: { title: 'Confirm that users are served by the other Region (T6)' },
      invoke: {
        id: 'requests',
        src: 'traffic.confirm-requests',
        input: ({ context }) => requests(context, context.parameters.standby.region),
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
        onError: onTrouble,
      },
    },
  },
});
