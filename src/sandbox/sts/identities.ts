import { randomBytes } from 'node:crypto';
import type { Clock, Instant } from '../../core/ports.ts';
import { ServiceError } from '../wire/service-error.ts';
import { type Identity, operatorOf, rootOf } from './identity.ts';
import type { RootSessionRecord, SessionRecord, StsState } from './sts-state.ts';

/** The access key that is always expired. */
const EXPIRED_ACCESS_KEY = 'EXPIRED';
const KEPT_MS = 86_400_000;

/** Credentials for a while. */
type Session = Pick<SessionRecord, 'accessKey' | 'expiresAt'>;

export interface IdentitiesParts {
  readonly state: StsState;
  /** The management account. */
  readonly accountId: string;
  readonly clock: Clock;
  /** The account whose root user has this access key. @default no root user has one */
  rootOwner?(accessKey: string): string | undefined;
}

/**
 * Any access key is the management account's one user, except those that AssumeRole and AssumeRoot gave out and
 * those of root users.
 */
export class Identities {
  readonly state: StsState;
  readonly accountId: string;
  readonly #clock: Clock;
  readonly #rootOwner: (accessKey: string) => string | undefined;

  constructor(parts: IdentitiesParts) {
    const { state, accountId, clock } = parts;
    this.state = state;
    this.accountId = accountId;
    this.#clock = clock;
    this.#rootOwner = (accessKey) => parts.rootOwner?.(accessKey);
  }

  /** @throws ServiceError `ExpiredToken`, or `InvalidClientTokenId` for temporary credentials that are not known. */
  identify(accessKey: string): Identity {
    if (accessKey === EXPIRED_ACCESS_KEY) throw expiredToken();
    if (!accessKey.startsWith('ASIA')) {
      const owner = this.#rootOwner(accessKey);
      return owner === undefined ? operatorOf(this.accountId) : rootOf(owner);
    }
    const { sessions, rootSessions } = this.state;
    const session = sessions.find((each) => each.accessKey === accessKey);
    if (session) return this.identityOf(this.#valid(session));
    const root = rootSessions.find((each) => each.accessKey === accessKey);
    if (root) {
      const { account, task, since } = this.#valid(root);
      return { ...rootOf(account), task, since };
    }
    const message = 'The security token included in the request is invalid';
    throw new ServiceError('InvalidClientTokenId', message, { status: 403 });
  }

  identityOf({ account = this.accountId, role, session, since }: SessionRecord): Identity {
    return {
      kind: 'role',
      account,
      userId: `AROASANDBOXROLE000000:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
      name: session,
      ...(since !== undefined && { since }),
    };
  }

  /** Gives out credentials of a role; forgets those that have been expired for a day. */
  openSession(of: Pick<SessionRecord, 'role' | 'session'> & { account: string }, seconds: number) {
    const record: SessionRecord = { ...of, ...this.#newSession(seconds) };
    this.state.sessions = [...this.#recent(this.state.sessions), record];
    return record;
  }

  /** Gives out credentials of a member's root user, for one task. */
  openRootSession(of: Pick<RootSessionRecord, 'account' | 'task'>, seconds: number) {
    const record: RootSessionRecord = { ...of, ...this.#newSession(seconds) };
    this.state.rootSessions = [...this.#recent(this.state.rootSessions), record];
    return record;
  }

  #newSession(seconds: number): { accessKey: string; since: Instant; expiresAt: Instant } {
    const now = this.#clock.now();
    return {
      accessKey: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      since: new Date(now).toISOString(),
      expiresAt: new Date(now + seconds * 1000).toISOString(),
    };
  }

  #recent<Some extends Session>(sessions: readonly Some[]): Some[] {
    const oldest = this.#clock.now() - KEPT_MS;
    return sessions.filter(({ expiresAt }) => Date.parse(expiresAt) > oldest);
  }

  #valid<Some extends Session>(session: Some): Some {
    if (Date.parse(session.expiresAt) <= this.#clock.now()) throw expiredToken();
    return session;
  }
}

export function expiredToken(): ServiceError {
  const message = 'The security token included in the request is expired';
  return new ServiceError('ExpiredToken', message, { status: 403 });
}
