import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import type { RunState } from '../../core/run-state.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import { cleanAfterRun } from '../../engine/clean-after-run.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { createRedactor } from '../../journal/redact.ts';
import { writeReport } from '../../report/write-report.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { openEnvironment } from '../open-environment.ts';
import { processIdentity } from '../process-identity.ts';
import { findProject, type Project } from '../project.ts';
import { reopenRun } from '../reopen-run.ts';
import { reportFailure } from '../report-failure.ts';
import { runFolder, runNames } from '../run-folder.ts';
import { systemClock } from '../system-clock.ts';

/**
 * `drill clean [run]`. Removes only what stands in a run's journal here *and* carries that run's tag in the cloud;
 * what merely carries a tag is listed, with the way to remove it by hand.
 */
export async function clean(
  io: Io,
  name: string | undefined,
  options: { readonly all: boolean; readonly env?: string },
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  if (name !== undefined) return await cleanOne(io, project, runFolder(project, name).folder);
  const codes: ExitCode[] = [];
  if (options.all) {
    for (const run of runNames(project)) codes.push(await cleanIfLeft(io, project, run));
  }
  codes.push(await listLeftovers(io, project, options));
  return codes.find((code) => code !== EXIT.met) ?? EXIT.met;
}

async function cleanIfLeft(io: Io, project: Project, run: string): Promise<ExitCode> {
  const folder = join(project.reports, run);
  try {
    const state = foldRecords((await readJournal(folder)).records);
    if (left(state).length === 0) return EXIT.met;
    if (state.phase === 'finished') return await cleanOne(io, project, folder);
    io.err(`${run} has not ended: drill resume ${run}, or drill abort ${run}`);
    return EXIT.failed;
  } catch (error) {
    io.err(`${run}:`);
    return await reportFailure(io, error);
  }
}

async function cleanOne(io: Io, project: Project, folder: string): Promise<ExitCode> {
  const before = foldRecords((await readJournal(folder)).records);
  if (before.phase === 'finished' && left(before).length === 0) {
    io.out(
      `${before.run}: nothing is left; ${before.resources.length} removals are proven in its journal`,
    );
    return EXIT.met;
  }
  const { runbook, journal, records, opened, redactor, clock } = await reopenRun(
    io,
    project,
    folder,
  );
  try {
    const state = await cleanAfterRun({
      runbook,
      journal,
      records,
      process: processIdentity(clock),
      clock,
      random: Math.random,
      secrets: redactor.vault,
      services: opened.services,
    });
    for (const { resource, status, proof, failure } of state.resources) {
      const why = proof ? `${proof.call} → ${proof.observed}` : (failure?.message ?? '');
      io.out(`${state.run}: ${resource.type} ${resource.id} ${status}  ${why}`);
    }
    return left(state).length === 0 ? EXIT.met : EXIT.failed;
  } finally {
    await journal.close();
    await writeReport(folder, (await readJournal(folder)).records);
  }
}

function left(state: RunState) {
  return state.resources.filter(({ status }) => status !== 'released');
}

/** What carries a run's tag in the cloud, whether its journal is here or not. */
async function listLeftovers(
  io: Io,
  project: Project,
  options: { readonly all: boolean; readonly env?: string },
): Promise<ExitCode> {
  const environments = readEnvironments(project.environments);
  const wanted =
    options.env === undefined ? environments : [findEnvironment(environments, options.env)];
  const { findLeftovers } = await import('../../activities/leftovers.ts');
  const known = new Set(runNames(project));
  let found = 0;
  for (const declared of wanted) {
    const { vault } = createRedactor();
    const { services, environment } = await openEnvironment(io, declared, {
      project,
      clock: systemClock,
      secrets: vault,
    });
    const signal = AbortSignal.timeout(60_000);
    const scope = { activity: 'clean', signal, onCall: () => undefined };
    const leftovers = await findLeftovers(services(scope), environment.region);
    for (const { type, id, run, status } of leftovers) {
      found += 1;
      io.out(`${environment.name}: ${type} ${id} (${status}) of run ${run}`);
      io.out(known.has(run) ? `  next: drill clean ${run}` : byHand(id, environment.region));
    }
  }
  if (found === 0) io.out('No run has left anything behind.');
  if (found > 0 && options.all) {
    throw new KunrenError({
      code: 'LEFTOVERS_REMAIN',
      message: `${found} tagged resources remain; those without a journal here are never removed by this tool.`,
      class: 'safety',
    });
  }
  return EXIT.met;
}

function byHand(id: string, region: string): string {
  return (
    '  its journal is not here, so it is not touched; if it is yours:\n' +
    `  aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier ${id} --region ${region}`
  );
}
