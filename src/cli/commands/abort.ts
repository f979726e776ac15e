import { randomUUID } from 'node:crypto';
import { KunrenError } from '../../core/failure.ts';
import { postCommand } from '../../journal/inbox.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { OutputKind } from '../output-kind.ts';
import { operatorName } from '../process-identity.ts';
import { findProject } from '../project.ts';
import { goOnWithRun } from '../reopen-run.ts';
import { runFolder } from '../run-folder.ts';
import { systemClock } from '../system-clock.ts';

const PATIENCE_MS = 15_000;

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
  const reply = await postCommand(folder, { type: 'abort', ...why }, by, {
    clock: systemClock,
    id: randomUUID(),
    timeoutMs: PATIENCE_MS,
  });
  if (!reply) {
    throw new KunrenError({
      code: 'RUN_SILENT',
      message: `The process that drives ${run} did not answer within ${PATIENCE_MS / 1000} s.`,
      details: { run },
    });
  }
  if (!reply.accepted) {
    throw new KunrenError({
      code: 'COMMAND_REFUSED',
      message: reply.reason ?? 'The run refused the command.',
      class: 'input',
      details: { run },
    });
  }
  io.out(`${run} is being aborted and cleaned up by the process that drives it.`);
  io.err(`  next: drill watch ${run}`);
  return EXIT.met;
}
