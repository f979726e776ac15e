import type { RetryPolicy } from '../core/activity.ts';
import type { Failure } from '../core/failure.ts';
import type { Ms, Random } from '../core/ports.ts';

/**
 * How long to wait before the next attempt: full jitter below a cap that doubles with each failure,
 * and never less than what the service asked for.
 * @param failures failed attempts so far, at least 1
 */
export function retryDelay(
  policy: RetryPolicy,
  failures: number,
  failure: Failure,
  random: Random,
): Ms {
  const cap = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(Math.round(cap * random()), failure.retryAfterMs ?? 0);
}
