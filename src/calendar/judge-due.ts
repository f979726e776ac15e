import type { Instant, Ms } from '../core/ports.ts';
import type { Occurrence, Schedule } from '../core/schedule.ts';
import type { HolidaySource } from './business-days.ts';
import { inForceFrom, slotOf } from './decide-start.ts';
import { occurrences, planFrom } from './occurrences.ts';

export interface DueQuestion {
  readonly schedule: Schedule;
  readonly holidays: HolidaySource;
  /** Wall clock. */
  readonly now: Ms;
  /** The newest rehearsal; absent: there is none. */
  readonly last?: {
    readonly openedAt: Instant;
    /** The moment of the schedule that it was started for. */
    readonly occurrence?: Instant;
  };
  /** A moment of the schedule for which something was started, so that it was in force by then. */
  readonly scheduledFrom?: Instant;
}

export interface DueAnswer {
  /** Moments that have passed without a rehearsal, oldest first. */
  readonly missed: readonly Occurrence[];
  /** Those of them that are later than the schedule's grace allows. */
  readonly overdue: readonly Occurrence[];
  /** When a rehearsal is due next. Absent: never. */
  readonly next?: Occurrence;
}

/** A cron pattern may mean every minute. */
const MOST = 1000;

/**
 * What a schedule has asked for and did not get.
 *
 * A rehearsal is that of its period, whoever started it and on whichever day; with cron, of all moments before it. One that
 * a schedule started is that of its moment, however late. Without any, moments count from `since` on, or from the first
 * one for which something was started; else only those that are within their grace, since nobody knows whether the
 * schedule was in force before.
 */
export function judgeDue(question: DueQuestion): DueAnswer {
  const { schedule, holidays, now, last, scheduledFrom } = question;
  const at = last && (last.occurrence ?? last.openedAt);
  const done = at && slotOf(schedule, at);
  const missed: Occurrence[] = [];
  const answer = (next?: Occurrence): DueAnswer => ({
    missed,
    overdue: missed.filter((one) => Date.parse(one.at) + schedule.graceMs < now),
    ...(next && { next }),
  });
  const known = schedule.since === undefined ? scheduledFrom : undefined;
  const from = at ?? known ?? inForceFrom(schedule, now);
  for (const planned of planFrom(schedule, from, holidays)) {
    if (planned.kind === 'left-out') continue;
    const { occurrence } = planned;
    if (done !== undefined && slotOf(schedule, occurrence.at) <= done) continue;
    if (Date.parse(occurrence.at) > now) return answer(occurrence);
    if (missed.length === MOST) {
      const soon = new Date(now + 1).toISOString();
      return answer(occurrences(schedule, soon, 1, holidays)[0]);
    }
    missed.push(occurrence);
  }
  return answer();
}
