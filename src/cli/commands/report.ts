import { aboutRun } from '../about-run.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { findProject } from '../project.ts';
import { runFolder } from '../run-folder.ts';
import { writeEvidence } from '../write-evidence.ts';

/** `drill report <run>`: the same journal gives the same files, byte for byte. */
export async function report(io: Io, name: string): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const { run, folder } = runFolder(project, name);
  const written = await aboutRun(run, () => writeEvidence(io, project, folder, { mayAsk: true }));
  for (const file of written) io.out(file);
  return EXIT.met;
}
