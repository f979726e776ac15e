import { tzOffset } from '@date-fns/tz/tzOffset';
import type { Instant } from '../core/ports.ts';
import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** An instant in UTC and, where the report has another zone, as clocks showed it there. */
export interface Times {
  readonly utc: string;
  readonly local: string | null;
}

type Zoned = Pick<ReportModel, 'openedAt' | 'zone'>;

const UTC = 'UTC';
const MINUTE = 60_000;

/** `01:00:12.345`, with its date when that is not the day on which the run was opened. */
export function timesOfDay(instant: Instant, { openedAt, zone }: Zoned): Times {
  const local = inZone(instant, zone);
  return {
    utc: timeOfDay(instant, openedAt),
    local: local && timeOfDay(local.text, inZone(openedAt, zone)?.text ?? openedAt),
  };
}

/** The same in one line, e.g. `01:00:12.345 (10:00:12.345)`. */
export function timeText(instant: Instant, report: Zoned, words: Words): string {
  const { utc, local } = timesOfDay(instant, report);
  return local === null ? utc : `${utc}${words.aside(local)}`;
}

/** `2026-11-24 01:00:12 UTC`, and `2026-11-24 10:00:12 +09:00 Asia/Tokyo`. */
export function fullTimes(instant: Instant, { zone }: Pick<Zoned, 'zone'>, words: Words): Times {
  const local = inZone(instant, zone);
  return {
    utc: `${dateAndTime(instant, words)} UTC`,
    local: local && `${dateAndTime(local.text, words)} ${offsetName(local.offset)} ${zone}`,
  };
}

/** The same in one line. */
export function fullTimeText(instant: Instant, report: Zoned, words: Words): string {
  const { utc, local } = fullTimes(instant, report, words);
  return local === null ? utc : `${utc}${words.aside(local)}`;
}

/** What stands over a column of times, in one line or two. */
export function timeTitle({ zone }: Zoned, { labels }: Words): readonly string[] {
  return zone === UTC ? [labels.time] : [labels.time, zone];
}

/** The same in one line. */
export function timeHeading(report: Zoned, words: Words): string {
  const { zone } = report;
  return zone === UTC ? words.labels.time : words.timesIn(zone);
}

interface Local {
  /** `2026-11-24T10:00:12.345`: what clocks show. */
  readonly text: string;
  /** Minutes ahead of UTC. */
  readonly offset: number;
}

/** `null` where there is nothing to show beside UTC, or where this machine knows of no such zone. */
function inZone(instant: Instant, zone: string): Local | null {
  if (zone === UTC) return null;
  const at = new Date(instant);
  const offset = tzOffset(zone, at);
  if (Number.isNaN(offset)) return null;
  return { text: new Date(at.getTime() + offset * MINUTE).toISOString().slice(0, -1), offset };
}

function timeOfDay(text: string, base: string): string {
  const time = text.slice(11, 23).replace('Z', '');
  const date = text.slice(0, 10);
  return date === base.slice(0, 10) ? time : `${date} ${time}`;
}

function dateAndTime(text: string, words: Words): string {
  return `${words.date(text.slice(0, 10))} ${text.slice(11, 19)}`;
}

/** `+09:00` */
function offsetName(offset: number): string {
  const minutes = Math.abs(offset);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '−' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
