import { randomInt, randomUUID } from 'node:crypto';
import type { Clock, Instant, Ms } from '../../core/ports.ts';
import type { ContactsState } from '../account/contacts-state.ts';
import { GLOBAL_REGION, userIdentity } from '../cloudtrail/call-event.ts';
import type { CloudTrail } from '../cloudtrail/cloudtrail.ts';
import type { EventRecord } from '../cloudtrail/cloudtrail-state.ts';
import type { Organization } from '../organizations/organization.ts';
import type { AccountRecord } from '../organizations/organization-state.ts';
import { rootOf } from '../sts/identity.ts';
import type { CredentialScope } from '../wire/credential-scope.ts';
import type { RootState, RootUser } from './root-state.ts';
import { SignInRefusal } from './sign-in-refusal.ts';

export interface RootUsersParts {
  readonly state: RootState;
  readonly organization: Organization;
  readonly contacts: ContactsState;
  readonly cloudTrail: CloudTrail;
  readonly clock: Clock;
}

/** Something that a root user does, for CloudTrail. */
type RootEvent = Pick<EventRecord, 'source' | 'name'> &
  Partial<
    Pick<
      EventRecord,
      'type' | 'sourceIp' | 'request' | 'response' | 'additional' | 'error' | 'resources'
    >
  >;

/** The root users of the organization's accounts, and what stands around them. */
export class RootUsers {
  readonly state: RootState;
  readonly organization: Organization;
  readonly contacts: ContactsState;
  readonly cloudTrail: CloudTrail;
  readonly #clock: Clock;

  constructor({ state, organization, contacts, cloudTrail, clock }: RootUsersParts) {
    this.state = state;
    this.organization = organization;
    this.contacts = contacts;
    this.cloudTrail = cloudTrail;
    this.#clock = clock;
  }

  /** Ms since the epoch. */
  nowMs(): number {
    return this.#clock.now();
  }

  now(): Instant {
    return this.in(0);
  }

  /** The instant so long from now. */
  in(ms: Ms): Instant {
    return new Date(this.#clock.now() + ms).toISOString();
  }

  isOver(expiresAt: Instant): boolean {
    return Date.parse(expiresAt) <= this.#clock.now();
  }

  find(account: string): RootUser | undefined {
    return this.state.users[account];
  }

  /** @throws SignInRefusal `no-such-account`. */
  byEmail(email: string): { readonly account: AccountRecord; readonly user: RootUser } {
    const account = this.organization.findByEmail(email);
    const user = account && this.find(account.id);
    if (account && user) return { account, user };
    const message =
      'An AWS account with that sign-in information does not exist. The start page tells the addresses.';
    throw new SignInRefusal('no-such-account', message);
  }

  /** The account whose root user has this access key. */
  keyOwner(accessKey: string): string | undefined {
    const users = Object.values(this.state.users);
    return users.find(({ credentials }) =>
      credentials.accessKeys.some(({ id }) => id === accessKey),
    )?.account;
  }

  /** A root user's access key was used. */
  noteKeyUse({ accessKey, service, region }: CredentialScope): void {
    const owner = this.keyOwner(accessKey);
    const user = owner === undefined ? undefined : this.find(owner);
    const key = user?.credentials.accessKeys.find(({ id }) => id === accessKey);
    if (key) key.lastUsed = { at: this.now(), service, region };
  }

  /** The number that AWS calls: that of the account's contact information, in digits. */
  phoneOf(account: string): string {
    const number = this.contacts.accounts[account]?.information.PhoneNumber ?? '';
    return digitsOf(number);
  }

  /** Tells CloudTrail what a root user did; root's doings are told in us-east-1. */
  tell(account: string, event: RootEvent): void {
    this.cloudTrail.record({
      account,
      region: GLOBAL_REGION,
      type: 'AwsApiCall',
      identity: userIdentity(rootOf(account), ''),
      username: 'root',
      sourceIp: '127.0.0.1',
      resources: [],
      ...event,
    });
  }

  /** Six digits. */
  newCode(): string {
    return String(randomInt(1_000_000)).padStart(6, '0');
  }

  /** Nobody guesses it. */
  newSecret(): string {
    return randomUUID();
  }
}

export function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}
