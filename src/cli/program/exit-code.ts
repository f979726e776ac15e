import type { Failure } from '../../core/failure.ts';
import type { RunState } from '../../core/run-state.ts';

/** What a shell or a scheduler learns; documented in the README. */
export const EXIT = {
  /** The verdict is `met`, or `tabletop` where that was asked for; or a command that has no verdict did its work. */
  met: 0,
  /** The run completed, and its verdict is `missed` or `unproven`. */
  notMet: 1,
  /** Bad input or configuration: nothing was started, or it was ended and cleaned up. */
  badInput: 2,
  /** The run failed, or left something behind. */
  failed: 3,
  /** An operator aborted the run; clean-up is done. */
  aborted: 4,
  /** A fault of Kunren itself. */
  bug: 5,
  /** The process had to leave the run, which can be resumed. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOfRun(state: RunState): ExitCode {
  switch (state.status) {
    case 'completed':
      return isAsWanted(state) ? EXIT.met : EXIT.notMet;
    case 'aborted':
      return EXIT.aborted;
    case 'failed':
      return state.failure && !leaks(state) ? exitCodeOfFailure(state.failure) : EXIT.failed;
    default:
      return EXIT.interrupted;
  }
}

/** A tabletop proves nothing, and was asked to prove nothing. */
function isAsWanted({ verdict }: RunState): boolean {
  return verdict?.verdict === 'met' || verdict?.verdict === 'tabletop';
}

function leaks({ resources }: RunState): boolean {
  return resources.some(({ status }) => status === 'leaked');
}

export function exitCodeOfFailure(failure: Failure): ExitCode {
  if (failure.code === 'RUN_INTERRUPTED') return EXIT.interrupted;
  switch (failure.class) {
    case 'input':
    case 'credentials':
      return EXIT.badInput;
    case 'environment':
    case 'safety':
    case 'people':
      return EXIT.failed;
    case 'cancelled':
      return EXIT.aborted;
    case 'bug':
      return EXIT.bug;
  }
}
