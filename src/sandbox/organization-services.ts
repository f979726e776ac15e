import { join } from 'node:path';
import type { Clock } from '../core/ports.ts';
import { accountService } from './account/account-service.ts';
import { CloudTrail } from './cloudtrail/cloudtrail.ts';
import { cloudTrailService } from './cloudtrail/cloudtrail-service.ts';
import { iamService } from './iam/iam-service.ts';
import { kmsService } from './kms/kms-service.ts';
import { Organization } from './organizations/organization.ts';
import { organizationsService } from './organizations/organizations-service.ts';
import { RootUsers } from './root/root-users.ts';
import { s3Service } from './s3/s3-service.ts';
import type { CloudState } from './state/cloud-state.ts';
import { Identities } from './sts/identities.ts';
import { stsService } from './sts/sts-service.ts';
import type { Service } from './wire/service.ts';

/** What every account of the organization has, in every Region and at the global endpoints. */
export interface OrganizationServices {
  readonly services: readonly Service[];
  readonly identities: Identities;
  readonly cloudTrail: CloudTrail;
  readonly root: RootUsers;
}

/**
 * Opens what the state holds of the organization; nothing runs in the background.
 * @param home - the folder of the saved state
 */
export function openOrganization(
  state: CloudState,
  clock: Clock,
  home: string,
): OrganizationServices {
  const { contacts } = state;
  const organization = new Organization(state.organization, clock);
  const cloudTrail = new CloudTrail({ state: state.cloudTrail, organization, clock });
  const root = new RootUsers({ state: state.root, organization, contacts, cloudTrail, clock });
  const identities = new Identities({
    state: state.sts,
    accountId: state.accountId,
    clock,
    rootOwner: (accessKey) => root.keyOwner(accessKey),
  });
  const services = [
    stsService({ identities, organization }),
    iamService({ state: state.iam, organization, root }),
    accountService({ contacts, organization, root }),
    organizationsService(organization),
    cloudTrailService(cloudTrail),
    s3Service({ state: state.s3, folder: join(home, 'objects'), clock }),
    kmsService({ state: state.kms, clock }),
  ];
  return { services, identities, cloudTrail, root };
}
