import type { Clock } from '../../core/ports.ts';
import { bindService, type Service } from '../wire/service.ts';
import { ObjectFiles } from './object-files.ts';
import {
  getBucketVersioning,
  getObjectLockConfiguration,
  getPublicAccessBlock,
} from './operations/bucket-settings.ts';
import { deleteObject } from './operations/delete-object.ts';
import { getBucketLocation, headBucket, listBuckets } from './operations/find-buckets.ts';
import { putObject } from './operations/put-object.ts';
import { getObject, getObjectRetention, headObject } from './operations/read-object.ts';
import { invalidRequest } from './s3-error.ts';
import { s3Protocol } from './s3-protocol.ts';
import type { S3State } from './s3-state.ts';

export interface S3Parts {
  readonly state: S3State;
  /** Folder of what objects hold. */
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** S3 on the wire, as far as a review reads it and evidence is kept in it; buckets stand in the path. */
export function s3Service({ state, folder, clock }: S3Parts): Service {
  const service = {
    name: 's3',
    everyAccount: true,
    protocol: s3Protocol(),
    missing: (path: string) => invalidRequest(`${path} is required.`),
  };
  const ofBuckets = [
    listBuckets,
    headBucket,
    getBucketLocation,
    getBucketVersioning,
    getObjectLockConfiguration,
    getPublicAccessBlock,
  ];
  const ofObjects = [putObject, headObject, getObject, getObjectRetention, deleteObject];
  const objects = { state, files: new ObjectFiles(folder), clock };
  const buckets = bindService(service, ofBuckets, state);
  const { operations } = bindService(service, ofObjects, objects);
  return { ...buckets, operations: new Map([...buckets.operations, ...operations]) };
}
