import type { Occurrence } from '../core/schedule.ts';
import { formatDay } from './local-day.ts';

/** A moment of a schedule for people: `Mon 4 Jan 2027 10:00 Asia/Tokyo`. */
export function tellMoment({ local }: Pick<Occurrence, 'local'>, zone: string): string {
  return `${formatDay(local.slice(0, 10))} ${local.slice(11)} ${zone}`;
}
