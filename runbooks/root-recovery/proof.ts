import { type Instant, known, type OutputOf } from '../../src/index.ts';
import { base, onError } from './base.ts';
import { type Context, eventsOf, postureInput, seesEvents, type used } from './context.ts';

type Found = OutputOf<(typeof used)['cloudtrail.find-root-events']>;

/** What CloudTrail has of it (T5), and how the account stands afterwards. */
export const proof = base.createStateConfig({
  id: 'proof',
  initial: 'asking',
  states: {
    asking: {
      always: [
        { guard: ({ context }) => seesEvents(context), target: 'events' },
        { target: 'posture' },
      ],
    },
    events: {
      meta: {
        title: 'Find in CloudTrail what was done as the root user (T5)',
        titles: { ja: 'ルートユーザーの操作のCloudTrailでの確認（T5）' },
      },
      invoke: {
        id: 'events',
        src: 'cloudtrail.find-root-events',
        input: ({ context }) => ({
          ...eventsOf(context),
          events: context.traces,
          from: known(context.startedAt),
          withinMs: context.parameters.eventsWithinMinutes * 60_000,
          since: known(context.answeredAt),
        }),
        onDone: [
          {
            guard: ({ context, event }) => verifies(context, event.output),
            target: 'posture',
            actions: {
              type: 'milestone',
              params: ({ context, event }) =>
                context.plan.verifiedBy === 'answer'
                  ? { id: 'T5', at: known(context.answeredAt), errorMs: 0 }
                  : { id: 'T5', at: endOf(event.output), errorMs: SECOND_MS },
            },
          },
          // Without its trace nobody can tell whether the root user was there; the RTO stays unproven.
          { target: 'posture' },
        ],
        onError,
      },
    },
    posture: {
      meta: {
        title: 'Look how the account stands after the recovery',
        titles: { ja: '復旧後のアカウントの状態の確認' },
      },
      invoke: {
        id: 'posture-after',
        src: 'account.snapshot-posture',
        input: ({ context }) => ({
          ...postureInput(context),
          label: 'after',
        }),
        onDone: '#recovered',
        onError,
      },
    },
  },
});

/** CloudTrail's times are whole seconds. */
const SECOND_MS = 1000;

/** Whether this is what verifies the recovery: everything is there, and an audit has not done so before. */
function verifies({ plan, isVerified }: Context, { found, missing }: Found): boolean {
  if (isVerified || missing.length > 0 || found.length === 0) return false;
  const signIn = found.findLast(({ name }) => name === 'ConsoleLogin');
  return !plan.withMfa || signIn?.mfaUsed === true;
}

/** The last of what was expected ends the recovery: the end of its second. */
function endOf({ found }: Found): Instant {
  const last = Math.max(...found.map(({ at }) => Date.parse(at)));
  return new Date(last + SECOND_MS).toISOString();
}
