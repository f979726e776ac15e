import type { Schedule } from '../core/schedule.ts';
import { describeDay } from './pick-day.ts';

/** A schedule in a few words, e.g. `every quarter, first business day, 10:00 Asia/Tokyo`. */
export function describeSchedule({ rule, zone }: Schedule): string {
  if (rule.kind === 'cron') return `cron ${rule.cron} ${zone}`;
  return `every ${rule.every}, ${describeDay(rule.on, rule.every)}, ${rule.at} ${zone}`;
}
