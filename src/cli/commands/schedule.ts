import { formatDay } from '../../calendar/local-day.ts';
import { type Planned, planFrom } from '../../calendar/occurrences.ts';
import { declareSteps } from '../../core/declare-steps.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Instant, Ms } from '../../core/ports.ts';
import { visibleText } from '../../report/visible-text.ts';
import { foldText } from '../fold-text.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import {
  readSchedules,
  type ScheduledDrill,
  type Schedules,
  tellErrors,
} from '../rehearsals/read-schedules.ts';
import { loadRunbook } from '../runbooks.ts';
import { systemClock } from '../system-clock.ts';
import { table } from '../table.ts';

export interface ScheduleOptions {
  /** How many of each drill. @default 4, but without a limit where `until` is given */
  readonly next?: number;
  /** A day or a moment. @default of all drills 400 days from now, and at least one of each */
  readonly until?: string;
  readonly output: OutputKind;
}

/** A year of quarters. */
const SHOWN = 4;
/** A cron pattern may mean every minute. */
const MOST = 1000;
/** Of a long blackout over a frequent schedule. */
const LEFT_OUT_SHOWN = 3;
const COLUMNS = 80;
/** A year, and whatever comes a little later in the next one. */
const FAR_MS: Ms = 400 * 86_400_000;

/** `drill schedule [drill]`: what comes next. */
export async function schedule(
  io: Io,
  drill: string | undefined,
  options: ScheduleOptions,
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<ExitCode> {
  const now = new Date(clock.now()).toISOString();
  const schedules = await readSchedules(findProject(io.cwd), now, drill);
  const upcoming = schedules.scheduled.map((one) => ({
    ...one,
    planned: plan(one, now, limitsOf(options, drill, clock)),
  }));
  if (options.output === 'json') tellJson(io, schedules, upcoming);
  else {
    for (const line of linesOf(upcoming)) io.out(line);
    await tellOthers(io, schedules);
  }
  tellErrors(io, schedules);
  return schedules.errors.length === 0 ? EXIT.met : EXIT.badInput;
}

type Upcoming = ScheduledDrill & { readonly planned: readonly Planned[] };

interface Limits {
  readonly next: number;
  readonly until?: Instant;
  /** So many are shown in any case. */
  readonly least: number;
}

function limitsOf(
  { next, until }: ScheduleOptions,
  drill: string | undefined,
  clock: Pick<Clock, 'now'>,
): Limits {
  if (until !== undefined) return { next: next ?? MOST, until: readUntil(until), least: 0 };
  if (next !== undefined || drill !== undefined) return { next: next ?? SHOWN, least: 0 };
  return { next: SHOWN, until: new Date(clock.now() + FAR_MS).toISOString(), least: 1 };
}

function plan({ schedule, holidays }: ScheduledDrill, now: Instant, limits: Limits): Planned[] {
  const { next, until, least } = limits;
  const found: Planned[] = [];
  let held = 0;
  if (next === 0) return found;
  for (const one of planFrom(schedule, now, holidays)) {
    const when = one.kind === 'held' ? one.occurrence.at : one.slot;
    if (until !== undefined && when > until && held >= least) break;
    found.push(one);
    held += one.kind === 'held' ? 1 : 0;
    if (held >= next || found.length >= MOST) break;
  }
  return found;
}

function readUntil(text: string): Instant {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const ms = Date.parse(isDay ? `${text}T23:59:59.999Z` : text);
  const isReal = isDay ? new Date(ms || 0).toISOString().startsWith(text) : /^\d{4}-/.test(text);
  if (!Number.isNaN(ms) && isReal) return new Date(ms).toISOString();
  throw new KunrenError({
    code: 'UNTIL_INVALID',
    message: `"${text}" is not a day or a moment; write e.g. --until 2027-12-31.`,
    class: 'input',
  });
}

function tellJson(io: Io, schedules: Schedules, upcoming: readonly Upcoming[]): void {
  const drills = upcoming.map(({ file, schedule, planned }) => ({
    drill: file.name,
    schedule,
    next: planned.flatMap((one) => (one.kind === 'held' ? [one.occurrence] : [])),
    leftOut: planned.flatMap((one) =>
      one.kind === 'left-out' ? [{ slot: one.slot, why: one.why, because: one.because }] : [],
    ),
  }));
  const errors = schedules.errors.map(({ failure }) => failure.message);
  io.out(JSON.stringify({ drills, unscheduled: namesOf(schedules), errors }));
}

function namesOf({ unscheduled }: Pick<Schedules, 'unscheduled'>): string[] {
  return unscheduled.map(({ name }) => name);
}

interface Entry {
  readonly sort: string;
  readonly cells: readonly string[];
  readonly notes: readonly string[];
}

function linesOf(upcoming: readonly Upcoming[]): string[] {
  const entries = upcoming
    .flatMap(entriesOf)
    .toSorted((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0));
  if (entries.length === 0) return [];
  const [head = '', ...rows] = table(
    ['local time', 'zone', 'UTC', 'drill'],
    entries.map(({ cells }) => cells),
  );
  return [
    head,
    ...rows.flatMap((row, index) => [
      row,
      ...(entries[index]?.notes ?? []).flatMap((note) => foldText(note, '    ', COLUMNS)),
    ]),
  ];
}

function entriesOf({ file, schedule, planned }: Upcoming): Entry[] {
  const { zone } = schedule;
  let leftOut = 0;
  return planned.flatMap((one): Entry[] => {
    if (one.kind === 'held') {
      leftOut = 0;
      const { at, local, why, notes } = one.occurrence;
      const cells = [localOf(local), zone, `${at.slice(5, 16).replace('T', ' ')}Z`, file.name];
      return [{ sort: at, cells, notes: [why, ...notes].map(visibleText) }];
    }
    leftOut += 1;
    if (leftOut > LEFT_OUT_SHOWN) return [];
    const cells = ['left out', zone, '', file.name];
    return [{ sort: one.slot, cells, notes: [`${one.why}: ${one.because}`].map(visibleText) }];
  });
}

function localOf(local: string): string {
  return `${formatDay(local.slice(0, 10)).slice(0, 3)} ${local.replace('T', ' ')}`;
}

/** What the table does not show: drills that nothing reminds of, and people that nobody has named. */
async function tellOthers(io: Io, { scheduled, unscheduled }: Schedules): Promise<void> {
  const anonymous: string[] = [];
  for (const { file } of scheduled) {
    if ((file.drill.people?.participants.length ?? 0) > 0) continue;
    const steps = declareSteps(await loadRunbook(file.drill.runbook));
    if (steps.some(({ kind }) => kind === 'human')) anonymous.push(file.name);
  }
  const lists = [
    ...(scheduled.length === 0 ? ['No drill has a schedule.'] : []),
    ...(unscheduled.length > 0
      ? [`Without a schedule: ${namesOf({ unscheduled }).join(', ')}.`]
      : []),
    ...(anonymous.length > 0
      ? [`Ask people, and name no participants: ${anonymous.join(', ')}. Anybody may act.`]
      : []),
  ];
  if (scheduled.length > 0 && lists.length > 0) io.out('');
  for (const list of lists) for (const line of foldText(list, '', COLUMNS)) io.out(line);
}
