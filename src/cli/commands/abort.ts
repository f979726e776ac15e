import { KunrenError } from '../../core/failure.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { osPerson } from '../runs/acting-person.ts';
import { operatorName } from '../runs/process-identity.ts';
import { goOnWithRun } from '../runs/reopen-run.ts';
import { runFolder } from '../runs/run-folder.ts';
import { sendCommand } from '../runs/send-command.ts';

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
