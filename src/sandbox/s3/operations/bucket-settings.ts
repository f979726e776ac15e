import {
  GetBucketVersioning$,
  type GetBucketVersioningOutput,
  type GetBucketVersioningRequest,
  GetObjectLockConfiguration$,
  type GetObjectLockConfigurationOutput,
  type GetObjectLockConfigurationRequest,
  GetPublicAccessBlock$,
  type GetPublicAccessBlockOutput,
  type GetPublicAccessBlockRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../wire/service.ts';
import { findBucket } from '../find-bucket.ts';
import { noObjectLock, noPublicAccessBlock } from '../s3-error.ts';
import type { S3State } from '../s3-state.ts';

/** A bucket that never had versioning answers with neither of the two. */
export const getBucketVersioning = operation<
  GetBucketVersioningRequest,
  GetBucketVersioningOutput,
  S3State
>({
  schema: GetBucketVersioning$,
  mutating: false,
  handle: (input, state, call) => {
    const { versioning } = findBucket(state, input, call);
    if (!versioning) return {};
    const { status, mfaDelete } = versioning;
    return { Status: status, MFADelete: mfaDelete ? 'Enabled' : 'Disabled' };
  },
});

export const getObjectLockConfiguration = operation<
  GetObjectLockConfigurationRequest,
  GetObjectLockConfigurationOutput,
  S3State
>({
  schema: GetObjectLockConfiguration$,
  mutating: false,
  handle: (input, state, call) => {
    const { name, objectLock } = findBucket(state, input, call);
    if (!objectLock) throw noObjectLock(name);
    const { mode, days } = objectLock;
    return {
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: mode, Days: days } },
      },
    };
  },
});

export const getPublicAccessBlock = operation<
  GetPublicAccessBlockRequest,
  GetPublicAccessBlockOutput,
  S3State
>({
  schema: GetPublicAccessBlock$,
  mutating: false,
  handle: (input, state, call) => {
    const { name, blocksPublicAccess } = findBucket(state, input, call);
    if (!blocksPublicAccess) throw noPublicAccessBlock(name);
    return {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    };
  },
});
