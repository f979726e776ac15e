import { foldRecords } from '../../core/fold-record.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { readLedger } from '../../journal/read-ledger.ts';
import { lockRun } from '../../journal/run-lock.ts';
import { writeReport } from '../../report/write-report.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { processIdentity } from '../runs/process-identity.ts';
import { systemClock } from '../system-clock.ts';
import { projectLanguage } from './project-language.ts';
import { writeIndex } from './write-index.ts';
import { writeManifest } from './write-manifest.ts';

/**
 * Writes what a run leaves to its readers into the run's folder, from its journal: the report and, when the run has
 * ended, the manifest of the folder and its signature. Whoever adds to a journal calls it afterwards. What a reader
 * should know of it and is no failure is told on stderr.
 * @returns paths of the files written.
 * @throws KunrenError `EVIDENCE_NOT_WRITTEN`, `RUN_LOCKED`, and what reading the journal or writing the report throws.
 */
export async function writeEvidence(
  io: Io,
  project: Project,
  folder: string,
  { mayAsk = false }: { readonly mayAsk?: boolean } = {},
): Promise<readonly string[]> {
  const written = await writeRun(io, project, folder, mayAsk);
  // The page of all runs is a view; that it could not be written takes nothing from this run.
  const { reports } = project;
  await writeIndex(reports, readLedger(reports), projectLanguage(project)).catch(() => undefined);
  return written;
}

async function writeRun(
  io: Io,
  project: Project,
  folder: string,
  mayAsk: boolean,
): Promise<readonly string[]> {
  const { records } = await readJournal(folder);
  if (foldRecords(records).phase !== 'finished') return await writeReport(folder, records);
  // What is hashed must not change meanwhile.
  const lock = await lockRun(folder, processIdentity(systemClock), systemClock);
  try {
    const { records } = await readJournal(folder);
    const state = foldRecords(records);
    const report = await writeReport(folder, records);
    const manifest = await writeManifest(io, project, { folder, state, mayAsk });
    return [...report, ...manifest];
  } finally {
    lock.release();
  }
}
