import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { postCommand } from '../../journal/inbox.ts';
import { aboutRun } from '../about-run.ts';
import { EXIT, type ExitCode, exitCodeOfRun } from '../exit-code.ts';
import { followJournal } from '../follow-journal.ts';
import type { Io } from '../io.ts';
import type { OutputKind } from '../output-kind.ts';
import { operatorName } from '../process-identity.ts';
import { findProject } from '../project.ts';
import { runFolder } from '../run-folder.ts';
import { showRun } from '../show-run.ts';
import { systemClock } from '../system-clock.ts';

const PATIENCE_MS = 15_000;

/** `drill watch <run>`: shows a run that another process drives, and passes commands on to it. */
export async function watch(
  io: Io,
  name: string,
  options: { readonly output: OutputKind },
): Promise<ExitCode> {
  const { run, folder } = runFolder(findProject(io.cwd), name);
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
  const following = { signal: leaving.signal, clock: systemClock };
  const feed = await aboutRun(run, () => followJournal(folder, following));
  const view = await showRun(io, {
    feed,
    clock: systemClock,
    output: options.output,
    detachable: true,
    reportPath: join(folder, 'report.html'),
    onCommand: async (command) => {
      const reply = await postCommand(folder, command, operatorName(), {
        clock: systemClock,
        id: randomUUID(),
        timeoutMs: PATIENCE_MS,
      });
      return reply ?? { accepted: false, reason: 'No process drives the run; use drill resume.' };
    },
  });
  await Promise.race([view.closed, feed.ended]);
  leaving.abort();
  const { state } = feed.get();
  await view.end(state.phase === 'finished');
  return state.phase === 'finished' ? exitCodeOfRun(state) : EXIT.met;
}
