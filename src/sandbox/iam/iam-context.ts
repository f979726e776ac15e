import type { Organization } from '../organizations/organization.ts';
import type { RootUsers } from '../root/root-users.ts';
import type { IamState } from './iam-state.ts';

export interface IamContext {
  readonly state: IamState;
  readonly organization: Organization;
  readonly root: RootUsers;
}
