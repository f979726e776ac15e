import { lookAtSubjects } from '../../activities/architecture/look-at-architecture.ts';
import {
  type Architecture,
  type ArchitecturePart,
  type ArchitectureSubject,
  subjectKey,
} from '../../core/architecture.ts';
import { type ArchitectureChanges, compareArchitecture } from '../../core/compare-architecture.ts';
import type { Environment } from '../../core/drill.ts';
import { failureOf } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import type { RunSummary } from '../../core/run-summary.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { createRedactor } from '../../journal/redact.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { openEnvironment } from '../runs/open-environment.ts';

/** A run, and the environment as it is declared now. */
export interface RunInEnvironment {
  readonly run: RunSummary;
  readonly environment: Environment;
}

/**
 * Compares what runs have recorded of how that which they exercised was set up with what there is now; by the name of the
 * run. Only reads. What cannot be looked at is not compared, and that is told: it throws for nothing that AWS does.
 */
export async function compareArchitectures(
  io: Io,
  project: Project,
  { runs, clock }: { readonly runs: readonly RunInEnvironment[]; readonly clock: Clock },
): Promise<ReadonlyMap<string, ArchitectureChanges>> {
  const changes = new Map<string, ArchitectureChanges>();
  const all = await Promise.all(runs.map(async (one) => ({ ...one, recorded: await read(one) })));
  for (const own of Map.groupBy(all, ({ environment }) => environment.name).values()) {
    const [{ environment } = { environment: undefined }] = own;
    if (!environment) continue;
    const looked = await look(io, project, { environment, subjects: subjectsOf(own), clock });
    for (const { run, recorded } of own) changes.set(run.run, compare(recorded, looked));
  }
  return changes;
}

/** What was found, or why nothing was: a sentence. */
type Found<T> = T | string;

async function read({ run }: RunInEnvironment): Promise<Found<Architecture>> {
  try {
    const { records } = await readJournal(run.folder);
    const found = records.findLast(
      ({ type, data }) => type === 'activity.succeeded' && data.architecture !== undefined,
    );
    if (found?.type === 'activity.succeeded' && found.data.architecture) {
      return found.data.architecture;
    }
    return `${run.run} has not recorded how what it exercised was set up`;
  } catch (error) {
    return failureOf(error).message;
  }
}

function subjectsOf(runs: readonly { readonly recorded: Found<Architecture> }[]) {
  const parts = runs.flatMap(({ recorded }) =>
    typeof recorded === 'string' ? [] : recorded.parts,
  );
  return [...new Map(parts.map(({ subject }) => [subjectKey(subject), subject])).values()];
}

async function look(
  io: Io,
  project: Project,
  {
    environment: declared,
    subjects,
    clock,
  }: {
    readonly environment: Environment;
    readonly subjects: readonly ArchitectureSubject[];
    readonly clock: Clock;
  },
): Promise<Found<readonly ArchitecturePart[]>> {
  if (subjects.length === 0) return [];
  try {
    const { vault: secrets } = createRedactor();
    const opened = await openEnvironment(io, declared, {
      project,
      clock,
      secrets,
      readsSource: false,
    });
    const { signal } = new AbortController();
    const { region, kind } = opened.environment;
    const activity = 'architecture.look';
    return await lookAtSubjects(
      {
        run: 'due',
        drill: 'due',
        activity,
        region,
        environment: kind,
        signal,
        clock,
        secrets,
        tags: {},
        services: opened.services({ activity, signal, onCall: () => undefined }),
      },
      subjects,
    );
  } catch (error) {
    return `${declared.name} cannot be looked at: ${failureOf(error).message}`;
  }
}

function compare(
  then: Found<Architecture>,
  now: Found<readonly ArchitecturePart[]>,
): ArchitectureChanges {
  if (typeof then === 'string') return { differences: [], notCompared: [then] };
  if (typeof now === 'string') return { differences: [], notCompared: [now] };
  const own = new Set(then.parts.map(({ subject }) => subjectKey(subject)));
  return compareArchitecture(
    then.parts,
    now.filter(({ subject }) => own.has(subjectKey(subject))),
  );
}
