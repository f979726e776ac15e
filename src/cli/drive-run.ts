import { join } from 'node:path';
import { KunrenError } from '../core/failure.ts';
import type { Clock } from '../core/ports.ts';
import type { Runbook } from '../core/runbook.ts';
import { Run } from '../engine/run.ts';
import { watchInbox } from '../journal/inbox.ts';
import type { OpenedJournal } from '../journal/open-journal.ts';
import type { Redactor } from '../journal/redact.ts';
import { type ExitCode, exitCodeOfRun } from './exit-code.ts';
import type { Io } from './io.ts';
import type { OpenedEnvironment } from './open-environment.ts';
import { operatorName, processIdentity } from './process-identity.ts';
import type { OutputKind } from './program.ts';
import { reportFailure } from './report-failure.ts';
import { showRun } from './show-run.ts';

/** How long a process that is told to stop waits for calls that are on their way. */
const PATIENCE_MS = 5000;

export interface DriveOptions {
  readonly folder: string;
  readonly runbook: Runbook;
  readonly opened: OpenedEnvironment;
  readonly journal: OpenedJournal;
  readonly records: OpenedJournal['records'];
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly output: OutputKind;
  /** Abort before anything else; for a run whose process has gone. */
  readonly abort?: { readonly by: string; readonly reason?: string };
}

/** Drives a run in this process: shows it, takes commands and signals, writes the report however it ends. */
export async function driveRun(io: Io, options: DriveOptions): Promise<ExitCode> {
  const { folder, journal, clock } = options;
  const run = new Run({
    runbook: options.runbook,
    journal,
    records: options.records,
    process: processIdentity(clock),
    clock,
    random: Math.random,
    secrets: options.redactor.vault,
    services: options.opened.services,
  });
  const { run: name } = run.feed.get().state;
  const by = operatorName();
  const over = new AbortController();
  const inbox = watchInbox(folder, ({ command, by: who }) => run.command(command, who), {
    clock,
    signal: over.signal,
  }).catch((error: unknown) => io.err(`drill: other terminals cannot command this run: ${error}`));
  const view = await showRun(io, {
    feed: run.feed,
    clock,
    output: options.output,
    detachable: false,
    reportPath: join(folder, 'report.html'),
    onCommand: (command) => run.command(command, by),
  });
  const unhook = hookSignals(io, { run, name, by, screen: view.takesKeys });
  void view.interrupted.then(() => run.interrupt());
  try {
    await run.drive(options.abort);
    return exitCodeOfRun(run.feed.get().state);
  } catch (error) {
    await within(clock, run.interrupt());
    await view.end();
    return await reportFailure(io, withRun(error, name));
  } finally {
    unhook();
    over.abort();
    await inbox;
    await journal.close().catch(() => undefined);
    const written = await writeFiles(io, folder, run);
    await view.end(written);
  }
}

async function writeFiles(io: Io, folder: string, run: Run): Promise<boolean> {
  try {
    const { writeReport } = await import('../report/write-report.ts');
    await writeReport(folder, run.feed.get().records);
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
  { run, name, by, screen }: { run: Run; name: string; by: string; screen: boolean },
): () => void {
  let presses = 0;
  const onInterrupt = () => {
    presses += 1;
    if (presses === 1) {
      io.err('Ctrl-C again aborts the run, with clean-up. Nothing has been stopped yet.');
    } else if (presses === 2) {
      io.err('Aborting, with clean-up. Ctrl-C once more leaves at once.');
      void run.command({ type: 'abort', reason: 'Ctrl-C' }, by);
    } else {
      io.err(`Leaving. Nothing is lost; go on with: drill resume ${name}`);
      void run.interrupt();
    }
  };
  const onStop = () => void run.interrupt();
  if (!screen) process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onStop);
  process.on('SIGHUP', onStop);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onStop);
    process.off('SIGHUP', onStop);
  };
}

async function within(clock: Clock, work: Promise<void>): Promise<void> {
  const stop = new AbortController();
  await Promise.race([work, clock.sleep(PATIENCE_MS, stop.signal).catch(() => undefined)]);
  stop.abort();
}

function withRun(error: unknown, run: string): unknown {
  if (!(error instanceof KunrenError)) return error;
  const { failure } = error;
  return new KunrenError({ ...failure, details: { ...failure.details, run } }, { cause: error });
}
