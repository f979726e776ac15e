import { spawn } from 'node:child_process';
import { KunrenError } from '../../core/failure.ts';
import { type FileLock, lockFile } from '../../journal/file-lock.ts';
import type { LockHolder } from '../../journal/journal-errors.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import { findProject, type Project } from '../project.ts';
import { scheduleLock } from '../rehearsals/claim-occurrence.ts';
import { ScheduleRunner, type StartedCommand } from '../rehearsals/schedule-runner.ts';
import { tellOverdue } from '../rehearsals/tell-overdue.ts';
import { processIdentity } from '../runs/process-identity.ts';
import { systemClock } from '../system-clock.ts';

/** `drill schedule run`: starts what is due, for as long as the process lives; one for each project. */
export async function scheduleRun(io: Io, { once }: { readonly once: boolean }): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const clock = systemClock;
  const lock = await lockProject(project);
  if ('code' in lock) {
    if (!once) throw lock;
    // Whoever looks every few minutes meets one who is still at it.
    io.err(`drill: ${lock.message}`);
    return EXIT.met;
  }
  const stop = new AbortController();
  const onStop = () => stop.abort();
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onStop);
  try {
    if (!once) io.err(`drill: looks after the schedules of ${project.root}`);
    const runner = new ScheduleRunner({
      project,
      clock,
      start: (args) => startCommand(args, project),
      say: (line) => io.err(`${new Date(clock.now()).toISOString().slice(0, 19)}Z ${line}`),
      tellOverdue: (overdue) => tellOverdue(io, project, { overdue, clock }),
      signal: stop.signal,
      once,
    });
    return await runner.run();
  } finally {
    for (const signal of signals) process.off(signal, onStop);
    lock.release();
  }
}

async function lockProject(project: Project): Promise<FileLock | KunrenError> {
  try {
    return await lockFile(scheduleLock(project, 'runner'), {
      holder: processIdentity(systemClock),
      clock: systemClock,
      taken: (holder) => alreadyRun(project, holder),
    });
  } catch (error) {
    if (error instanceof KunrenError && error.code === 'SCHEDULE_LOCKED') return error;
    throw error;
  }
}

/** The same command again, as a process of its own: what goes wrong in a run stays there, and it outlives this one. */
function startCommand(args: readonly string[], { root }: Project): StartedCommand {
  const [, script = ''] = process.argv;
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
    cwd: root,
    // A group of its own: Ctrl-C at this process must not reach it as well.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? undefined));
  });
  return { ended, stop: () => void child.kill('SIGTERM') };
}

function alreadyRun({ root }: Project, holder: LockHolder | undefined): KunrenError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, since ${holder.since}`
    : 'another process';
  return new KunrenError({
    code: 'SCHEDULE_LOCKED',
    message: `The schedules of ${root} are already looked after by ${who}.`,
    class: 'input',
  });
}
