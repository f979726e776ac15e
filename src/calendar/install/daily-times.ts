import type { Instant } from '../../core/ports.ts';
import type { Schedule } from '../../core/schedule.ts';
import type { HolidaySource } from '../business-days.ts';
import { occurrences } from '../occurrences.ts';
import type { DailyTime } from './installation.ts';

/** Enough of a frequent schedule to see all its times, and of a rare one both sides of summer time. */
const LOOKED_AT = 400;
const FAR_MS = 400 * 86_400_000;

export interface Timed {
  readonly schedule: Schedule;
  readonly holidays: HolidaySource;
}

/** The times of day in UTC at which the rehearsals of about a year begin, earliest first. */
export function dailyTimesInUtc(drills: readonly Timed[], now: Instant): DailyTime[] {
  return distinct(upcoming(drills, now).map(({ at }) => at.slice(11, 16)));
}

/** The same in the local time of each zone. */
export function dailyTimesByZone(
  drills: readonly Timed[],
  now: Instant,
): ReadonlyMap<string, readonly DailyTime[]> {
  const zones = [...new Set(drills.map(({ schedule }) => schedule.zone))].sort();
  return new Map(
    zones.map((zone) => {
      const there = drills.filter(({ schedule }) => schedule.zone === zone);
      return [zone, distinct(upcoming(there, now).map(({ local }) => local.slice(11)))];
    }),
  );
}

function upcoming(drills: readonly Timed[], now: Instant) {
  const far = new Date(Date.parse(now) + FAR_MS).toISOString();
  return drills.flatMap(({ schedule, holidays }) =>
    occurrences(schedule, now, LOOKED_AT, holidays).filter(
      ({ at }, index) => at <= far || index === 0,
    ),
  );
}

function distinct(times: readonly string[]): DailyTime[] {
  return [...new Set(times)].sort().map((time) => {
    const [hour, minute] = time.split(':').map(Number);
    return { hour: hour ?? 0, minute: minute ?? 0 };
  });
}
