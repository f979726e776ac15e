import type { Clock, Ms } from '../core/ports.ts';
import type { AccountSession } from './account-session.ts';
import type { AwsCredentials, CredentialSource } from './aws-credentials.ts';

/** Credentials of sessions in other accounts. They are nowhere but in the memory of this process. */
export interface SessionCredentials {
  /**
   * The session's credentials, for one attempt: those of an earlier attempt while they live, else new ones.
   * @param obtain - gets new ones, with calls that belong to the attempt. What it fails with, it fails with for the
   * whole attempt: a role that was denied is not asked for again with every call.
   */
  forAttempt(
    session: AccountSession,
    obtain: (region: string) => Promise<AwsCredentials>,
  ): CredentialSource;
}

/** A session as root lives for a quarter of an hour, so it is used almost to its end. */
const RENEW_BEFORE_END_MS: Ms = 60_000;

export function createSessionCredentials(clock: Pick<Clock, 'now'>): SessionCredentials {
  const held = new Map<string, AwsCredentials>();
  return {
    forAttempt(session, obtain) {
      const key = JSON.stringify(session);
      let obtaining: Promise<AwsCredentials> | undefined;
      const renew = async (region: string) => {
        const made = await obtain(region);
        held.set(key, made);
        obtaining = undefined;
        return made;
      };
      return {
        async provide(region) {
          const found = held.get(key);
          if (found && lifeLeft(found, clock) > RENEW_BEFORE_END_MS) return found;
          obtaining ??= renew(region);
          return obtaining;
        },
        forget: () => held.delete(key),
      };
    },
  };
}

function lifeLeft({ expiration }: AwsCredentials, clock: Pick<Clock, 'now'>): Ms {
  return (expiration?.getTime() ?? 0) - clock.now();
}
