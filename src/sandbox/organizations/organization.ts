import type { Clock, Instant } from '../../core/ports.ts';
import type { AccountRecord, OrganizationState, RootFeature } from './organization-state.ts';

/** The sandbox's organization: which accounts there are, and what the management account has turned on. */
export class Organization {
  readonly state: OrganizationState;
  readonly #clock: Clock;

  constructor(state: OrganizationState, clock: Clock) {
    this.state = state;
    this.#clock = clock;
  }

  get managementAccount(): string {
    return this.state.managementAccount;
  }

  now(): Instant {
    return new Date(this.#clock.now()).toISOString();
  }

  find(id: string): AccountRecord | undefined {
    return this.state.accounts.find((account) => account.id === id);
  }

  /** Case does not matter in an address. */
  findByEmail(email: string): AccountRecord | undefined {
    const wanted = email.trim().toLowerCase();
    return this.state.accounts.find((account) => account.email.toLowerCase() === wanted);
  }

  /** Whether the account is one of the organization's, but not the one that manages it. */
  isMember(id: string): boolean {
    return id !== this.managementAccount && this.find(id) !== undefined;
  }

  trusts(principal: string): boolean {
    return this.state.serviceAccess.some((each) => each.principal === principal);
  }

  has(feature: RootFeature): boolean {
    return this.state.rootFeatures.includes(feature);
  }

  /** Whether the root credentials of this account are managed from above: what is gone is not won back by mail. */
  managesRootOf(id: string): boolean {
    return this.isMember(id) && this.has('RootCredentialsManagement');
  }

  arn(account = this.find(this.managementAccount)): string {
    return `${this.#prefix}:account/${this.state.id}/${account?.id}`;
  }

  organizationArn(): string {
    return `${this.#prefix}:organization/${this.state.id}`;
  }

  get #prefix(): string {
    return `arn:aws:organizations::${this.managementAccount}`;
  }
}
