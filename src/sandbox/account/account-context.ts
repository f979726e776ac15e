import type { Organization } from '../organizations/organization.ts';
import type { RootUsers } from '../root/root-users.ts';
import type { ContactsState } from './contacts-state.ts';

export interface AccountContext {
  readonly contacts: ContactsState;
  readonly organization: Organization;
  /** Whose addresses are changed. */
  readonly root: RootUsers;
}
