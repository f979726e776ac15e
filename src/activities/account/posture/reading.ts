import type { ActivityContext } from '../../../core/activity.ts';
import type { Failure, KunrenError } from '../../../core/failure.ts';
import type { Instant, Ms } from '../../../core/ports.ts';
import { awsFailure } from '../../aws-failure.ts';
import { instantNow } from '../../instant-now.ts';

/** What one call has said, or why nothing is known of it. A finding is made of this and of nothing else. */
export type Reading<T> =
  | { readonly answered: true; readonly call: string; readonly at: Instant; readonly value: T }
  | {
      readonly answered: false;
      readonly call: string;
      readonly at: Instant;
      /** One sentence. */
      readonly why: string;
    };

export interface ReadCall {
  /** e.g. `iam:GetAccountSummary`. */
  readonly call: string;
  /** The IAM action that the call takes. @default the call's own name */
  readonly action?: string;
}

const TRIES = 3;
const PAUSE_MS: Ms = 500;

/**
 * Asks once, and a few times more where it may pass by itself. A refusal is an answer too: a snapshot that ended at the
 * first of them would hide all the rest.
 * @throws KunrenError what no look at the account is to go on after: credentials that have ended or belong elsewhere, an
 *   attempt that is over, a bug.
 */
export async function read<T extends object>(
  { clock, signal }: Pick<ActivityContext, 'clock' | 'signal'>,
  { call, action = call }: ReadCall,
  ask: () => Promise<T>,
): Promise<Reading<T>> {
  for (let tries = 1; ; tries += 1) {
    try {
      const value: T | undefined = await ask();
      const at = instantNow({ clock });
      if (value !== undefined) return { answered: true, call, at, value };
      return { answered: false, call, at, why: `${call} answered with nothing.` };
    } catch (error) {
      const failed = awsFailure(error);
      const { failure } = failed;
      if (signal.aborted || !isAboutTheCall(failure)) throw failed;
      if (!failure.retryable || tries === TRIES) {
        return { answered: false, call, at: instantNow({ clock }), why: explain(failed, action) };
      }
      await clock.sleep(failure.retryAfterMs ?? PAUSE_MS * tries, signal);
    }
  }
}

/** The same answer, looked at more closely. */
export function mapReading<T, U>(reading: Reading<T>, change: (value: T) => U): Reading<U> {
  return reading.answered ? { ...reading, value: change(reading.value) } : reading;
}

function isAboutTheCall({ class: failureClass }: Failure): boolean {
  return failureClass === 'environment' || failureClass === 'input';
}

function explain({ failure, cause }: KunrenError, action: string): string {
  const { code, message, details } = failure;
  if (code !== 'ACCESS_DENIED') return `${action} did not answer: ${message}`;
  // The way into the account is a call of its own, and may be what is denied.
  const entering = details?.['service'] === 'sts';
  const missing = entering ? `sts:${String(details?.['operation'])}` : action;
  // AWS's own words, which say whether it was not allowed or was forbidden.
  return `The IAM permission ${missing} is missing: ${cause instanceof Error ? cause.message : message}`;
}
