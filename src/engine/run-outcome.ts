import { type Failure, failureOf } from '../core/failure.ts';
import type { RunStatus } from '../core/record.ts';
import type { RunbookOutcome } from '../core/runbook.ts';
import type { Replayed } from './replay.ts';

/** How a run has ended, once its clean-up is done. */
export function runOutcome(
  { snapshot, aborted }: Pick<Replayed, 'snapshot' | 'aborted'>,
  leaked: number,
): { readonly status: RunStatus; readonly failure?: Failure } {
  if (leaked > 0) return { status: 'failed', failure: incomplete(leaked) };
  if (aborted) return { status: 'aborted' };
  if (snapshot.status === 'error') return { status: 'failed', failure: causeOf(snapshot.error) };
  const { failure } = (snapshot.output ?? {}) as RunbookOutcome;
  return failure ? { status: 'failed', failure } : { status: 'completed' };
}

function incomplete(leaked: number): Failure {
  return {
    code: 'CLEANUP_INCOMPLETE',
    message: `${leaked} resource${leaked === 1 ? ' was' : 's were'} not removed.`,
    class: 'environment',
    retryable: false,
    ambiguous: false,
  };
}

/** What a machine ends with: the failure of an activity that it does not handle, or what its own code threw. */
function causeOf(error: unknown): Failure {
  const isFailure =
    typeof error === 'object' && error !== null && 'code' in error && 'class' in error;
  return isFailure ? (error as Failure) : failureOf(error);
}
