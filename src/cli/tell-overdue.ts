import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellMoment } from '../calendar/tell-moment.ts';
import { KunrenError } from '../core/failure.ts';
import type { Clock, Instant, Ms } from '../core/ports.ts';
import type { Occurrence } from '../core/schedule.ts';
import { readNotifications } from '../drill-file/notifications.ts';
import { type FileLock, lockFile } from '../journal/file-lock.ts';
import { createRedactor } from '../journal/redact.ts';
import { overdueNotice } from '../notify/overdue-notice.ts';
import { scheduleLock } from './claim-occurrence.ts';
import type { Io } from './io.ts';
import { openNotifier } from './open-notifier.ts';
import { processIdentity } from './process-identity.ts';
import type { Project } from './project.ts';
import type { DrillStanding } from './read-standings.ts';

/** A drill whose rehearsal is overdue, by the newest moment that is. */
export interface OverdueDrill extends Pick<DrillStanding, 'file' | 'environment' | 'last'> {
  readonly occurrence: Occurrence;
}

/** Beside the runs, so that whatever keeps them keeps it too. By drill: the newest moment that was told. */
const TOLD_FILE = 'overdue-told.json';

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
 * stands in `reports/`. As with all notices, one that cannot be delivered is given up, and said.
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
    const told = readTold(project);
    const fresh = overdue.filter(({ file, occurrence }) => !isTold(told, file.name, occurrence));
    if (fresh.length === 0) return;
    const notifier = openNotifier(io, project, { clock, redact: createRedactor().redact });
    for (const one of fresh) notifier.notify(noticeOf(one, clock.now()));
    await notifier.close(PATIENCE_MS);
    const now = fresh.map(({ file, occurrence }) => [file.name, occurrence.at] as const);
    writeTold(project, { ...told, ...Object.fromEntries(now) });
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

function noticeOf({ file, environment, last, occurrence }: OverdueDrill, now: Ms) {
  return overdueNotice({
    drill: file.drill,
    environment: environment.name,
    wanted: tellMoment(occurrence, file.drill.schedule?.zone ?? 'UTC'),
    lateMs: now - Date.parse(occurrence.at),
    last: last?.run,
  });
}

type Told = { readonly [drill: string]: Instant };

function isTold(told: Told, drill: string, { at }: Occurrence): boolean {
  return (told[drill] ?? '') >= at;
}

/** Where it cannot be read it is told once more, which is better than never. */
function readTold({ reports }: Project): Told {
  try {
    const told: unknown = JSON.parse(readFileSync(join(reports, TOLD_FILE), 'utf8'));
    const entries = Object.entries(told ?? {}).filter(([, at]) => typeof at === 'string');
    return Object.fromEntries(entries) as Told;
  } catch {
    return {};
  }
}

function writeTold({ reports }: Project, told: Told): void {
  const path = join(reports, TOLD_FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(told, null, 2)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}
