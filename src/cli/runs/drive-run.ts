import { join } from 'node:path';
import { failureOf } from '../../core/failure.ts';
import type { Person } from '../../core/person.ts';
import type { Clock } from '../../core/ports.ts';
import type { OperatorCommand } from '../../core/record.ts';
import type { Runbook } from '../../core/runbook.ts';
import { Run } from '../../engine/run.ts';
import type { CommandReply } from '../../engine/run-command.ts';
import { watchInbox } from '../../journal/inbox.ts';
import type { OpenedJournal } from '../../journal/open-journal.ts';
import type { Redactor } from '../../journal/redact.ts';
import { sendTrace } from '../evidence/send-trace.ts';
import { writeJunit } from '../evidence/write-junit.ts';
import type { Io } from '../io.ts';
import { type ExitCode, exitCodeOfRun } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { reportFailure } from '../program/report-failure.ts';
import type { Project } from '../project.ts';
import { withRun } from './about-run.ts';
import { osPerson } from './acting-person.ts';
import { notifyOfRun } from './notify-of-run.ts';
import type { OpenedEnvironment } from './open-environment.ts';
import { processIdentity } from './process-identity.ts';
import { readAttachment } from './read-attachment.ts';
import { showRun } from './show-run.ts';

/** How long calls that are on their way may take when the process has to leave the run. */
const PATIENCE_MS = 5000;

export interface DriveOptions {
  readonly project: Project;
  readonly folder: string;
  readonly runbook: Runbook;
  readonly opened: OpenedEnvironment;
  readonly journal: OpenedJournal;
  readonly records: OpenedJournal['records'];
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly output: OutputKind;
  /** Where JUnit XML is written at the end, if anywhere. */
  readonly junit?: string;
  /** Who sits at the screen. @default the OS user */
  readonly operator?: Person;
  /** Abort before anything else; for a run whose process has gone. */
  readonly abort?: { readonly by: string; readonly reason?: string };
}

/** Drives a run in this process: shows it, takes commands and signals, writes the report however it ends. */
export async function driveRun(io: Io, options: DriveOptions): Promise<ExitCode> {
  const { project, folder, journal, clock } = options;
  const run = new Run(
    {
      runbook: options.runbook,
      journal,
      records: options.records,
      process: processIdentity(clock),
      clock,
      random: Math.random,
      secrets: options.redactor.vault,
      services: options.opened.services,
    },
    options.abort,
  );
  const { run: name } = run.feed.get().state;
  const by = options.operator ?? osPerson('screen');
  const over = new AbortController();
  const inbox = watchInbox(
    folder,
    ({ command, by, who }, content) => run.command(command, who ?? by, content),
    { clock, signal: over.signal },
  ).catch((error: unknown) => io.err(`drill: other terminals cannot command this run: ${error}`));
  // Only a broken journal makes a command fail, and that ends the run by itself.
  const command = (asked: OperatorCommand, content?: Buffer): Promise<CommandReply> =>
    run
      .command(asked, by, content)
      .catch((error: unknown) => ({ accepted: false, reason: failureOf(error).message }));
  // A screen shows no lines of ours.
  const later: string[] = [];
  const quiet: Io = { ...io, err: (line) => later.push(line) };
  const notices = notifyOfRun(quiet, project, {
    feed: run.feed,
    clock,
    redact: options.redactor.redact,
    isNew: options.records.length === 1,
  });
  const leave = () => run.interrupt(PATIENCE_MS);
  const view = await showRun(io, {
    feed: run.feed,
    clock,
    output: options.output,
    detachable: false,
    reportPath: join(folder, 'report.html'),
    onCommand: command,
    onAttach: async (task, path) => {
      const { file, content } = await readAttachment(path);
      return await command({ type: 'answer', task, file }, content);
    },
  });
  const unhook = hookSignals(io, { name, command, leave, screen: view.takesKeys });
  void view.interrupted.then(leave);
  try {
    await run.drive();
    return exitCodeOfRun(run.feed.get().state);
  } catch (error) {
    await leave();
    await view.end();
    return await reportFailure(io, withRun(error, name));
  } finally {
    unhook();
    over.abort();
    await inbox;
    await journal.close().catch(() => undefined);
    const written = await writeFiles(quiet, { project, folder, run });
    if (options.junit !== undefined) await writeJunit(quiet, options.junit, run.feed.get().records);
    await view.end(written);
    await notices.close();
    for (const line of later) io.err(line);
    await sendTrace(io, run.feed.get().records);
  }
}

async function writeFiles(
  io: Io,
  { project, folder, run }: Pick<DriveOptions, 'project' | 'folder'> & { readonly run: Run },
): Promise<boolean> {
  try {
    const { writeEvidence } = await import('../evidence/write-evidence.ts');
    await writeEvidence(io, project, folder);
    return true;
  } catch (error) {
    const { state } = run.feed.get();
    io.err(
      `drill: the report could not be written: ${error instanceof Error ? error.message : error}`,
    );
    io.err(`  next: drill report ${state.run}`);
    return false;
  }
}

/** Without a screen, Ctrl-C comes as a signal: the first asks, the second aborts, the third leaves. */
function hookSignals(
  io: Io,
  {
    name,
    command,
    leave,
    screen,
  }: {
    name: string;
    command: (asked: OperatorCommand) => Promise<CommandReply>;
    leave: () => Promise<void>;
    screen: boolean;
  },
): () => void {
  let presses = 0;
  const onInterrupt = async () => {
    presses += 1;
    if (presses === 1) {
      io.err('Ctrl-C again aborts the run, with clean-up. Nothing has been stopped yet.');
    } else if (presses === 2) {
      const { accepted, reason } = await command({ type: 'abort', reason: 'Ctrl-C' });
      io.err(`${accepted ? 'Aborting, with clean-up.' : reason} Ctrl-C once more leaves at once.`);
    } else {
      io.err(`Leaving. Nothing is lost; go on with: drill resume ${name}`);
      await leave();
    }
  };
  const onStop = () => void leave();
  if (!screen) process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onStop);
  process.on('SIGHUP', onStop);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onStop);
    process.off('SIGHUP', onStop);
  };
}
