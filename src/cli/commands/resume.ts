import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { OutputKind } from '../output-kind.ts';
import { findProject } from '../project.ts';
import { goOnWithRun } from '../reopen-run.ts';
import { runFolder } from '../run-folder.ts';

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
