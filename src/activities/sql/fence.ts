import type { ActivityContext } from '../../core/activity.ts';
import { failureOf, type KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';
import { type SqlAccess, type SqlSession, within, withSession } from './driver.ts';
import {
  closeDatabase,
  countSessions,
  createFenceTable,
  dropFenceTable,
  endSessions,
  findFence,
  inRecovery,
  markFence,
  momentAfter,
  openDatabase,
  sessionDefault,
} from './postgres-fence.ts';
import { inTransaction, oneValue } from './transaction.ts';

// What setting and lifting a fence share. The setting and its mark are one transaction, and both reach the standbys.

type FenceContext = ActivityContext<Services>;

/** The session itself may be fenced; and a commit must not wait for a standby that is gone. */
const BEGIN = 'begin transaction read write; set local synchronous_commit to local';

/** When every session that might still write had been begun, and how many of those were ended. */
interface Cut {
  readonly since: Instant;
  readonly ended: number;
}

/** Sets the default and the run's mark. A fence that somebody else has set is left to them, without a mark. */
export async function setFence(session: SqlSession, access: SqlAccess, run: string): Promise<Cut> {
  const foreign = (await isFenced(session)) && !(await hasMark(session, run));
  if (foreign) return endOldSessions(session);
  await inTransaction(session, BEGIN, async () => {
    await session.execute(createFenceTable);
    const { text, values } = markFence(run);
    await session.query(text, values);
    await session.execute(closeDatabase(access.database));
  });
  return endOldSessions(session);
}

/** Takes the default and every mark away. */
export async function removeFence(session: SqlSession, access: SqlAccess): Promise<Cut> {
  await inTransaction(session, BEGIN, async () => {
    await session.execute(openDatabase(access.database));
    await session.execute(dropFenceTable);
  });
  // Whoever connected while the fence stood goes on refusing to write until the session ends.
  return endOldSessions(session);
}

/** A session that is being opened right now is shown a moment later; so it is looked for more than once. */
const ROUNDS = 3;
const BETWEEN_ROUNDS = 'select pg_sleep(0.1)';

async function endOldSessions(session: SqlSession): Promise<Cut> {
  const since = await oneValue(session, momentAfter);
  let ended = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    if (round > 1) await session.execute(BETWEEN_ROUNDS);
    ended += Number(await oneValue(session, endSessions(since)));
  }
  return { since, ended };
}

export async function oldSessions(session: SqlSession, since: Instant): Promise<number> {
  return Number(await oneValue(session, countSessions(since)));
}

/** Whether a session that is opened now is read-only by default. */
export async function isFenced(session: SqlSession): Promise<boolean> {
  return (await oneValue(session, sessionDefault)) === 'on';
}

/** @param upTo - marks that were set later do not count. @default all count */
export async function hasMark(session: SqlSession, run: string, upTo?: Instant): Promise<boolean> {
  try {
    return (await oneValue(session, findFence(run, upTo))) !== '0';
  } catch (error) {
    if ((error as { code?: unknown }).code === '42P01') return false;
    throw error;
  }
}

export async function isStandby(session: SqlSession): Promise<boolean> {
  return (await oneValue(session, inRecovery)) === 'true';
}

/** One try to reach the server takes no longer. */
const REACH_MS: Ms = 8_000;
const TRY_AGAIN_MS: Ms = 1_000;

/**
 * Works in a session, or finds that the server cannot be reached: one refused connection is not believed.
 * @param forMs - how long it must have been out of reach
 */
export async function reach<T>(
  context: FenceContext,
  access: SqlAccess,
  forMs: Ms,
  work: (session: SqlSession) => Promise<T>,
): Promise<{ readonly answer: T } | { readonly unreachable: KunrenError }> {
  const { clock } = context;
  const giveUpAt = clock.monotonic() + forMs;
  for (;;) {
    try {
      return {
        answer: await within(context, REACH_MS, (short) => withSession(short, access, work)),
      };
    } catch (error) {
      context.signal.throwIfAborted();
      if (failureOf(error).code !== 'SQL_UNREACHABLE') throw error;
      if (clock.monotonic() >= giveUpAt) return { unreachable: error as KunrenError };
      await clock.sleep(TRY_AGAIN_MS, context.signal);
    }
  }
}
