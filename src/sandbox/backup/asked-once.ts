import { invalidRequest } from './backup-error.ts';
import type { AskedOnce } from './backup-state.ts';

/** A request with its token, in a form that can be compared; `undefined` without a token. */
export function askedOnce(token: string | undefined, request: object): AskedOnce | undefined {
  if (!token) return undefined;
  const members = Object.entries(request).filter(([, value]) => value !== undefined);
  return { token, request: JSON.stringify(sorted(Object.fromEntries(members))) };
}

/**
 * The job that the same request has brought before.
 * @throws ServiceError `InvalidRequestException` when another request came under the token. AWS says that a token
 *   tells otherwise identical requests apart, and models no error of its own for this.
 */
export function earlierJob<Job extends { readonly asked?: AskedOnce }>(
  jobs: readonly Job[],
  asked: AskedOnce | undefined,
): Job | undefined {
  const job = asked && jobs.find((each) => each.asked?.token === asked.token);
  if (job && job.asked?.request !== asked?.request) {
    throw invalidRequest('The idempotency token was used before, with other parameters.');
  }
  return job;
}

/** The same for every order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
