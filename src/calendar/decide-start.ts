import { sha256 } from '../core/hash.ts';
import type { Instant, Ms } from '../core/ports.ts';
import type { Occurrence, Schedule } from '../core/schedule.ts';
import type { HolidaySource } from './business-days.ts';
import { localTime, momentOf } from './local-time.ts';
import { planFrom } from './occurrences.ts';
import { periodOf } from './period.ts';

/** A run of the drill, as far as its schedule cares. */
export interface KnownRun {
  readonly run: string;
  readonly openedAt: Instant;
  /** Of the schedule; absent for a run that somebody has wanted. */
  readonly occurrence?: Instant;
  /**
   * - `ended`: nothing is left to do.
   * - `driven`: a process drives it.
   * - `left`: its process is gone, and it can be resumed.
   * - `unreadable`: its journal is, so nobody knows what of it was done.
   */
  readonly state: 'ended' | 'driven' | 'left' | 'unreadable';
}

/** What is to be done now about the schedule of one drill. */
export type StartDecision =
  | { readonly kind: 'start'; readonly occurrence: Occurrence; readonly lateMs: Ms }
  | { readonly kind: 'resume'; readonly run: string }
  /** Another run of the drill goes on; one at a time. */
  | { readonly kind: 'wait'; readonly run: string }
  /** A run may be that of the occurrence, and cannot be read. A person looks first. */
  | { readonly kind: 'doubt'; readonly run: string; readonly occurrence: Occurrence }
  /** Nothing, until then. Absent: nothing any more. */
  | { readonly kind: 'idle'; readonly until?: Ms };

export interface StartQuestion {
  readonly drill: string;
  readonly schedule: Schedule;
  readonly holidays: HolidaySource;
  readonly runs: readonly KnownRun[];
  /** Wall clock. */
  readonly now: Ms;
  /** Nobody looks again soon, so a start is not put off. @default false */
  readonly withoutJitter?: boolean;
}

export interface StartAnswer {
  readonly decision: StartDecision;
  /** Moments that passed without a run, and are not made up for. */
  readonly givenUp: readonly Occurrence[];
}

/** Up to this much after its moment a start is not late: whoever looks does so every few minutes. */
const ON_TIME_MS: Ms = 15 * 60_000;

/**
 * What a schedule wants now, by the runs that there are: they are the only memory.
 *
 * A moment is due when it is after the newest moment that has a run; without one, when it is not overdue yet, or when
 * `since` says that the schedule was in force. One that has a run is done, and so is every other moment of its period.
 */
export function decideStart(question: StartQuestion): StartAnswer {
  const { runs, schedule, now } = question;
  const { due, next } = dueNow(question);
  const isOnTime = due.some(({ startMs }) => now - startMs <= ON_TIME_MS);
  const most = Math.max(schedule.catchUp, isOnTime ? 1 : 0);
  const kept = most === 0 ? [] : due.slice(-most);
  const givenUp = due.slice(0, due.length - kept.length).map(({ occurrence }) => occurrence);
  const answer = (decision: StartDecision): StartAnswer => ({ decision, givenUp });
  const driven = runs.find(({ state }) => state === 'driven');
  if (driven) return answer({ kind: 'wait', run: driven.run });
  const left = runs.findLast(({ state, occurrence }) => state === 'left' && occurrence);
  if (left) return answer({ kind: 'resume', run: left.run });
  const [first] = kept;
  if (!first) return answer({ kind: 'idle', ...(next !== undefined && { until: next }) });
  const { occurrence, startMs } = first;
  const doubt = runs.find(
    ({ state, openedAt }) => state === 'unreadable' && openedAt >= toSecond(occurrence.at),
  );
  if (doubt) return answer({ kind: 'doubt', run: doubt.run, occurrence });
  const lateMs = now - startMs;
  return answer({ kind: 'start', occurrence, lateMs: lateMs > ON_TIME_MS ? lateMs : 0 });
}

interface Due {
  readonly occurrence: Occurrence;
  readonly startMs: Ms;
}

/** What should have been started by now, oldest first, and when the next start is. */
function dueNow(question: StartQuestion): { readonly due: readonly Due[]; readonly next?: Ms } {
  const { drill, schedule, holidays, runs, now, withoutJitter = false } = question;
  const done = new Set(
    runs.flatMap(({ occurrence }) => (occurrence ? [slotOf(schedule, occurrence)] : [])),
  );
  const due: Due[] = [];
  for (const planned of planFrom(schedule, lookFrom(question), holidays)) {
    if (planned.kind === 'left-out') continue;
    const { occurrence } = planned;
    if (done.has(slotOf(schedule, occurrence.at))) continue;
    const delayMs = withoutJitter ? 0 : jitterOf(drill, occurrence.at, schedule.jitterMs);
    const startMs = Date.parse(occurrence.at) + delayMs;
    if (startMs > now) return { due, next: startMs };
    due.push({ occurrence, startMs });
  }
  return { due };
}

/** From where on moments count. */
function lookFrom({ schedule, runs, now }: StartQuestion): Instant {
  const isPast = (at: Instant) => Date.parse(at) <= now;
  const newest = runs
    // Only a clock that was ahead has started one that has not come; it must not keep back all before it.
    .flatMap(({ occurrence }) => (occurrence && isPast(occurrence) ? occurrence : []))
    .reduce<Instant | undefined>((last, one) => (last && last > one ? last : one), undefined);
  if (newest !== undefined) return new Date(Date.parse(newest) + 1).toISOString();
  return inForceFrom(schedule, now);
}

/** From where on a schedule that has no run yet counts: from its `since`; else only what is not overdue yet does. */
export function inForceFrom({ since, zone, graceMs }: Schedule, now: Ms): Instant {
  const fromMs = since === undefined ? now - graceMs : momentOf(`${since}T00:00`, zone).ms;
  return new Date(fromMs).toISOString();
}

/**
 * What a moment is one of: its period, so that a schedule whose day or time was changed does not ask for a second
 * rehearsal in it; with cron, itself.
 */
export function slotOf({ rule, zone }: Schedule, at: Instant): string {
  if (rule.kind === 'cron') return at;
  return periodOf(localTime(Date.parse(at), zone).slice(0, 10), rule.every, rule.starting).from;
}

/** How much later a run starts; the same for the same occurrence, whoever asks. */
export function jitterOf(drill: string, at: Instant, jitterMs: Ms): Ms {
  const share = Number.parseInt(sha256(`${drill} ${at}`).slice(0, 8), 16) / 2 ** 32;
  return Math.floor(share * jitterMs);
}

/** Run names have no milliseconds. */
function toSecond(at: Instant): Instant {
  return `${at.slice(0, 19)}.000Z`;
}
