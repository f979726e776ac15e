import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { LoginProfile } from './root-credentials.ts';
import type { RootMember } from './root-session.ts';

/** A member, and a time that tells what a run has made there. */
export interface DatedMember extends RootMember {
  /**
   * An instant of this run before this step. A login profile has no tag: one that is younger than this is taken for the
   * run's own, after a lost answer and when the run cleans up.
   */
  readonly since: Instant;
}

/** AWS takes no call of a machine whose clock is further off than this. */
const CLOCKS_DIFFER_MS: Ms = 5 * 60_000;

/**
 * Whether this run has made it, by its time, which is to the second.
 * @throws KunrenError `LOGIN_PROFILE_IN_DOUBT` (class `safety`) when it is older by less than clocks may differ.
 */
export function isOfRun(profile: LoginProfile, member: DatedMember): boolean {
  const createdAt = createdOf(profile, member);
  const since = Math.floor(Date.parse(member.since) / 1000) * 1000;
  if (createdAt >= since) return true;
  if (createdAt < since - CLOCKS_DIFFER_MS) return false;
  throw inDoubt(member, `is of ${momentOf(profile, member)}, shortly before this run`);
}

/** @throws KunrenError `LOGIN_PROFILE_IN_DOUBT` (class `safety`) when AWS does not tell. */
export function momentOf(profile: LoginProfile, member: RootMember): Instant {
  return new Date(createdOf(profile, member)).toISOString();
}

function createdOf({ createdAt }: LoginProfile, member: RootMember): number {
  if (createdAt === undefined) throw inDoubt(member, 'has no date');
  return createdAt;
}

function inDoubt({ accountId }: RootMember, why: string): KunrenError {
  return new KunrenError({
    code: 'LOGIN_PROFILE_IN_DOUBT',
    message: `The root login profile of account ${accountId} ${why}; whose it is cannot be told.`,
    class: 'safety',
  });
}
