import { readJournal } from '../journal/read-journal.ts';
import { readLedger } from '../journal/read-ledger.ts';
import { writeReport } from '../report/write-report.ts';
import type { Io } from './io.ts';
import type { Project } from './project.ts';
import { writeIndex } from './write-index.ts';

/**
 * Writes what a run leaves to its readers into the run's folder, from its journal. Whoever adds to a journal calls it
 * afterwards. What a reader should know of it and is no failure is told on stderr.
 * @returns paths of the files written.
 * @throws KunrenError what reading the journal or writing the report throws.
 */
export async function writeEvidence(
  _io: Io,
  { reports }: Project,
  folder: string,
): Promise<readonly string[]> {
  const written = await writeReport(folder, (await readJournal(folder)).records);
  // The page of all runs is a view; that it could not be written takes nothing from this run.
  await writeIndex(reports, readLedger(reports)).catch(() => undefined);
  return written;
}
