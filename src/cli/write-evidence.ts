import { failureOf, KunrenError } from '../core/failure.ts';
import { foldRecords } from '../core/fold-record.ts';
import type { RunState } from '../core/run-state.ts';
import { describeRun } from '../evidence/describe-run.ts';
import { hashFiles } from '../evidence/list-files.ts';
import { MANIFEST_FILE, manifestText } from '../evidence/manifest.ts';
import { readJournal } from '../journal/read-journal.ts';
import { readLedger } from '../journal/read-ledger.ts';
import { lockRun } from '../journal/run-lock.ts';
import { replaceFiles, writeReport } from '../report/write-report.ts';
import type { Io } from './io.ts';
import { processIdentity } from './process-identity.ts';
import type { Project } from './project.ts';
import { systemClock } from './system-clock.ts';
import { TOOL } from './version.ts';
import { writeIndex } from './write-index.ts';

/**
 * Writes what a run leaves to its readers into the run's folder, from its journal: the report and, when the run has
 * ended, the manifest of the folder. Whoever adds to a journal calls it afterwards. What a reader should know of it and
 * is no failure is told on stderr.
 * @returns paths of the files written.
 * @throws KunrenError `EVIDENCE_NOT_WRITTEN`, `RUN_LOCKED`, and what reading the journal or writing the report throws.
 */
export async function writeEvidence(
  io: Io,
  project: Project,
  folder: string,
): Promise<readonly string[]> {
  const written = await writeRun(io, project, folder);
  // The page of all runs is a view; that it could not be written takes nothing from this run.
  const { reports } = project;
  await writeIndex(reports, readLedger(reports)).catch(() => undefined);
  return written;
}

async function writeRun(io: Io, project: Project, folder: string): Promise<readonly string[]> {
  const { records } = await readJournal(folder);
  if (foldRecords(records).phase !== 'finished') return await writeReport(folder, records);
  // What is hashed must not change meanwhile.
  const lock = await lockRun(folder, processIdentity(systemClock), systemClock);
  try {
    const { records } = await readJournal(folder);
    const report = await writeReport(folder, records);
    return [...report, ...(await writeManifest(io, project, folder, foldRecords(records)))];
  } finally {
    lock.release();
  }
}

async function writeManifest(
  _io: Io,
  _project: Project,
  folder: string,
  state: RunState,
): Promise<string[]> {
  try {
    const text = manifestText({
      ...describeRun(state),
      tool: TOOL,
      signing: null,
      files: await hashFiles(folder),
    });
    return await replaceFiles(folder, new Map([[MANIFEST_FILE, text]]));
  } catch (error) {
    throw new KunrenError(
      {
        code: 'EVIDENCE_NOT_WRITTEN',
        message: `The manifest could not be written into ${folder}: ${failureOf(error).message}. Nothing is lost: it can be made again.`,
        class: 'environment',
        details: { run: state.run },
      },
      { cause: error },
    );
  }
}
