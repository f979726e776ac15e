import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/ports.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { SessionRecord, StsState } from './sts-state.ts';

/** The access key that is always expired. */
const EXPIRED_ACCESS_KEY = 'EXPIRED';

/** Who a caller is. */
export interface Identity {
  readonly userId: string;
  readonly arn: string;
}

/** Any access key is the account's one user, except those that AssumeRole gave out. */
export class Identities {
  readonly state: StsState;
  readonly accountId: string;
  readonly #clock: Clock;

  constructor(state: StsState, accountId: string, clock: Clock) {
    this.state = state;
    this.accountId = accountId;
    this.#clock = clock;
  }

  /** @throws ServiceError `ExpiredToken`, or `InvalidClientTokenId` for temporary credentials that are not known. */
  identify(accessKey: string): Identity {
    if (accessKey === EXPIRED_ACCESS_KEY) throw expiredToken();
    if (!accessKey.startsWith('ASIA')) {
      return {
        userId: 'AIDASANDBOXOPERATOR00',
        arn: `arn:aws:iam::${this.accountId}:user/sandbox`,
      };
    }
    const session = this.state.sessions.find((each) => each.accessKey === accessKey);
    if (!session) {
      const message = 'The security token included in the request is invalid';
      throw new ServiceError('InvalidClientTokenId', message, { status: 403 });
    }
    if (Date.parse(session.expiresAt) <= this.#clock.now()) throw expiredToken();
    return this.identityOf(session);
  }

  identityOf({ role, session }: Pick<SessionRecord, 'role' | 'session'>): Identity {
    return {
      userId: `AROASANDBOXROLE000000:${session}`,
      arn: `arn:aws:sts::${this.accountId}:assumed-role/${role}/${session}`,
    };
  }

  /** Gives out credentials; forgets those that have been expired for a day. */
  openSession(role: string, session: string, seconds: number): SessionRecord {
    const now = this.#clock.now();
    const record: SessionRecord = {
      accessKey: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      role,
      session,
      expiresAt: new Date(now + seconds * 1000).toISOString(),
    };
    const recent = this.state.sessions.filter(
      ({ expiresAt }) => Date.parse(expiresAt) > now - 86_400_000,
    );
    this.state.sessions = [...recent, record];
    return record;
  }
}

export function expiredToken(): ServiceError {
  const message = 'The security token included in the request is expired';
  return new ServiceError('ExpiredToken', message, { status: 403 });
}
