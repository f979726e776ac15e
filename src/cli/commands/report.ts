import { readJournal } from '../../journal/read-journal.ts';
import { writeReport } from '../../report/write-report.ts';
import { aboutRun } from '../about-run.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { findProject } from '../project.ts';
import { runFolder } from '../run-folder.ts';

/** `drill report <run>`: the same journal gives the same files, byte for byte. */
export async function report(io: Io, name: string): Promise<ExitCode> {
  const { run, folder } = runFolder(findProject(io.cwd), name);
  const { records } = await aboutRun(run, () => readJournal(folder));
  for (const file of await writeReport(folder, records)) io.out(file);
  return EXIT.met;
}
