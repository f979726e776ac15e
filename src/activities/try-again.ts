import type { Clock, Ms } from '../core/ports.ts';
import { awsFailure } from './aws-failure.ts';

const FIRST_PAUSE_MS: Ms = 500;
const TRIES = 5;

/**
 * Makes a call again that failed with what passes by itself; for calls outside of a run, which no engine repeats. Only
 * for what may be done twice.
 * @throws KunrenError what the last try failed with
 */
export async function tryAgain<T>(clock: Pick<Clock, 'sleep'>, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const failed = awsFailure(error);
      const { retryable, retryAfterMs = 0, class: failureClass } = failed.failure;
      if (!retryable || failureClass === 'credentials' || attempt === TRIES) throw failed;
      await clock.sleep(Math.max(retryAfterMs, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}
