import { join } from 'node:path';
import type { Person } from '../../core/person.ts';
import type { OperatorCommand } from '../../core/record.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode, exitCodeOfRun } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { aboutRun } from '../runs/about-run.ts';
import { answeringPerson } from '../runs/acting-person.ts';
import { followJournal } from '../runs/follow-journal.ts';
import { readAttachment } from '../runs/read-attachment.ts';
import { runFolder } from '../runs/run-folder.ts';
import { sendCommand } from '../runs/send-command.ts';
import { showRun } from '../runs/show-run.ts';
import { systemClock } from '../system-clock.ts';

/** `drill watch <run>`: shows a run that another process drives, and passes commands on to it. */
export async function watch(
  io: Io,
  name: string,
  options: { readonly output: OutputKind },
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const { run, folder } = runFolder(project, name);
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
  const following = { signal: leaving.signal, clock: systemClock };
  const feed = await aboutRun(run, () => followJournal(folder, following));
  const { environment } = feed.get().state;
  // Asked once, and only when it is needed: most who watch say nothing.
  let person: Promise<Person> | undefined;
  // What it throws, the screen shows as the reason of a refusal.
  const send = async (command: OperatorCommand, content?: Buffer) => {
    person ??= answeringPerson(io, environment, project);
    await sendCommand(folder, run, command, await person, content);
    return { accepted: true };
  };
  const view = await showRun(io, {
    feed,
    clock: systemClock,
    output: options.output,
    detachable: true,
    reportPath: join(folder, 'report.html'),
    onCommand: send,
    onAttach: async (task, path) => {
      const { file, content } = await readAttachment(path);
      return await send({ type: 'answer', task, file }, content);
    },
  });
  await Promise.race([view.closed, feed.ended]);
  leaving.abort();
  const { state } = feed.get();
  await view.end(state.phase === 'finished');
  return state.phase === 'finished' ? exitCodeOfRun(state) : EXIT.met;
}
