import { AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { plannedQuery } from './check-statement.ts';
import { type SqlAccess, withSession } from './driver.ts';
import { isFenced, isStandby, oldSessions, removeFence } from './fence.ts';
import { endSessions, openDatabase } from './postgres-fence.ts';
import { takesWrites } from './try-write.ts';

export interface LiftFenceInput {
  /** The promoted database, as its owner. */
  readonly access: SqlAccess;
}

export type LiftReceipt = { readonly since: Instant; readonly sessionsEnded: number };

export interface Lifted {
  /** When a write was seen to go through. */
  readonly writableAt: Instant;
  readonly sessionsEnded: number;
}

/**
 * Takes the fence, which the promoted database got from its old primary, away. Sessions that were opened while it
 * stood are ended: they would go on refusing to write. Then it is proven by a write that is rolled back.
 */
export const liftFence: Mutation<LiftFenceInput, LiftReceipt, Lifted, Services> = {
  kind: 'mutation',
  name: 'sql.lift-fence',
  waitsOn: 'tool',
  iam: [],
  pollEvery: { initialMs: 100, maxMs: 1_000, factor: 1.5 },
  plan: ({ access: { database } }) => ({
    calls: [
      plannedQuery(undefined, { text: openDatabase(database), values: [] }, true),
      plannedQuery(undefined, endSessions(AT_THE_RUN), true),
    ],
    output: { writableAt: AT_THE_RUN, sessionsEnded: 0 },
  }),
  async start(context, { access }) {
    const { since, ended } = await withSession(context, access, async (session) => {
      if (await isStandby(session)) throw stillStandby(access);
      return removeFence(session, access);
    });
    return { since, sessionsEnded: ended };
  },
  async poll(context, { access }, { since, sessionsEnded }) {
    const pending = (message: string) => ({ status: 'pending' as const, progress: { message } });
    const { closed, old, writes } = await withSession(context, access, async (session) => ({
      closed: await isFenced(session),
      old: await oldSessions(session, since),
      writes: await takesWrites(session, context.run),
    }));
    if (closed || !writes) return pending('the database takes no writes yet');
    if (old > 0) return pending(`${old} sessions from before are still there`);
    const writableAt = instantNow(context);
    return {
      status: 'done',
      output: { writableAt, sessionsEnded },
      facts: [
        { label: 'Takes writes', value: `${access.host}:${access.port}, at ${writableAt}` },
        { label: 'Sessions ended with the fence', value: String(sessionsEnded) },
      ],
    };
  },
  // A fence that was lifted may still lack the end of the old sessions. Lifting it again does no more than is missing.
  adopt: async () => undefined,
};

/** RDS may call it promoted a moment before the server has left its recovery. */
function stillStandby({ host, port }: SqlAccess): KunrenError {
  return new KunrenError({
    code: 'SQL_IN_RECOVERY',
    message: `The server at ${host}:${port} still follows another one, so nothing can be changed in it.`,
    retryable: true,
  });
}
