import { failureOf, KunrenError } from '../../core/failure.ts';
import { visibleText } from '../../report/visible-text.ts';
import type { Io } from '../io.ts';
import { type ExitCode, exitCodeOfFailure } from './exit-code.ts';
import { nextStep } from './next-step.ts';

/** Tells a person what happened, why, and what to type next. @returns the exit code. */
export async function reportFailure(io: Io, error: unknown): Promise<ExitCode> {
  const failure = failureOf(error);
  // Names in it may come from a copy that somebody sent.
  const message = `drill: ${visibleText(failure.message)}`;
  if (error instanceof KunrenError && failure.details?.['issues']) {
    const { formatIssues, issuesOf } = await import('../../drill-file/format-issues.ts');
    const issues = issuesOf(error);
    io.err(issues.length > 0 ? formatIssues(issues) : message);
  } else {
    io.err(message);
  }
  const next = nextStep(failure);
  if (next) io.err(`  next: ${visibleText(next)}`);
  io.err(`  code: ${failure.code}`);
  if (failure.class === 'bug' && error instanceof Error && io.env['KUNREN_DEBUG']) {
    io.err(error.stack ?? '');
  }
  return exitCodeOfFailure(failure);
}
