import { randomUUID } from 'node:crypto';
import { KunrenError } from '../../core/failure.ts';
import type { Person } from '../../core/person.ts';
import type { OperatorCommand } from '../../core/record.ts';
import { postCommand } from '../../journal/inbox.ts';
import { isRunLocked } from '../../journal/run-lock.ts';
import { systemClock } from '../system-clock.ts';

const PATIENCE_MS = 15_000;

/**
 * Tells the process that drives a run, and waits until it has taken the command.
 * @param content of the command's file
 * @throws KunrenError `RUN_NOT_DRIVEN`, `RUN_SILENT` or `COMMAND_REFUSED`.
 */
export async function sendCommand(
  folder: string,
  run: string,
  command: OperatorCommand,
  by: string | Person,
  content?: Buffer,
): Promise<void> {
  if (!(await isRunLocked(folder))) {
    throw new KunrenError({
      code: 'RUN_NOT_DRIVEN',
      message: `No process drives ${run}, so nobody can take it. Resume it first.`,
      class: 'input',
      details: { run },
    });
  }
  const reply = await postCommand(folder, command, by, {
    clock: systemClock,
    id: randomUUID(),
    timeoutMs: PATIENCE_MS,
    content,
  });
  if (!reply) {
    throw new KunrenError({
      code: 'RUN_SILENT',
      message: `The process that drives ${run} did not answer within ${PATIENCE_MS / 1000} s.`,
      details: { run },
    });
  }
  if (reply.accepted) return;
  throw new KunrenError({
    code: 'COMMAND_REFUSED',
    message: reply.reason ?? 'The run refused the command.',
    class: 'input',
    details: { run },
  });
}
