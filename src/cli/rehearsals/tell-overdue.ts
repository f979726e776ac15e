import { tellMoment } from '../../calendar/tell-moment.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Ms } from '../../core/ports.ts';
import type { Occurrence } from '../../core/schedule.ts';
import { readNotifications } from '../../drill-file/notifications.ts';
import { type FileLock, lockFile } from '../../journal/file-lock.ts';
import { createRedactor } from '../../journal/redact.ts';
import { overdueNotice } from '../../notify/overdue-notice.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { openNotifier } from '../runs/open-notifier.ts';
import { processIdentity } from '../runs/process-identity.ts';
import { scheduleLock } from './claim-occurrence.ts';
import { isTold, readTold, type Telling, withTold, writeTold } from './overdue-told.ts';
import type { DrillStanding } from './read-standings.ts';

/** A drill whose rehearsal is overdue, by the newest moment that is. */
export interface OverdueDrill extends Pick<DrillStanding, 'file' | 'environment' | 'last'> {
  readonly occurrence: Occurrence;
}

/** Time that the notices get to be delivered. */
const PATIENCE_MS: Ms = 20_000;

/** The drill, if it is overdue. */
export function overdueOf({
  file,
  environment,
  last,
  due,
}: Pick<DrillStanding, 'file' | 'environment' | 'last' | 'due'>): OverdueDrill[] {
  const occurrence = due?.overdue.at(-1);
  return occurrence ? [{ file, environment, ...(last && { last }), occurrence }] : [];
}

/**
 * Tells people of rehearsals that are overdue, of each moment once, whoever finds out and however often: what was told
 * stands in `reports/`. A notice that no channel took is said, and sent again for a day.
 */
export async function tellOverdue(
  io: Io,
  project: Project,
  { overdue, clock }: { readonly overdue: readonly OverdueDrill[]; readonly clock: Clock },
): Promise<void> {
  if (overdue.length === 0 || readNotifications(project.notifications).length === 0) return;
  const lock = await lockTelling(project, clock);
  if (!lock) return;
  try {
    const now = clock.now();
    let told = readTold(project);
    const fresh = overdue.filter((one) => !isTold(told, tellingOf(one), now));
    if (fresh.length === 0) return;
    const notifier = openNotifier(io, project, { clock, redact: createRedactor().redact });
    const sent = fresh.map((one) => ({ one, notice: noticeOf(one, now) }));
    for (const { notice } of sent) notifier.notify(notice);
    const undelivered = await notifier.close(PATIENCE_MS);
    for (const { one, notice } of sent) {
      const isTaken = !undelivered.has(notice);
      told = withTold(told, tellingOf(one), { isTaken, now });
    }
    await writeTold(project, told);
  } finally {
    lock.release();
  }
}

/** `undefined`: another process tells them. */
async function lockTelling(project: Project, clock: Clock): Promise<FileLock | undefined> {
  const taken = new KunrenError({
    code: 'SCHEDULE_LOCKED',
    message: 'Another process tells what is overdue.',
    class: 'input',
  });
  try {
    const holder = processIdentity(clock);
    // No drill has a point in its name.
    return await lockFile(scheduleLock(project, 'overdue.notices'), {
      holder,
      clock,
      taken: () => taken,
    });
  } catch (error) {
    if (error === taken) return undefined;
    throw error;
  }
}

function tellingOf({ file, environment, occurrence: { at } }: OverdueDrill): Telling {
  return { of: `${file.name} in ${environment.name}`, at };
}

function noticeOf({ file, environment, last, occurrence }: OverdueDrill, now: Ms) {
  return overdueNotice({
    drill: file.drill,
    environment: environment.name,
    wanted: tellMoment(occurrence, file.drill.schedule?.zone ?? 'UTC'),
    lateMs: now - Date.parse(occurrence.at),
    last: last?.run,
  });
}
