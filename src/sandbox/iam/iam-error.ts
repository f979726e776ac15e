import {
  AccountNotManagementOrDelegatedAdministratorException$,
  CredentialReportExpiredException$,
  CredentialReportNotPresentException$,
  CredentialReportNotReadyException$,
  EntityAlreadyExistsException$,
  NoSuchEntityException$,
  ServiceAccessNotEnabledException$,
} from '@aws-sdk/client-iam';
import { modeledError, ServiceError } from '../wire/service-error.ts';

export const noSuchEntity = (message: string) => modeledError(NoSuchEntityException$, message);

export const alreadyExists = (message: string) =>
  modeledError(EntityAlreadyExistsException$, message);

export const invalid = (message: string) => new ServiceError('ValidationError', message);

export const noReport = () =>
  modeledError(CredentialReportNotPresentException$, 'No report has been generated.');

export const reportExpired = () =>
  modeledError(CredentialReportExpiredException$, 'The credential report has expired.');

export const reportNotReady = () =>
  modeledError(CredentialReportNotReadyException$, 'The credential report is being generated.');

export const notManagement = (account: string) =>
  modeledError(
    AccountNotManagementOrDelegatedAdministratorException$,
    `Account ${account} is not the management account or a delegated administrator.`,
  );

export const noServiceAccess = () =>
  modeledError(
    ServiceAccessNotEnabledException$,
    'Trusted access is not enabled for IAM in AWS Organizations.',
  );
