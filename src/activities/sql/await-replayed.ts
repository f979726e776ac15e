import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { isOver, type TimeLimit } from '../time-limit.ts';
import { plannedQuery } from './check-statement.ts';
import { type SqlAccess, withSession } from './driver.ts';
import { hasReplayed, writtenUpTo } from './postgres-dialect.ts';
import { oneValue } from './transaction.ts';

export interface AwaitReplayedInput extends TimeLimit {
  /** Where no writes are taken any more. */
  readonly source: SqlAccess;
  readonly replica: SqlAccess;
}

/**
 * Waits until a replica has everything that its source has: after writes were fenced off nothing is lost then.
 * What the source writes for itself counts too, so it is asked anew at every look.
 * Fails with `REPLICA_INCOMPLETE` (class `environment`) where there is a limit, when it is over.
 */
export const awaitReplayed: Probe<
  AwaitReplayedInput,
  { readonly replayedAt: Instant; readonly position: string },
  Services
> = {
  kind: 'probe',
  name: 'sql.await-replayed',
  waitsOn: 'tool',
  iam: [],
  pollEvery: { initialMs: 200, maxMs: 2_000, factor: 1.5 },
  plan: () => ({
    calls: [plannedQuery(undefined, writtenUpTo), plannedQuery(undefined, hasReplayed(AT_THE_RUN))],
    output: { replayedAt: AT_THE_RUN, position: AT_THE_RUN },
  }),
  async poll(context, input) {
    const { source, replica, withinMs = 0 } = input;
    const position = await withSession(context, source, (session) =>
      oneValue(session, writtenUpTo),
    );
    const replayed = await withSession(context, replica, (session) =>
      oneValue(session, hasReplayed(position)),
    );
    if (replayed !== 't') {
      if (isOver(context.clock, input)) {
        throw new KunrenError({
          code: 'REPLICA_INCOMPLETE',
          message: `The replica has not replayed ${position} of its source, which takes no writes any more, within ${formatDuration(withinMs)}.`,
        });
      }
      return { status: 'pending', progress: { message: `it has not replayed ${position} yet` } };
    }
    const replayedAt = instantNow(context);
    return {
      status: 'done',
      output: { replayedAt, position },
      facts: [{ label: 'Replica has everything', value: `up to ${position}, at ${replayedAt}` }],
    };
  },
};
