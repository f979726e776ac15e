import { ServiceError } from '../wire/service-error.ts';

export const accessDenied = () =>
  new ServiceError('AccessDenied', 'Access Denied', { status: 403 });

export const noSuchBucket = (name: string) =>
  new ServiceError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    details: { BucketName: name },
  });

export const noObjectLock = (name: string) =>
  new ServiceError(
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
    { status: 404, details: { BucketName: name } },
  );

export const noPublicAccessBlock = (name: string) =>
  new ServiceError(
    'NoSuchPublicAccessBlockConfiguration',
    'The public access block configuration was not found',
    { status: 404, details: { BucketName: name } },
  );

export const invalidRequest = (message: string) => new ServiceError('InvalidRequest', message);
