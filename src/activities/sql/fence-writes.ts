import {
  type ActivityContext,
  AT_THE_RUN,
  type Fact,
  type Mutation,
  type PlannedCall,
  type Poll,
} from '../../core/activity.ts';
import { failureOf, KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { InstanceRef, KnownInstance } from '../rds/describe-instance.ts';
import type { Services } from '../services.ts';
import { plannedQuery } from './check-statement.ts';
import type { SqlAccess, SqlSession } from './driver.ts';
import { isFenced, oldSessions, reach, setFence } from './fence.ts';
import { closeDatabase, endSessions, sessionDefault } from './postgres-fence.ts';
import { takesWrites } from './try-write.ts';
import { liftOnUndo } from './undo-fence.ts';

export interface FenceWritesInput {
  /** The old primary; by its resource id, where that is known, it is found under another name too. */
  readonly primary: InstanceRef & { readonly resourceId?: string };
  /** What takes its place. While it is a replica the fence can be lifted again; after that it stays. */
  readonly replica: KnownInstance;
  /** The old primary's database, as its owner. */
  readonly access: SqlAccess;
  /** What takes writes already. A server that is fenced only then has taken writes beside it. */
  readonly promoted?: InstanceRef;
  /**
   * Go on without a fence where the server cannot be reached.
   * @default false
   */
  readonly mayBeUnreachable?: boolean;
  /**
   * How long it must have been out of reach to be taken for unreachable.
   * @default 3_000
   */
  readonly unreachableForMs?: Ms;
}

export type FenceReceipt =
  | { readonly fenced: 'yes'; readonly since: Instant; readonly sessionsEnded: number }
  | { readonly fenced: 'unreachable'; readonly reason: string };

export interface Fence {
  /** `unreachable`: nothing is known about the server; it may take writes when it comes back. */
  readonly fenced: FenceReceipt['fenced'];
  /** Since then no new session writes unless it asks for it. By the server's clock. */
  readonly since?: Instant;
  readonly sessionsEnded: number;
}

const UNREACHABLE_FOR_MS: Ms = 3_000;

/**
 * Stops writes to the old primary: new sessions of its database are read-only, old ones are ended. Then it is proven
 * by a new session whose write is refused.
 * It is a fence, not a wall: a role or a session that asks for a read-write transaction by itself still gets one.
 * The setting reaches every standby with the data, so the promoted database needs `sql.lift-fence`.
 * Fails with `FENCE_NOT_HELD`, or with `SQL_UNREACHABLE` where the server must be reached. Its undo leaves the fence
 * where the replica was promoted (`FENCE_STAYS`, class `safety`).
 */
export const fenceWrites: Mutation<FenceWritesInput, FenceReceipt, Fence, Services> = {
  kind: 'mutation',
  name: 'sql.fence-writes',
  waitsOn: 'tool',
  iam: [],
  pollEvery: { initialMs: 200, maxMs: 2_000, factor: 1.5 },
  // Tries to reach a dead server, and the last of them, take longer than an attempt usually may.
  attemptTimeoutMs: 60_000,
  plan: ({ access, mayBeUnreachable }) => ({
    calls: plannedCalls(access),
    output: {
      fenced: mayBeUnreachable ? 'unreachable' : 'yes',
      since: AT_THE_RUN,
      sessionsEnded: 0,
    },
  }),
  owns: ({ primary: { region, id }, access }) => ({
    type: 'sql:fence',
    id: `${id}/${access.database}`,
    region,
  }),
  settlesWithinMs: 10_000,
  async start(context, input) {
    const { access, unreachableForMs = UNREACHABLE_FOR_MS } = input;
    const done = await reachOrMiss(context, input, unreachableForMs, (session) =>
      setFence(session, access, context.run),
    );
    if ('reason' in done) return { fenced: 'unreachable', reason: done.reason };
    const { since, ended } = done.answer;
    return { fenced: 'yes', since, sessionsEnded: ended };
  },
  poll: pollFence,
  // A fence that was set may still lack the end of the old sessions. Setting it again does no more than is missing.
  adopt: async () => undefined,
  undo: liftOnUndo,
};

async function pollFence(
  context: ActivityContext<Services>,
  input: FenceWritesInput,
  receipt: FenceReceipt,
): Promise<Poll<Fence>> {
  if (receipt.fenced === 'unreachable') return unfenced(receipt.reason);
  const { since, sessionsEnded } = receipt;
  const { access, unreachableForMs = UNREACHABLE_FOR_MS } = input;
  const look = await reachOrMiss(context, input, unreachableForMs, async (session) => ({
    // In this order: nothing is asked of a database that may still be written to by others.
    closed: await isFenced(session),
    old: await oldSessions(session, since),
    writes: await takesWrites(session, context.run),
  }));
  if ('reason' in look) return unfenced(`set at ${since}, then out of reach: ${look.reason}`);
  const { closed, old, writes } = look.answer;
  if (!closed || writes) {
    throw new KunrenError({
      code: 'FENCE_NOT_HELD',
      message: `The fence of ${access.database} at ${access.host} does not hold: ${
        closed ? 'a write went through' : `a new session of ${access.user} is not read-only`
      }.`,
    });
  }
  if (old > 0) {
    const message = `${old} sessions from before the fence are still there`;
    return { status: 'pending', progress: { message } };
  }
  return {
    status: 'done',
    output: { fenced: 'yes', since, sessionsEnded },
    facts: [
      ...splitBrain(input, since),
      { label: 'Writes stopped', value: `${access.host}:${access.port} since ${since}` },
      { label: 'Sessions ended by the fence', value: String(sessionsEnded) },
      { label: 'Fence proven', value: 'a new session is read-only, and its write was refused' },
    ],
  };
}

function splitBrain({ primary, promoted }: FenceWritesInput, since: Instant): Fact[] {
  if (!promoted) return [];
  const both = `${primary.id} in ${primary.region} AND ${promoted.id} in ${promoted.region}`;
  const value = `${both} took writes, until the former was stopped at ${since}`;
  return [{ label: 'SPLIT BRAIN', value }];
}

/** As `reach`; a failure when the server must be reached. */
async function reachOrMiss<T>(
  context: ActivityContext<Services>,
  { access, mayBeUnreachable }: FenceWritesInput,
  forMs: Ms,
  work: (session: SqlSession) => Promise<T>,
): Promise<{ readonly answer: T } | { readonly reason: string }> {
  const reached = await reach(context, access, forMs, work).catch((error) => {
    // Nobody could tell where the server is.
    if (failureOf(error).code === 'SQL_ADDRESS_MISSING') return { unreachable: error };
    throw error;
  });
  if ('answer' in reached) return reached;
  if (!mayBeUnreachable) throw reached.unreachable;
  return { reason: failureOf(reached.unreachable).message };
}

function unfenced(reason: string): Poll<Fence> {
  const facts: Fact[] = [
    {
      label: 'Old primary not fenced',
      value: `it cannot be reached (${reason}); should it come back, it may take writes`,
    },
  ];
  return { status: 'done', output: { fenced: 'unreachable', sessionsEnded: 0 }, facts };
}

function plannedCalls({ database }: SqlAccess): readonly PlannedCall[] {
  return [
    plannedQuery(undefined, { text: closeDatabase(database), values: [] }, true),
    plannedQuery(undefined, endSessions(AT_THE_RUN), true),
    plannedQuery(undefined, sessionDefault),
  ];
}
