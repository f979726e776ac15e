import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Instant, Ms } from '../../core/ports.ts';
import type { ProcessIdentity } from '../../core/record.ts';
import { type FileLock, lockFile } from '../../journal/file-lock.ts';
import { readLedger } from '../../journal/read-ledger.ts';
import type { Project } from '../project.ts';

/** Beside the runs, where every process of the project finds it; its name keeps it out of all lists of runs. */
const LOCKS = '.schedule';

/** Another one only writes its first record meanwhile. */
const PATIENCE_MS: Ms = 5000;

/** A clock may be set back a little between the look that finds a moment due and the start. */
const EARLY_MS: Ms = 60_000;

/** The path of a lock that belongs to the schedules of a project. */
export function scheduleLock({ reports }: Project, name: string): string {
  const folder = join(reports, LOCKS);
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.lock`);
}

/**
 * Makes sure that a moment of a schedule has no run yet, and keeps others from starting one until it is released: two
 * processes may both have found it due, and whoever was killed may have left a child that is about to start.
 * @throws KunrenError `OCCURRENCE_TAKEN`, `OCCURRENCE_AHEAD`
 */
export async function claimOccurrence(
  project: Project,
  drill: string,
  occurrence: Instant,
  {
    patienceMs = PATIENCE_MS,
    ...options
  }: {
    readonly holder: ProcessIdentity;
    readonly clock: Pick<Clock, 'now'>;
    /** @default 5 s */
    readonly patienceMs?: Ms;
  },
): Promise<FileLock> {
  if (Date.parse(occurrence) > options.clock.now() + EARLY_MS) throw ahead(drill, occurrence);
  const claim = await lockFile(scheduleLock(project, drill), {
    ...options,
    patienceMs,
    taken: () => taken(drill, occurrence),
  });
  const earlier = readLedger(project.reports).runs.find(
    ({ opened: { drill: of, trigger } }) =>
      of.name === drill && trigger?.kind === 'schedule' && trigger.occurrence === occurrence,
  );
  if (!earlier) return claim;
  claim.release();
  throw taken(drill, occurrence, earlier.run);
}

function taken(drill: string, occurrence: Instant, run?: string): KunrenError {
  return new KunrenError({
    code: 'OCCURRENCE_TAKEN',
    message:
      `${drill} has a run for ${occurrence} already: ` +
      `${run ?? 'another process is starting it'}. A moment of a schedule has one.`,
    class: 'input',
    ...(run !== undefined && { details: { run } }),
  });
}

function ahead(drill: string, occurrence: Instant): KunrenError {
  return new KunrenError({
    code: 'OCCURRENCE_AHEAD',
    message: `${occurrence} has not come yet. With a run for it, ${drill} would count as rehearsed until then.`,
    class: 'input',
    details: { drill },
  });
}
