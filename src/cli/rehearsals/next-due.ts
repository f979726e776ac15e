import { judgeDue } from '../../calendar/judge-due.ts';
import { failureOf } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import type { Trigger } from '../../core/trigger.ts';
import type { DrillFile } from '../../drill-file/parse-drill.ts';
import type { Io } from '../io.ts';
import { scheduleOf } from './read-schedules.ts';

/**
 * When the schedule of a drill wants the next rehearsal, if a run that is opened now is one.
 * A schedule that makes no sense keeps nobody from a rehearsal; it is said, and gives nothing.
 */
export async function nextDue(
  io: Io,
  file: DrillFile,
  { openedAt, trigger }: { readonly openedAt: Instant; readonly trigger?: Trigger | undefined },
): Promise<Instant | undefined> {
  try {
    const found = await scheduleOf(file, openedAt);
    if (!found) return undefined;
    const { schedule, holidays } = found;
    const occurrence = trigger?.kind === 'schedule' && { occurrence: trigger.occurrence };
    const last = { openedAt, ...occurrence };
    return judgeDue({ schedule, holidays, now: Date.parse(openedAt), last }).next?.at;
  } catch (error) {
    io.err(`drill: when the next rehearsal is due is not known: ${failureOf(error).message}`);
    return undefined;
  }
}
