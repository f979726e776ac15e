import { resolve } from 'node:path';
import { occurrences } from '../../calendar/occurrences.ts';
import { type CalendarEntry, toIcs } from '../../calendar/to-ics.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Clock } from '../../core/ports.ts';
import type { Occurrence } from '../../core/schedule.ts';
import { visibleText } from '../../report/visible-text.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import { findProject } from '../project.ts';
import { readSchedules, type ScheduledDrill, tellErrors } from '../rehearsals/read-schedules.ts';
import { systemClock } from '../system-clock.ts';
import { writeOut } from '../write-out.ts';

/** A year of quarters. */
const SHOWN = 4;

/** `drill schedule ics`: the next rehearsals as a file that calendars take. */
export async function scheduleIcs(
  io: Io,
  options: { readonly next?: number; readonly out?: string },
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<ExitCode> {
  const now = new Date(clock.now()).toISOString();
  const schedules = await readSchedules(findProject(io.cwd), now);
  const entries = schedules.scheduled
    .flatMap((one) =>
      occurrences(one.schedule, now, options.next ?? SHOWN, one.holidays).map((occurrence) =>
        toEntry(one, occurrence),
      ),
    )
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const text = toIcs(entries, now);
  if (options.out === undefined) io.out(text);
  else {
    writeOut(resolve(io.cwd, options.out), text);
    io.err(`drill: wrote ${entries.length} rehearsals to ${options.out}`);
  }
  tellErrors(io, schedules);
  return schedules.errors.length === 0 ? EXIT.met : EXIT.badInput;
}

function sortKey({ drill, occurrence }: CalendarEntry): string {
  return `${occurrence.at} ${drill}`;
}

function toEntry({ file, schedule }: ScheduledDrill, occurrence: Occurrence): CalendarEntry {
  const { name, title, objectives, people } = file.drill;
  const { rtoMs, rpoMs } = objectives;
  const rpo = rpoMs === undefined ? '' : `, RPO ${formatDuration(rpoMs)}`;
  return {
    drill: name,
    title: visibleText(title),
    occurrence,
    durationMs: rtoMs,
    participants: people?.participants ?? [],
    remindMs: schedule.remindMs,
    description: [
      [occurrence.why, ...occurrence.notes].map(visibleText).join('\n'),
      `${occurrence.local.replace('T', ' ')} ${schedule.zone}`,
      `Objectives: RTO ${formatDuration(rtoMs)}${rpo}`,
      `drill run ${name} --trigger schedule --occurrence ${occurrence.at}`,
    ].join('\n'),
  };
}
