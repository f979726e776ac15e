import { readJournal } from '../journal/read-journal.ts';
import { writeReport } from '../report/write-report.ts';
import type { Io } from './io.ts';
import type { Project } from './project.ts';

/**
 * Writes what a run leaves to its readers into the run's folder, from its journal. Whoever adds to a journal calls it
 * afterwards. What a reader should know of it and is no failure is told on stderr.
 * @returns paths of the files written.
 * @throws KunrenError what reading the journal or writing the report throws.
 */
export async function writeEvidence(
  _io: Io,
  _project: Project,
  folder: string,
): Promise<readonly string[]> {
  return await writeReport(folder, (await readJournal(folder)).records);
}
