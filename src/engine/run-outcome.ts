import { type Failure, failureOf } from '../core/failure.ts';
import type { RunStatus } from '../core/record.ts';
import type { RunbookOutcome } from '../core/runbook.ts';
import type { Replayed } from './replay.ts';

/** How a run has ended, once its clean-up is done. */
export function runOutcome(
  { snapshot, aborted }: Pick<Replayed, 'snapshot' | 'aborted'>,
  leaked: number,
): { readonly status: RunStatus; readonly failure?: Failure } {
  const failure = aborted ? undefined : failureOfMachine(snapshot);
  // Why the runbook failed matters more than what could not be removed; the resources tell of that by themselves.
  if (failure) return { status: 'failed', failure };
  if (leaked > 0) return { status: 'failed', failure: incomplete(leaked) };
  return { status: aborted ? 'aborted' : 'completed' };
}

/** The runbook had ended, but it has changed since, so what it ended with cannot be worked out any more. */
const UNKNOWN: Failure = {
  code: 'OUTCOME_UNKNOWN',
  message: 'The runbook has changed since, so it is not known how the run had ended.',
  class: 'environment',
  retryable: false,
  ambiguous: false,
};

function failureOfMachine(snapshot: Replayed['snapshot']): Failure | undefined {
  if (!snapshot) return UNKNOWN;
  if (snapshot.status === 'error') return causeOf(snapshot.error);
  return ((snapshot.output ?? {}) as RunbookOutcome).failure;
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
