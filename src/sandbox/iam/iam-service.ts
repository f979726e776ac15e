import { queryProtocol } from '../wire/query-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import type { IamContext } from './iam-context.ts';
import { invalid } from './iam-error.ts';
import { deleteAccessKey, getAccessKeyLastUsed, listAccessKeys } from './operations/access-keys.ts';
import { getAccountSummary } from './operations/account-summary.ts';
import { generateCredentialReport, getCredentialReport } from './operations/credential-report.ts';
import { getUser } from './operations/get-user.ts';
import {
  createLoginProfile,
  deleteLoginProfile,
  getLoginProfile,
} from './operations/login-profile.ts';
import {
  deactivateMfaDevice,
  listMfaDevices,
  listVirtualMfaDevices,
} from './operations/mfa-devices.ts';
import {
  disableRootCredentialsManagement,
  disableRootSessions,
  enableRootCredentialsManagement,
  enableRootSessions,
  listOrganizationsFeatures,
} from './operations/organizations-features.ts';
import {
  deleteSigningCertificate,
  listSigningCertificates,
} from './operations/signing-certificates.ts';

/** IAM on the wire. */
export function iamService(context: IamContext): Service {
  const service = {
    name: 'iam',
    everyAccount: true,
    protocol: queryProtocol({ xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/' }),
    missing: (path: string) => {
      const member = path.charAt(0).toLowerCase() + path.slice(1);
      const message = `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`;
      return invalid(message);
    },
  };
  const operations = [
    getAccountSummary,
    generateCredentialReport,
    getCredentialReport,
    listOrganizationsFeatures,
    enableRootCredentialsManagement,
    disableRootCredentialsManagement,
    enableRootSessions,
    disableRootSessions,
    getLoginProfile,
    createLoginProfile,
    deleteLoginProfile,
    listAccessKeys,
    deleteAccessKey,
    getAccessKeyLastUsed,
    listSigningCertificates,
    deleteSigningCertificate,
    listMfaDevices,
    deactivateMfaDevice,
    listVirtualMfaDevices,
    getUser,
  ];
  return bindService(service, operations, context);
}
