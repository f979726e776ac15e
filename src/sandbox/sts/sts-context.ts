import type { Organization } from '../organizations/organization.ts';
import type { Identities } from './identities.ts';

export interface StsContext {
  readonly identities: Identities;
  readonly organization: Organization;
}
