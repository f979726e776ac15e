import type { Instant } from '../core/ports.ts';
import type {
  Blackout,
  LocalDate,
  Occurrence,
  PeriodRule,
  Schedule,
  ScheduleRule,
} from '../core/schedule.ts';
import { businessDays, type ClosedBecause, type HolidaySource } from './business-days.ts';
import { cronTimes } from './cron-times.ts';
import { formatSpan, isInSpan } from './date-span.ts';
import { addDays, formatDay, yearOf } from './local-day.ts';
import { localTime, momentOf } from './local-time.ts';
import { namePeriod, type Period, periodOf } from './period.ts';
import { describeDay, pickDay } from './pick-day.ts';

/** A moment of a schedule, or one that it has to do without. */
export type Planned =
  | { readonly kind: 'held'; readonly occurrence: Occurrence }
  | {
      readonly kind: 'left-out';
      readonly slot: string;
      readonly why: string;
      /** Why there is none, a sentence. */
      readonly because: string;
    };

/** With nothing to rehearse for so long, there will be nothing. More than the eight years between some leap days. */
const LONGEST_GAP_YEARS = 10;

/**
 * The next moments of a schedule, at `from` or after it, in their order.
 * A function of its arguments alone: neither the machine's zone nor its clock has a say.
 * @returns fewer than `count` where a schedule has no more
 */
export function occurrences(
  schedule: Schedule,
  from: Instant,
  count: number,
  holidays: HolidaySource,
): Occurrence[] {
  const found: Occurrence[] = [];
  if (count <= 0) return found;
  for (const planned of planFrom(schedule, from, holidays)) {
    if (planned.kind === 'held') found.push(planned.occurrence);
    if (found.length >= count) break;
  }
  return found;
}

/** As `occurrences`, without an end, and with what is left out between them. */
export function* planFrom(
  schedule: Schedule,
  from: Instant,
  holidays: HolidaySource,
): Generator<Planned> {
  const { since, zone } = schedule;
  const sinceMs =
    since === undefined ? Number.NEGATIVE_INFINITY : momentOf(`${since}T00:00`, zone).ms;
  const fromMs = Math.max(Date.parse(from), sinceMs);
  const fromLocal = localTime(fromMs, zone);
  const closed = businessDays(schedule.businessDays, holidays);
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastYear = yearOf(fromLocal);
  for (const wanted of wantedTimes(schedule, fromLocal, closed)) {
    if (yearOf(wanted.slot) > lastYear + LONGEST_GAP_YEARS) return;
    const planned = place(wanted, schedule, closed);
    const ms =
      planned.kind === 'held' ? Date.parse(planned.occurrence.at) : wantedMs(wanted, schedule);
    // Two times of a cron pattern meet where clocks skip an hour; one rehearsal is enough.
    if (ms < fromMs || ms <= lastMs) continue;
    if (planned.kind === 'held') {
      lastMs = ms;
      lastYear = yearOf(wanted.slot);
    }
    yield planned;
  }
}

/** What a rule alone asks for, before blackouts and the zone's clocks. */
interface Wanted {
  readonly slot: string;
  /** The day; absent where the rule wants a business day of a period that has none. */
  readonly day?: LocalDate;
  readonly time: string;
  readonly why: string;
  readonly notes: readonly string[];
  /** Local time at which the next one may come: this one must be before it. */
  readonly before: string;
  /** What `before` is the end of. */
  readonly span: string;
}

function wantedTimes({ rule }: Schedule, from: string, closed: ClosedBecause): Generator<Wanted> {
  return rule.kind === 'cron' ? wantedByCron(rule.cron, from) : wantedByPeriod(rule, from, closed);
}

function* wantedByPeriod(rule: PeriodRule, from: string, closed: ClosedBecause): Generator<Wanted> {
  const { every, starting } = rule;
  let period = periodOf(from.slice(0, 10), every, starting);
  // Clocks that skip midnight can put the last day of a period into the next one.
  period = periodOf(addDays(period.from, -1), every, starting);
  for (;;) {
    yield wantedIn(period, rule, closed);
    period = periodOf(period.next, every, starting);
  }
}

