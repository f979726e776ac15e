import { bindService, type Service } from '../wire/service.ts';
import {
  getBucketVersioning,
  getObjectLockConfiguration,
  getPublicAccessBlock,
} from './operations/bucket-settings.ts';
import { getBucketLocation, headBucket, listBuckets } from './operations/find-buckets.ts';
import { invalidRequest } from './s3-error.ts';
import { s3Protocol } from './s3-protocol.ts';
import type { S3State } from './s3-state.ts';

/** S3 on the wire, as far as a review reads it; buckets stand in the path. */
export function s3Service(state: S3State): Service {
  const service = {
    name: 's3',
    everyAccount: true,
    protocol: s3Protocol(),
    missing: (path: string) => invalidRequest(`${path} is required.`),
  };
  const operations = [
    listBuckets,
    headBucket,
    getBucketLocation,
    getBucketVersioning,
    getObjectLockConfiguration,
    getPublicAccessBlock,
  ];
  return bindService(service, operations, state);
}
