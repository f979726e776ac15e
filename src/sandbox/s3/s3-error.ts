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

export const invalidArgument = (message: string) => new ServiceError('InvalidArgument', message);

export const noSuchKey = (key: string) =>
  new ServiceError('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    details: { Key: key },
  });

export const noSuchVersion = (key: string) =>
  new ServiceError('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    details: { Key: key },
  });

export const badDigest = (algorithm: string) =>
  new ServiceError(
    'BadDigest',
    `The ${algorithm} you specified did not match the calculated checksum.`,
  );

export const alreadyThere = () =>
  new ServiceError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { status: 412, details: { Condition: 'If-None-Match' } },
  );

export const noRetention = () =>
  new ServiceError(
    'NoSuchObjectLockConfiguration',
    'The specified object does not have a ObjectLock configuration',
    { status: 404 },
  );

export const protectedByLock = () =>
  new ServiceError('AccessDenied', 'Access Denied because object protected by object lock.', {
    status: 403,
  });
