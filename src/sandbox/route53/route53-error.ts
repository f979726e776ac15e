import { InvalidInput$, NoSuchHealthCheck$, NoSuchHostedZone$ } from '@aws-sdk/client-route-53';
import { modeledError, ServiceError } from '../wire/service-error.ts';

export const invalidInput = (message: string) => modeledError(InvalidInput$, message);

export const noSuchHostedZone = (id: string) =>
  modeledError(NoSuchHostedZone$, `No hosted zone found with ID: ${id}`);

export const noSuchHealthCheck = (id: string) =>
  modeledError(NoSuchHealthCheck$, `A health check with id ${id} does not exist.`);

/** For what Route 53 has and the sandbox does not. */
export const unsupported = (message: string) => new ServiceError('UnsupportedBySandbox', message);
