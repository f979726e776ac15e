import { KunrenError } from '../core/failure.ts';
import { JOURNAL_FORMAT } from '../core/record.ts';
import type { JournalProblem } from './scan-journal.ts';

export function missingJournal(path: string, cause?: unknown): KunrenError {
  return new KunrenError(
    {
      code: 'JOURNAL_MISSING',
      message: `There is no journal at ${path}.`,
      class: 'input',
      details: { path },
    },
    { cause },
  );
}

export function emptyJournal(path: string): KunrenError {
  return new KunrenError({
    code: 'JOURNAL_EMPTY',
    message: `The journal ${path} holds no complete record: its run ended before it began.`,
    class: 'input',
    details: { path },
  });
}

export function existingJournal(path: string): KunrenError {
  return new KunrenError({
    code: 'JOURNAL_EXISTS',
    message: `There is a journal at ${path} already; a new run never writes into the journal of another.`,
    class: 'input',
    details: { path },
  });
}

export function tamperedJournal(path: string, problem: JournalProblem): KunrenError {
  return new KunrenError({
    code: 'JOURNAL_TAMPERED',
    message: `The journal ${path} is not as it was written. ${problem.message}`,
    class: 'safety',
    details: { path, line: problem.line, reason: problem.reason },
  });
}

export function newerJournal(path: string, format: number, tool: string): KunrenError {
  return new KunrenError({
    code: 'JOURNAL_NEWER',
    message:
      `The journal ${path} is of format ${format}, written by ${tool}; ` +
      `this version reads formats up to ${JOURNAL_FORMAT}.`,
    class: 'input',
    details: { path, format, supported: JOURNAL_FORMAT },
  });
}

/** For a failed open or read; a missing file gives `JOURNAL_MISSING`. */
export function unreadableJournal(path: string, cause: unknown): KunrenError {
  const code = systemErrorCode(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') return missingJournal(path, cause);
  return new KunrenError(
    {
      code: 'JOURNAL_UNREADABLE',
      message: `The journal ${path} could not be read (${reasonOf(cause)}).`,
      class: 'environment',
      details: { path, cause: code },
    },
    { cause },
  );
}

/** For a journal that could not be opened for writing; nothing has been written yet. */
export function unwritableJournal(path: string, cause: unknown): KunrenError {
  return new KunrenError(
    {
      code: 'JOURNAL_UNWRITABLE',
      message: `The journal cannot be written: ${path} could not be made or opened (${reasonOf(cause)}).`,
      class: 'environment',
      details: { path, cause: systemErrorCode(cause) },
    },
    { cause },
  );
}

export function unwritableInbox(path: string, cause: unknown): KunrenError {
  return new KunrenError(
    {
      code: 'INBOX_UNWRITABLE',
      message: `The command could not be put into the run's inbox: ${path} (${reasonOf(cause)}).`,
      class: 'environment',
      details: { path, cause: systemErrorCode(cause) },
    },
    { cause },
  );
}

/** For a failed write or sync. */
export function brokenJournal(path: string, cause: unknown): KunrenError {
  return new KunrenError(
    {
      code: 'JOURNAL_BROKEN',
      message:
        `The journal ${path} could not be written (${reasonOf(cause)}). Nothing more is done in this run: ` +
        'what is not on the disk must not be acted on.',
      class: 'environment',
      details: { path, cause: systemErrorCode(cause) },
    },
    { cause },
  );
}

export function closedJournal(path: string): KunrenError {
  return new KunrenError({
    code: 'JOURNAL_CLOSED',
    message: `The journal ${path} was closed, and a record came after it.`,
    class: 'bug',
  });
}

/** Who drives a run. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

export function lockedRun(
  folder: string,
  holder: LockHolder | undefined,
  cause: unknown,
): KunrenError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, since ${holder.since}`
    : 'another process';
  return new KunrenError(
    {
      code: 'RUN_LOCKED',
      message: `The run in ${folder} is already being driven by ${who}. Two must not drive one run.`,
      class: 'input',
      details: { folder, ...holder },
    },
    { cause },
  );
}

/** `ENOENT`, `ENOSPC`, … of an error that Node made from a system call; `UNKNOWN` for any other. */
export function systemErrorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'UNKNOWN';
  return typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
