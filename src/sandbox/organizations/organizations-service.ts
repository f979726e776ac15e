import { jsonProtocol } from '../wire/json-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import { describeAccount, listAccounts } from './operations/accounts.ts';
import { describeOrganization } from './operations/describe-organization.ts';
import {
  disableServiceAccess,
  enableServiceAccess,
  listServiceAccess,
} from './operations/service-access.ts';
import type { Organization } from './organization.ts';
import { invalidInput } from './organizations-error.ts';

/** AWS Organizations on the wire. */
export function organizationsService(organization: Organization): Service {
  const service = {
    name: 'organizations',
    everyAccount: true,
    deniedCode: 'AccessDeniedException',
    protocol: jsonProtocol({ version: '1.1', target: 'AWSOrganizationsV20161128' }),
    missing: (path: string) => invalidInput(`${path} is required.`, 'INPUT_REQUIRED'),
  };
  const operations = [
    describeOrganization,
    listAccounts,
    describeAccount,
    listServiceAccess,
    enableServiceAccess,
    disableServiceAccess,
  ];
  return bindService(service, operations, organization);
}
