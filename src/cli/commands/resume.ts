import type { Io } from '../io.ts';
import type { ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { goOnWithRun } from '../runs/reopen-run.ts';
import { runFolder } from '../runs/run-folder.ts';

/** `drill resume <run>` */
export async function resume(
  io: Io,
  name: string,
  options: { readonly output: OutputKind },
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const { folder } = runFolder(project, name);
  return await goOnWithRun(io, project, folder, options);
}
