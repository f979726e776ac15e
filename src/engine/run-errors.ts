import { KunrenError } from '../core/failure.ts';

export function finished(): KunrenError {
  return new KunrenError({
    code: 'RUN_FINISHED',
    message: 'The run has ended; there is nothing left to drive.',
    class: 'input',
  });
}

export function interrupted(): KunrenError {
  return new KunrenError({
    code: 'RUN_INTERRUPTED',
    message: 'The process was told to stop; the run can be resumed.',
    class: 'cancelled',
  });
}

export function cancelled(): KunrenError {
  return new KunrenError({
    code: 'CANCELLED',
    message: 'The activity is not needed any more.',
    class: 'cancelled',
  });
}

/** Whether nothing more can be journaled, so that nothing more may be done. */
export function isBroken(error: unknown): boolean {
  return error instanceof KunrenError && error.code === 'JOURNAL_BROKEN';
}
