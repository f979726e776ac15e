import type { AlternateContactType, ContactInformation } from '@aws-sdk/client-account';

/** The part of the saved state that is AWS Account Management's. Plain JSON. */
export interface ContactsState {
  /** By account. */
  readonly accounts: { [account: string]: AccountContacts };
}

export interface AccountContacts {
  information: ContactInformation;
  readonly alternates: { [Type in AlternateContactType]?: AlternateContactRecord };
}

export interface AlternateContactRecord {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
}
