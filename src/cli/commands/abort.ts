import { KunrenError } from '../../core/failure.ts';
import { osPerson } from '../acting-person.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { OutputKind } from '../output-kind.ts';
import { operatorName } from '../process-identity.ts';
import { findProject } from '../project.ts';
import { goOnWithRun } from '../reopen-run.ts';
import { runFolder } from '../run-folder.ts';
import { sendCommand } from '../send-command.ts';

/** `drill abort <run>`: told to the process that drives it, or done here when there is none. */
export async function abort(
  io: Io,
  name: string,
  options: { readonly reason?: string; readonly output: OutputKind },
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const { run, folder } = runFolder(project, name);
  const by = operatorName();
  const { reason, output } = options;
  const why = reason === undefined ? {} : { reason };
  try {
    return await goOnWithRun(io, project, folder, { output, abort: { by, ...why } });
  } catch (error) {
    if (!(error instanceof KunrenError) || error.code !== 'RUN_LOCKED') throw error;
  }
  await sendCommand(folder, run, { type: 'abort', ...why }, osPerson('command'));
  io.out(`${run} is being aborted and cleaned up by the process that drives it.`);
  io.err(`  next: drill watch ${run}`);
  return EXIT.met;
}
