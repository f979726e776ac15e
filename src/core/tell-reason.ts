import { formatDuration } from './duration.ts';
import type { Instant, Ms } from './ports.ts';
import { type Method, tellMethod } from './tell-method.ts';

type Objective = 'RTO' | 'RPO';

/** Why a verdict is not `met`; the data of one of `Verdict.reasons`. */
export type Reason =
  | {
      readonly code: 'over-objective';
      readonly of: Objective;
      readonly actualMs: Ms;
      readonly objectiveMs: Ms;
    }
  /** The clock has jumped, and the objective lies between the two times that it may have been. */
  | {
      readonly code: 'clock-in-doubt';
      readonly of: Objective;
      readonly leastMs: Ms;
      readonly mostMs: Ms;
      readonly objectiveMs: Ms;
    }
  /** It had passed before the service was recovered. */
  | { readonly code: 'objective-passed'; readonly of: Objective; readonly objectiveMs: Ms }
  | {
      readonly code: 'not-measured';
      readonly of: Objective;
      readonly method: Method;
      readonly objectiveMs: Ms;
    }
  | { readonly code: 'nothing-checked' }
  /** Of so many checks of data, or findings that were required, these. */
  | {
      readonly code: 'proofs';
      readonly of: 'checks' | 'findings';
      readonly outcome: 'failed' | 'unproven';
      readonly ids: readonly string[];
      readonly total: number;
    }
  /** A finding is worse than before the recovery. */
  | { readonly code: 'worse'; readonly finding: string; readonly text: string }
  /** Acknowledged after the failure, and lost. */
  | { readonly code: 'writes-lost'; readonly lost: number; readonly firstAt?: Instant }
  | { readonly code: 'tasks-skipped'; readonly tasks: readonly string[] }
  | { readonly code: 'talked-through' };

/** One sentence in English, as it stands in the journal. */
export function tellReason(reason: Reason): string {
  switch (reason.code) {
    case 'over-objective': {
      const { of, actualMs, objectiveMs } = reason;
      return `The ${of} was ${formatDuration(actualMs)}, ${formatDuration(actualMs - objectiveMs)} over the objective of ${formatDuration(objectiveMs)}.`;
    }
    case 'clock-in-doubt': {
      const { of, leastMs, mostMs, objectiveMs } = reason;
      return `The ${of} is between ${formatDuration(leastMs)} and ${formatDuration(mostMs)}, because the clock jumped; the objective of ${formatDuration(objectiveMs)} is unproven.`;
    }
    case 'objective-passed':
      return `The ${reason.of} objective of ${formatDuration(reason.objectiveMs)} had passed before the service was recovered.`;
    case 'not-measured':
      return `The ${reason.of} was not measured${why(reason.method)}, so the objective of ${formatDuration(reason.objectiveMs)} is unproven.`;
    case 'nothing-checked':
      return 'Nothing was checked: no data, and nothing that the account has to be.';
    case 'proofs': {
      const { of, outcome, ids, total } = reason;
      return `${ids.length} of ${total} ${PROOFS[of]} ${outcome}: ${ids.join(', ')}.`;
    }
    case 'worse':
      return `Worse than before the recovery: ${reason.text}.`;
    case 'writes-lost': {
      const since = reason.firstAt === undefined ? '' : `, the first of ${reason.firstAt}`;
      return reason.lost === 1
        ? `1 write that was acknowledged after the failure is lost${since}.`
        : `${reason.lost} writes that were acknowledged after the failure are lost${since}.`;
    }
    case 'tasks-skipped': {
      const { tasks } = reason;
      const what = tasks.length === 1 ? 'task of people was' : 'tasks of people were';
      return `${tasks.length} ${what} skipped: ${tasks.join(', ')}.`;
    }
    case 'talked-through':
      return 'People have talked it through: nothing was done, and nothing is proven.';
  }
}

function why(method: Method): string {
  const told = tellMethod(method).replace(/^not measured(; |$)/, '');
  return told === '' ? '' : ` (${told})`;
}

const PROOFS = { checks: 'data checks', findings: 'findings that are required after the recovery' };