function wantedIn(period: Period, rule: PeriodRule, closed: ClosedBecause): Wanted {
  const name = namePeriod(period);
  const picked = pickDay(rule.on, period, closed);
  return {
    slot: period.from,
    ...(picked && { day: picked.day }),
    time: rule.at,
    why: `${describeDay(rule.on, rule.every)} of ${name}`,
    notes: picked?.notes ?? [],
    before: `${period.next}T00:00`,
    span: name,
  };
}

function* wantedByCron(cron: string, from: string): Generator<Wanted> {
  let held: string | undefined;
  for (const local of cronTimes(cron, from)) {
    if (held !== undefined) yield wantedAt(held, cron, local);
    held = local;
  }
  if (held !== undefined) yield wantedAt(held, cron, '9999-12-31T00:00');
}

function wantedAt(local: string, cron: string, before: string): Wanted {
  const [day = '', time = ''] = local.split('T');
  return {
    slot: local,
    day,
    time,
    why: `cron ${cron}`,
    notes: [],
    before,
    span: 'the time until the next one',
  };
}

function wantedMs({ day, slot, time }: Wanted, { zone }: Schedule): number {
  return momentOf(`${day ?? slot.slice(0, 10)}T${time}`, zone).ms;
}

/** Moves it out of blackouts, and puts it on the zone's clocks. */
function place(wanted: Wanted, schedule: Schedule, closed: ClosedBecause): Planned {
  const { slot, why, time, before, span } = wanted;
  const leftOut = (because: string): Planned => ({ kind: 'left-out', slot, why, because });
  if (wanted.day === undefined) return leftOut(`${span} has no business day`);
  const notes = [...wanted.notes];
  let { day } = wanted;
  const blackout = blackoutOn(day, schedule);
  if (blackout) {
    const moved = dayAfterBlackouts(day, before.slice(0, 10), schedule, closed);
    if (moved === undefined || `${moved}T${time}` >= before) {
      return leftOut(`${tellBlackout(blackout)}, and no business day is left after it in ${span}`);
    }
    notes.push(`moved from ${formatDay(day)}: ${tellBlackout(blackout)}`);
    day = moved;
  } else {
    const off = tellDayOff(day, schedule.rule, closed);
    if (off !== undefined) notes.push(off);
  }
  const { zone } = schedule;
  const moment = momentOf(`${day}T${time}`, zone);
  if (moment.shown === 'never') {
    const shown = moment.local.slice(0, 10) === day ? moment.local.slice(11) : moment.local;
    notes.push(`${time} does not exist on ${day} in ${zone}: ${shown.replace('T', ' ')}`);
  }
  if (moment.shown === 'twice') {
    notes.push(`${time} happens twice on ${day} in ${zone}: the first one`);
  }
  const at = new Date(moment.ms).toISOString();
  return { kind: 'held', occurrence: { at, local: moment.local, slot, why, notes } };
}

/** A rule that does not ask for a business day may meet a holiday; whoever plans for it should know. */
function tellDayOff(
  day: LocalDate,
  rule: ScheduleRule,
  closedBecause: ClosedBecause,
): string | undefined {
  const why = closedBecause(day);
  if (typeof why === 'object') return `${formatDay(day)} is no business day: ${why.reason}`;
  const isByNumber = rule.kind === 'period' && (rule.on.kind === 'day' || rule.on.kind === 'date');
  return why === 'weekend' && isByNumber ? `${formatDay(day)} is a weekend` : undefined;
}

function blackoutOn(day: LocalDate, { blackouts }: Schedule): Blackout | undefined {
  return blackouts.find((blackout) => isInSpan(day, blackout));
}

/** The next business day without a blackout, or `undefined` when there is none up to a day. */
function dayAfterBlackouts(
  from: LocalDate,
  until: LocalDate,
  schedule: Schedule,
  closed: ClosedBecause,
): LocalDate | undefined {
  for (let day = addDays(from, 1); day <= until; day = addDays(day, 1)) {
    if (closed(day) === undefined && !blackoutOn(day, schedule)) return day;
  }
  return undefined;
}

function tellBlackout(blackout: Blackout): string {
  return `${blackout.reason} (${formatSpan(blackout)})`;
}
