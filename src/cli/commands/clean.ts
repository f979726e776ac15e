import { join } from 'node:path';
import type { Leftover } from '../../activities/leftovers.ts';
import type { Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import type { RunState } from '../../core/run-state.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import { cleanAfterRun } from '../../engine/clean-after-run.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { createRedactor } from '../../journal/redact.ts';
import { writeEvidence } from '../evidence/write-evidence.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import { reportFailure } from '../program/report-failure.ts';
import { findProject, type Project } from '../project.ts';
import { aboutRun } from '../runs/about-run.ts';
import { type OpenedEnvironment, openEnvironment } from '../runs/open-environment.ts';
import { processIdentity } from '../runs/process-identity.ts';
import { reopenRun } from '../runs/reopen-run.ts';
import { runFolder, runNames } from '../runs/run-folder.ts';
import { systemClock } from '../system-clock.ts';

interface CleanOptions {
  readonly all: boolean;
  readonly env?: string;
}

/**
 * `drill clean [run]`. Removes only what stands in a run's journal here *and* carries that run's tag in the cloud;
 * what merely carries a tag is listed, with the way to remove it by hand.
 */
export async function clean(
  io: Io,
  name: string | undefined,
  options: CleanOptions,
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  if (name !== undefined) return await cleanOne(io, project, runFolder(project, name).run);
  const found = await findTagged(io, project, options);
  if (!options.all) return list(io, project, found);
  const tagged = new Set(found.map(({ run }) => run));
  const codes: ExitCode[] = [];
  for (const run of runNames(project)) {
    codes.push(await cleanIfLeft(io, project, run, tagged.has(run)));
  }
  const remaining = await findTagged(io, project, options);
  list(io, project, remaining);
  if (remaining.length > 0) {
    throw new KunrenError({
      code: 'LEFTOVERS_REMAIN',
      message: `${remaining.length} tagged resources remain; those without a journal here are never removed by this tool.`,
      class: 'safety',
    });
  }
  return codes.find((code) => code !== EXIT.met) ?? EXIT.met;
}

async function cleanIfLeft(
  io: Io,
  project: Project,
  run: string,
  isTagged: boolean,
): Promise<ExitCode> {
  try {
    const state = foldRecords((await readJournal(join(project.reports, run))).records);
    if (left(state).length === 0 && !isTagged) return EXIT.met;
    if (state.phase === 'finished') return await cleanOne(io, project, run);
    io.err(`${run} has not ended: drill resume ${run}, or drill abort ${run}`);
    return EXIT.failed;
  } catch (error) {
    io.err(`${run}:`);
    return await reportFailure(io, error);
  }
}

async function cleanOne(io: Io, project: Project, run: string): Promise<ExitCode> {
  const folder = join(project.reports, run);
  return await aboutRun(run, async () => {
    const { journal, ...reopened } = await reopenRun(io, project, folder, { readsSource: false });
    const { runbook, records, opened, redactor, clock } = reopened;
    let state = foldRecords(records);
    try {
      // The journal may say that something is gone, and a call that was on its way then has made it after all.
      const seen = (await leftoversIn(opened)).filter((one) => one.run === run);
      if (state.phase === 'finished' && left(state).length === 0 && seen.length === 0) {
        const proven = state.resources.length;
        io.out(`${run}: nothing is left; ${proven} removals are proven in its journal`);
        return EXIT.met;
      }
      state = await cleanAfterRun(
        {
          runbook,
          journal,
          records,
          process: processIdentity(clock),
          clock,
          random: Math.random,
          secrets: redactor.vault,
          services: opened.services,
        },
        new Set(seen.map(({ id }) => id)),
      );
    } finally {
      await journal.close();
    }
    await writeEvidence(io, project, folder);
    for (const { resource, status, proof, failure } of state.resources) {
      const why = proof ? `${proof.call} → ${proof.observed}` : (failure?.message ?? '');
      io.out(`${run}: ${resource.type} ${resource.id} ${status}  ${why}`);
    }
    return left(state).length === 0 ? EXIT.met : EXIT.failed;
  });
}

function left(state: RunState) {
  return state.resources.filter(({ status }) => status !== 'released' && status !== 'handed-over');
}

interface Tagged extends Leftover {
  readonly environment: Environment;
}

/** What carries a run's tag in the cloud, whether its journal is here or not. */
async function findTagged(io: Io, project: Project, { env }: CleanOptions): Promise<Tagged[]> {
  const all = readEnvironments(project.environments);
  const found: Tagged[] = [];
  for (const declared of env === undefined ? all : [findEnvironment(all, env)]) {
    const { vault } = createRedactor();
    const opened = await openEnvironment(io, declared, {
      project,
      clock: systemClock,
      secrets: vault,
    });
    const { environment } = opened;
    found.push(...(await leftoversIn(opened)).map((one) => ({ ...one, environment })));
  }
  return found;
}

async function leftoversIn(opened: OpenedEnvironment): Promise<readonly Leftover[]> {
  const { findLeftovers } = await import('../../activities/leftovers.ts');
  const signal = AbortSignal.timeout(60_000);
  const scope = { activity: 'clean', signal, onCall: () => undefined };
  const { region, otherRegions = [] } = opened.environment;
  return await findLeftovers(opened.services(scope), [region, ...otherRegions]);
}

function list(io: Io, project: Project, found: readonly Tagged[]): ExitCode {
  const known = new Set(runNames(project));
  for (const one of found) {
    io.out(
      `${one.environment.name}: ${one.type} ${one.id} in ${one.region} (${one.status}) of run ${one.run}`,
    );
    io.out(known.has(one.run) ? `  next: drill clean ${one.run}` : byHand(one));
  }
  if (found.length === 0) io.out('No run has left anything behind.');
  return EXIT.met;
}

function byHand({ id, region, environment: { endpointUrl } }: Tagged): string {
  const where = endpointUrl === undefined ? '' : ` --endpoint-url ${endpointUrl}`;
  return (
    '  its journal is not here, so it is not touched; if it is yours:\n' +
    `  aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier ${id} --region ${region}${where}`
  );
}
